import Testing
import WelcomeIO

/// What every program that we start gets, and how it ends.
@Suite struct ChildProcessTests {
    private func run(
        _ script: String, _ environment: [String: String] = [:], input: String = "", seconds: Int = 60,
        maxOutputBytes: Int = 1 << 20, shouldCancel: () -> Bool = { false }
    ) throws -> ChildProcess.Outcome {
        let request = ChildProcess.Request(
            path: "/bin/sh", arguments: ["-c", script], environment: environment, directory: "/",
            timeLimit: .seconds(seconds), input: Array(input.utf8), maxOutputBytes: maxOutputBytes)
        return try ChildProcess.run(request, shouldCancel: shouldCancel)
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test(arguments: ["", "url = \"https://example.kz/а\"\n", String(repeating: "x", count: 32_767)])
    func readsItsInputToTheEnd(input: String) throws {
        let outcome = try run("cat; echo end >&2", input: input)
        #expect(outcome.ending == .exited(0))
        #expect(text(outcome.output) == input)
        #expect(text(outcome.errors) == "end\n")
    }

    /// Input that is not read is no fault.
    @Test func endsWithoutReading() throws {
        #expect(try run("exit 63", input: "not read").ending == .exited(63))
    }

    @Test func hasNoEnvironmentButItsOwn() throws {
        #expect(text(try run("/usr/bin/env | grep -v '^PWD=\\|^_='", ["LC_ALL": "C"]).output) == "LC_ALL=C\n")
    }

    @Test func isEndedByTimeByWordsAndByUs() throws {
        #expect(try run("sleep 600", seconds: 0).ending == .timedOut)
        #expect(try run("yes", maxOutputBytes: 1000).ending == .tooLoud)
        #expect(try run("sleep 600") { true }.ending == .stopped)
        #expect(try run("kill -11 $$").ending == .crashed(signal: 11))
    }

    /// A program that shuts its outputs is still waited for, and still ended.
    @Test func isWaitedForWithoutOutputs() throws {
        #expect(try run("exec >&- 2>&-; sleep 0.2; exit 7").ending == .exited(7))
        #expect(try run("exec >&- 2>&-; sleep 600", seconds: 0).ending == .timedOut)
    }

    @Test func saysWhatCannotBeStarted() {
        #expect(throws: FileError.self) {
            try ChildProcess.run(
                .init(
                    path: "/nonexistent", arguments: [], environment: [:], directory: "/", timeLimit: .seconds(1)))
        }
    }
}
