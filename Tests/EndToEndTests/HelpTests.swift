import Testing
import WelcomeTestSupport

/// What the program says of itself.
@Suite struct HelpTests {
    /// The flags of each command that the contract promises.
    static let flags: [String: [String]] = [
        "init": ["--sample"],
        "build": [
            "--site <dir>", "--leads <file>", "--output <dir>", "--themes <dir>", "--lead <id>", "--tenant <id>",
            "--force", "--dry-run", "--recover-ledger", "--first-build", "--accept-loss", "--accept-new-host",
            "--jobs <n>", "--now <rfc3339>", "--format <format>", "--json",
            "-q, --quiet",
            "-v, --verbose",
        ],
        "check": ["--site <dir>", "--leads <file>", "--themes <dir>", "--format <format>"],
        "explain": ["<lead>", "--tenant <id>", "--channel <name>", "--curl", "--site <dir>", "--json"],
        "channels": ["<name>", "--json"],
        "verify": ["<link>", "--site <dir>"],
        "revoke": ["<lead>", "--tenant <id>", "--slot <slot>", "--undo", "--wait <seconds>"],
        "forget": ["<lead>", "--tenant <id>", "--wait <seconds>"],
        "prune": ["--json", "--accept-loss", "--wait <seconds>"],
        "keys": ["new", "list"],
        "nginx": [
            "--site <dir>", "--listen <address>", "--certificate <file>", "--njs <file>",
            "--log <file>", "--manifest-users <file>", "--output-check",
        ],
        "schema": ["<subject>"],
        "export": ["n8n", "flowise"],
    ]

    @Test func listsEveryCommand() throws {
        let run = try WelcomeBinary.run(["--help"])
        #expect(run.status == 0)
        #expect(run.stderr == "")
        for command in Self.flags.keys { #expect(run.stdout.contains("\n  \(command) "), "\(command)") }
    }

    @Test(arguments: flags.keys.sorted()) func explainsEveryFlag(command: String) throws {
        let run = try WelcomeBinary.run([command, "--help"])
        #expect(run.status == 0)
        for flag in Self.flags[command] ?? [] { #expect(run.stdout.contains("\n  \(flag) "), "\(flag)") }
    }

    @Test func namesTheExitCodesOfABuild() throws {
        let help = try WelcomeBinary.run(["build", "--help"]).stdout
        for code in ["0 done", "1 errors found", "3 published", "64 usage", "74", "75", "78"] {
            #expect(help.contains(code), "\(code)")
        }
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func completesCommandsAndFlags(shell: String) throws {
        let run = try WelcomeBinary.run(["--generate-completion-script", shell])
        #expect(run.status == 0)
        for word in ["welcome", "build", "verify", "dry-run"] { #expect(run.stdout.contains(word), "\(word)") }
    }

    @Test func bashAcceptsItsCompletionScript() throws {
        let script = try WelcomeBinary.run(["--generate-completion-script", "bash"]).stdout
        let check = try ProgramRun.run("/bin/bash", ["-n"], input: script)
        #expect(check.status == 0, "\(check.stderr)")
    }

    @Test func namesItsVersion() throws {
        let run = try WelcomeBinary.run(["--version"])
        #expect(run.status == 0)
        #expect(run.stdout.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    }
}
