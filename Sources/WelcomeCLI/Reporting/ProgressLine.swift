import Dispatch
import Glibc
import WelcomeIO

/// Says how far a build is while it runs: on a terminal one line that changes, elsewhere a line every ten seconds.
final class ProgressLine {
    private let progress: BuildProgress
    private let isTerminal: Bool
    private let queue = DispatchQueue(label: "progress")
    private let timer: any DispatchSourceTimer

    /// Begins to watch `progress`, first after a while: whoever waits no longer than that needs no line.
    init(of progress: BuildProgress) {
        self.progress = progress
        isTerminal = isatty(STDERR_FILENO) == 1
        timer = DispatchSource.makeTimerSource(queue: queue)
        let interval = isTerminal ? DispatchTimeInterval.milliseconds(200) : .seconds(10)
        timer.schedule(deadline: .now() + interval, repeating: interval)
        timer.setEventHandler { [progress, isTerminal] in
            guard let snapshot = progress.snapshot else { return }
            let line = Self.text(snapshot)
            if isTerminal { Console.control("\r\u{1B}[K") }
            Console.complain(isTerminal ? TerminalText.value(line) : "\(TerminalText.value(line))\n")
        }
        timer.activate()
    }

    /// Stops watching and leaves an empty line to whoever speaks next.
    func end() {
        timer.cancel()
        queue.sync {}
        if isTerminal { Console.control("\r\u{1B}[K") }
    }

    /// The line for one moment: phase, count, rate and the time that is left at this rate, or what is being worked on.
    static func text(_ snapshot: BuildProgress.Snapshot) -> String {
        if let item = snapshot.item {
            let count = snapshot.total.map { "\(grouped(min(snapshot.done + 1, $0))) of \(grouped($0)), " } ?? ""
            return "\(snapshot.phase): \(count)\(item), \(duration(snapshot.seconds))"
        }
        guard snapshot.done > 0, snapshot.seconds > 0 else {
            return "\(snapshot.phase): \(duration(snapshot.seconds))"
        }
        let rate = Double(snapshot.done) / snapshot.seconds
        let speed = "\(grouped(Int(rate)))/s"
        guard let total = snapshot.total, total > 0 else {
            return "\(snapshot.phase): \(grouped(snapshot.done)), \(speed)"
        }
        let done = min(snapshot.done, total)
        let left = Double(total - done) / rate
        return "\(snapshot.phase): \(grouped(done)) of \(grouped(total)) (\(done * 100 / total) %), \(speed), "
            + "\(duration(left)) left"
    }

    /// A number with a space between thousands.
    private static func grouped(_ number: Int) -> String {
        let digits = Array(String(number))
        let groups = stride(from: digits.count, to: 0, by: -3).map { String(digits[max(0, $0 - 3)..<$0]) }
        return groups.reversed().joined(separator: " ")
    }

    private static func duration(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        return whole < 60 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
    }
}
