import Dispatch
import Synchronization

/// Pieces of work that do not depend on one another and run side by side.
///
/// They begin at once; whoever began them waits for them, even where something else has failed meanwhile.
final class ParallelWork<Output: Sendable, Failure: Error>: Sendable {
    private struct Progress {
        var next = 0
        var outputs: [Output?]
        /// The failure of the first piece that failed.
        var failure: (index: Int, error: Failure)?

        /// The next piece; `nil` where none is left or something has failed.
        mutating func take() -> Int? {
            guard failure == nil, next < outputs.count else { return nil }
            next += 1
            return next - 1
        }

        mutating func end(_ index: Int, _ result: Result<Output, Failure>) {
            switch result {
            case .success(let output): outputs[index] = output
            case .failure(let error): if index < failure?.index ?? .max { failure = (index, error) }
            }
        }
    }

    private let group = DispatchGroup()
    private let progress: Mutex<Progress>

    /// Runs `piece` for the numbers below `count` on as many as `jobs` threads, or on the calling one where that is enough.
    init(count: Int, jobs: Int, _ piece: @escaping @Sendable (Int) throws(Failure) -> Output) {
        progress = Mutex(Progress(outputs: Array(repeating: nil, count: count)))
        guard jobs > 1, count > 1 else {
            run(piece)
            return
        }
        for _ in 0..<min(jobs, count) {
            DispatchQueue.global().async(group: group) { [self] in run(piece) }
        }
    }

    private func run(_ piece: (Int) throws(Failure) -> Output) {
        while let index = progress.withLock({ $0.take() }) {
            let result = Result { () throws(Failure) -> Output in try piece(index) }
            progress.withLock { $0.end(index, result) }
        }
    }

    /// Waits until no piece runs any more.
    func wait() { group.wait() }

    /// Waits and returns what the pieces came to, in their order.
    ///
    /// - Throws: what one of them threw; those that had not begun by then are left out.
    func finish() throws(Failure) -> [Output] {
        wait()
        let (outputs, failure) = progress.withLock { ($0.outputs, $0.failure) }
        if let failure { throw failure.error }
        return outputs.compactMap(\.self)
    }
}

extension Array {
    /// Divides the array into as many as `count` parts of about the same size, in order.
    func divided(into count: Int) -> [ArraySlice<Element>] {
        let size = Swift.max(1, (self.count + count - 1) / count)
        return stride(from: 0, to: self.count, by: size).map { self[$0..<Swift.min($0 + size, self.count)] }
    }
}
