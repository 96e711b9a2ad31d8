import Foundation
import Testing
import WelcomeTestSupport

/// A file system on a disk that can lose its power here.
enum FileSystemKind: String, CaseIterable, Sendable {
    case ext4, xfs

    /// Those that this machine can make and mount.
    static let possible = allCases.filter { MountedFolder.isPossible($0.rawValue) }
}

/// A file system that loses its power in the middle of a build, as ext4 and xfs let us make it.
@Suite(
    .enabled(
        if: SystemCalls.areTraceable && !FileSystemKind.possible.isEmpty,
        "SKIPPED: no power is lost in these tests, for this machine lets nobody mount an image by a loop device"))
struct PowerLossTests {
    /// What the kernel manages to write before all is dark.
    enum Log: String, CaseIterable, Sendable {
        case lost = ""
        case flushed = ":log"
    }

    /// The calls before which the power fails: those that make names and those that make things last.
    private static let instants = [
        "rename", "renameat", "renameat2", "unlink", "unlinkat", "fsync", "fdatasync", "syncfs",
    ]

    @Test(arguments: FileSystemKind.possible, [FaultScenario.Kind.first, .rebuild, .rebuildCompressed, .repetition])
    func keepsTheSiteWhole(system: FileSystemKind, kind: FaultScenario.Kind) throws {
        let scenario = try FaultScenario.of(kind)
        let calls = scenario.calls.filter { Self.instants.contains($0.name) }
        for (number, call) in TestScope.sample(of: calls, 4).enumerated() {
            for log in TestScope.isFull ? Log.allCases : [Log.allCases[number % 2]] {
                let site = try scenario.begin()
                var program = SystemCalls.command(
                    .signal("SIGKILL"), at: call, of: FaultScenario.command(site.path, now: kind.now),
                    log: site.absolute("strace"))
                if kind == .repetition { program = FaultScenario.commandAfterAnother(site.path, program) }
                let run = try MountedFolder.run(
                    system.rawValue + log.rawValue, over: site.absolute("output"), program,
                    environment: FaultScenario.environment)
                let broken = BrokenBuild(scenario: scenario, site: site, run: run)
                let place = Comment("\(log) at \(call.name) \(call.number) of \(call.fileNames): \(run.stderr)")

                #expect(run.status == 137, place)
                #expect(try broken.faults() == [], place)
                #expect(try broken.faultsAfterTheNextBuild() == [], place)
            }
        }
    }
}
