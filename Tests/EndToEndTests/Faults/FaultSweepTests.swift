import Foundation
import Testing
import WelcomeTestSupport

/// Fails and kills the real program at its system calls, and looks at what is left and at what the next build makes of it.
///
/// `Scripts/test` takes a sample, `Scripts/test --full` every call.
@Suite(.enabled(if: SystemCalls.areTraceable, "SKIPPED: programs cannot be traced here, so no build is broken off"))
struct FaultSweepTests {
    /// A fault, the calls and builds that it can happen to, and how many calls of each build are sampled.
    struct Sweep: Sendable {
        var fault: SystemCalls.Fault
        var calls: [String]
        var kinds = FaultScenario.Kind.allCases
        var sample: Int
        /// How a build may end; to come to its end undisturbed is always right, if all is as it should be.
        var statuses: Set<Int32>

        /// Whether what the program says is not written either.
        func silences(_ call: SystemCall) -> Bool {
            if case .lastingError = fault { call.name == "write" } else { false }
        }
    }

    static let sweeps = [
        Sweep(fault: .signal("SIGKILL"), calls: effective, sample: 5, statuses: [137]),
        Sweep(fault: .signal("SIGTERM"), calls: effective, kinds: [.rebuild], sample: 5, statuses: [143]),
        Sweep(fault: .lastingError("ENOSPC"), calls: writes + making, sample: 4, statuses: [74]),
        Sweep(
            fault: .error("EIO"), calls: SystemCalls.changing,
            kinds: [.first, .rebuild, .rebuildCompressed, .repetition], sample: 4,
            statuses: [74]),
        // Which SQLite takes for damage to the ledger; a look at the file finds nothing wrong any more.
        Sweep(
            fault: .error("EIO"), calls: SystemCalls.reading, kinds: [.first, .rebuild], sample: 6, statuses: [74, 1]),
        Sweep(fault: .lastingError("EIO"), calls: syncs, kinds: [.first, .rebuild], sample: 3, statuses: [74]),
        Sweep(fault: .error("EMFILE"), calls: ["openat"], kinds: [.first, .rebuild], sample: 3, statuses: [74]),
        Sweep(fault: .error("EINTR"), calls: interruptible, kinds: [.first, .rebuild], sample: 4, statuses: [74]),
        Sweep(fault: .nothing, calls: writes, kinds: [.first, .rebuild], sample: 3, statuses: [74]),
    ]

    private static let writes = ["write", "pwrite64", "writev"]
    private static let syncs = ["fsync", "fdatasync", "syncfs"]
    private static let making = ["openat", "mkdir", "mkdirat", "rename", "renameat", "renameat2", "ftruncate"]
    private static let interruptible = writes + syncs + ["openat", "ftruncate", "read", "pread64"]
    /// To be stopped before a file is closed is to be stopped before whatever comes next.
    private static let effective = SystemCalls.changing.filter { $0 != "close" }

    @Test(arguments: sweeps.flatMap { sweep in sweep.kinds.map { (sweep, $0) } })
    func keepsTheSiteWhole(sweep: Sweep, kind: FaultScenario.Kind) throws {
        let scenario = try FaultScenario.of(kind)
        let calls = scenario.calls.filter { sweep.calls.contains($0.name) }
        try #require(calls.count >= sweep.sample)
        for chosen in TestScope.sample(of: calls, sweep.sample) {
            let site = try scenario.begin()
            let (run, calls) = try SystemCalls.run(
                sweep.fault, at: chosen, of: FaultScenario.command(site.path, now: kind.now),
                environment: FaultScenario.environment, log: site.absolute("strace"))
            // Threads wake one another by writing, sometimes once more or less, so that a neighbour may be met.
            let met = try #require(calls.first)
            // What a build can do without it leaves unread; then one of the next calls ends it.
            let names = calls.flatMap(\.fileNames)
            let broken = BrokenBuild(scenario: scenario, site: site, run: run)
            let place = Comment("\(sweep.fault) at \(met.name) \(met.number) of \(met.fileNames): \(run.stderr)")

            #expect(run.status == scenario.status || sweep.statuses.contains(run.status), place)
            #expect(try broken.faults() == [], place)
            #expect(
                broken.faultsOfMessage(naming: names + ["ledger.db"], isHeard: !sweep.silences(met)) == [], place)
            #expect(try broken.faultsAfterTheNextBuild() == [], place)
        }
    }
}
