import Glibc
import Testing
import WelcomeCore
import WelcomeIO

@testable import WelcomeCLI

/// How the process ends after each kind of failure; scripts branch on these numbers.
@Suite struct ExitStatusTests {
    static let failures: [(failure: BuildFailure, status: Int32)] = [
        (.settings([]), 78), (.diagnostics([]), 1), (.interrupted(signal: SIGINT), 130),
        (.interrupted(signal: SIGTERM), 143), (.defect("x"), 2),
        (.output(Diagnostic(.error, .outputForeign, "x")), 78), (.output(Diagnostic(.error, .outputLedger, "x")), 1),
        (.busy(Diagnostic(.error, .outputBusy, "x")), 75), (.database("x", file: "ledger.db"), 74),
        (.refused(Diagnostic(.error, .outputIO, "x")), 74),
    ]

    @Test(arguments: failures.indices) func endsAsDocumented(index: Int) {
        #expect(Self.failures[index].failure.outcome.status.rawValue == Self.failures[index].status)
    }

    @Test func keepsTheDiagnosticsOfAFailure() {
        let diagnostic = Diagnostic(.error, .settingsValue, "the value is wrong")
        #expect(BuildFailure.settings([diagnostic]).outcome.diagnostics == [diagnostic])
    }
}
