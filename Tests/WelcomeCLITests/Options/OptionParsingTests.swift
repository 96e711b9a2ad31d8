import ArgumentParser
import Testing
import WelcomeCore

@testable import WelcomeCLI

/// What the command line accepts, without a site.
@Suite struct OptionParsingTests {
    @Test(arguments: [
        ("2026-11-23T09:00:00+05:00", Int64(1_795_406_400)),
        ("2026-11-23T04:00:00Z", 1_795_406_400),
        ("1970-01-01T00:00:00Z", 0), ("0001-01-01T00:00:00Z", -62_135_596_800), ("1969-12-31T23:59:59Z", -1),
        ("2000-02-29T23:30:00-12:00", 951_910_200), ("2059-09-18T00:00:00Z", 2_831_068_800),
        ("9999-12-31T23:59:59Z", 253_402_300_799), ("9999-12-31T23:59:59-12:00", 253_402_300_799),
        ("0000-01-01T00:00:00+14:00", -62_167_219_200),
    ])
    func readsTheMoment(text: String, seconds: Int64) throws {
        #expect(try MomentOption.parse(["--now", text]).moment.secondsSinceEpoch == seconds)
    }

    @Test(arguments: [
        "yesterday", "", "2026-11-23T09:00:00", "2026-13-01T00:00:00Z", "1795406400",
        "2001-02-29T12:00:00Z", "1900-02-29T12:00:00Z", "10000-01-01T00:00:00Z", "-001-01-01T00:00:00Z", "2026-11-23",
    ])
    func refusesWhatIsNoMoment(text: String) {
        #expect(throws: (any Error).self) { try MomentOption.parse(["--now", text]) }
    }

    @Test(arguments: [
        ["--jobs", "0"], ["--jobs", "65"], ["--jobs=-1"], ["--jobs", "100000"], ["--jobs", "99999999999999999999"],
        ["--jobs", "two"], ["--recover-ledger", "--lead", "a"],
        ["--recover-ledger", "--tenant", "t"], ["--recover-ledger", "--dry-run"], ["--lead"], ["--format", "xml"],
        ["stray"],
    ])
    func refusesBuildOptions(arguments: [String]) {
        #expect(throws: (any Error).self) { try BuildCommand.parse(arguments) }
    }

    @Test(arguments: [(0, 1), (1, 1), (2, 2), (64, 64), (65, 64), (1024, 64)])
    func takesAJobForEachProcessorUpToItsLimit(processors: Int, jobs: Int) throws {
        #expect(BuildCommand.usualJobs(processors: processors) == jobs)
        _ = try BuildCommand.parse(["--jobs", "\(jobs)"])
    }

    @Test func collectsLeadsInOrder() throws {
        let command = try BuildCommand.parse(["--lead", "b", "--lead", "a", "--tenant", "t", "--jobs", "64"])
        #expect(command.leadIDs == ["b", "a"])
        #expect(command.tenant == "t")
        #expect(command.jobs == 64)
        #expect(command.place.site == ".")
    }

    @Test(arguments: [("0", 0.0), ("3600", 3600), ("2.5", 2.5)])
    func readsTheTimeout(text: String, seconds: Double) throws {
        #expect(try PruneCommand.parse(["--wait", text]).options.wait == seconds)
    }

    @Test(arguments: ["-1", "3601", "nan", "inf", "soon"])
    func refusesOtherTimeouts(text: String) {
        #expect(throws: (any Error).self) { try PruneCommand.parse(["--wait=\(text)"]) }
    }
}
