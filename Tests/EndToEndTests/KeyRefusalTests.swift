import Foundation
import Glibc
import Testing
import WelcomeTestSupport

/// Key files that are not safe or not whole stop every command that needs keys, and nothing is touched.
@Suite struct KeyRefusalTests {
    /// Something about the key file of a site that was built once.
    struct Fault: Sendable, CustomTestStringConvertible {
        var name: String
        /// What the error output says.
        var words: String
        /// What `keys new` says instead, where it says something else.
        var wordsOfNew: String?
        var cause: @Sendable (SiteFolder) throws -> Void

        var testDescription: String { name }
    }

    private static let other = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="

    /// A second key in the file.
    private static func adding(_ line: String) -> @Sendable (SiteFolder) throws -> Void {
        { site in
            try site.write(try site.text("keys.yml") + "  - \(line)\n", to: "keys.yml")
            try site.setMode(0o600, of: "keys.yml")
        }
    }

    /// Puts the key file elsewhere and names that place in the settings.
    private static func moving(to path: String) -> @Sendable (SiteFolder) throws -> Void {
        { site in
            try site.write(try site.text("welcome.yml") + "keys: \(path)\n", to: "welcome.yml")
            try FileManager.default.moveItem(atPath: site.absolute("keys.yml"), toPath: site.absolute(path))
        }
    }

    static let faults = [
        Fault(name: "readable by the group", words: "owner only [keys-mode]\n  fix: chmod 600 SITE/keys.yml") {
            try $0.setMode(0o640, of: "keys.yml")
        },
        Fault(name: "writable by others", words: "[keys-mode]") { try $0.setMode(0o602, of: "keys.yml") },
        Fault(name: "a link to a file for everybody", words: "[keys-mode]") { site in
            try FileManager.default.moveItem(atPath: site.absolute("keys.yml"), toPath: site.absolute("k"))
            try site.setMode(0o644, of: "k")
            try FileManager.default.createSymbolicLink(atPath: site.absolute("keys.yml"), withDestinationPath: "k")
        },
        Fault(name: "a folder", words: "must be a regular file, not a folder, pipe or device [keys-invalid]") {
            try $0.remove("keys.yml")
            try $0.createDirectory("keys.yml")
        },
        Fault(name: "a pipe", words: "[keys-invalid]") {
            try $0.remove("keys.yml")
            let made = unsafe mkfifo($0.absolute("keys.yml"), 0o600)
            #expect(made == 0)
        },
        Fault(name: "a device", words: "[keys-invalid]") {
            try $0.remove("keys.yml")
            try FileManager.default.createSymbolicLink(
                atPath: $0.absolute("keys.yml"), withDestinationPath: "/dev/zero")
        },
        Fault(name: "a link to itself", words: "[keys-invalid]", wordsOfNew: "missing [keys-missing]") {
            try $0.remove("keys.yml")
            try FileManager.default.createSymbolicLink(atPath: $0.absolute("keys.yml"), withDestinationPath: "keys.yml")
        },
        Fault(
            name: "a link to nothing", words: "no signing keys [keys-missing]", wordsOfNew: "a symbolic link to a file"
        ) {
            try $0.remove("keys.yml")
            try FileManager.default.createSymbolicLink(atPath: $0.absolute("keys.yml"), withDestinationPath: "gone")
        },
        Fault(
            name: "missing", words: "no signing keys [keys-missing]",
            wordsOfNew: "the key file is missing, and its keys have signed links [keys-missing]\n  fix: restore it"
        ) { try $0.remove("keys.yml") },
        Fault(
            name: "missing with the ledger", words: "no signing keys [keys-missing]",
            wordsOfNew: "the key file is missing, and its keys have signed links"
        ) {
            try $0.remove("keys.yml")
            try $0.remove("output/ledger.db")
        },
        Fault(name: "empty", words: "[keys-invalid]") { try $0.write("", to: "keys.yml") },
        Fault(name: "no YAML", words: "[keys-invalid]") { try $0.write("keys: [", to: "keys.yml") },
        Fault(name: "short key", words: "[keys-invalid]") { try $0.replace("AAECAwQF", with: "", in: "keys.yml") },
        Fault(
            name: "key of zeros", words: "[keys-invalid]",
            cause: adding("{id: 1, not_before: 2026-01-01, key: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=}")),
        Fault(
            name: "key of one byte", words: "[keys-invalid]",
            cause: adding("{id: 1, not_before: 2026-01-01, key: QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=}")),
        Fault(
            name: "key twice", words: "[keys-invalid]",
            cause: adding("{id: 1, not_before: 2026-01-01, key: AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=}")),
        Fault(
            name: "id twice", words: "id 0 stands twice [keys-invalid]",
            cause: adding("{id: 0, not_before: 2026-01-01, key: \(other)}")),
        Fault(
            name: "id above 31", words: "a whole number from 0 to 31 [keys-invalid]",
            cause: adding("{id: 32, not_before: 2026-01-01, key: \(other)}")),
        Fault(
            name: "in the output folder", words: "signing keys must lie outside the output folder [keys-place]",
            cause: moving(to: "output/keys.yml")),
        Fault(name: "in the web root", words: "[keys-place]", cause: moving(to: "output/site/keys.yml")),
        Fault(name: "in a folder that is a link to the web root", words: "[keys-place]") { site in
            try FileManager.default.createSymbolicLink(
                atPath: site.absolute("safe"), withDestinationPath: "output/site")
            try moving(to: "safe/keys.yml")(site)
        },
        Fault(name: "a link into the web root", words: "[keys-place]") { site in
            try FileManager.default.moveItem(
                atPath: site.absolute("keys.yml"), toPath: site.absolute("output/site/k"))
            try FileManager.default.createSymbolicLink(
                atPath: site.absolute("keys.yml"), withDestinationPath: "output/site/k")
        },
        Fault(name: "a link in the web root", words: "[keys-place]") { site in
            try FileManager.default.moveItem(atPath: site.absolute("keys.yml"), toPath: site.absolute("k"))
            try FileManager.default.createSymbolicLink(
                atPath: site.absolute("output/site/keys.yml"), withDestinationPath: "../../k")
            try site.write(try site.text("welcome.yml") + "keys: output/site/keys.yml\n", to: "welcome.yml")
        },
        Fault(name: "the output folder itself", words: "[keys-place]") {
            try $0.write(try $0.text("welcome.yml") + "keys: output\n", to: "welcome.yml")
        },
    ]

    @Test(arguments: faults) func endsEveryCommandThatNeedsKeysAndTouchesNothing(fault: Fault) throws {
        let site = try SiteFolder.builtShop()
        try fault.cause(site)
        let before = try site.snapshot()
        for command in [["build"], ["check"], ["explain", "a1"], ["keys", "list"], ["keys", "new"]] {
            let run = try WelcomeBinary.run(command + ["--site", site.path, "--now", SiteFolder.now])
            let words = command.last == "new" ? fault.wordsOfNew ?? fault.words : fault.words
            #expect(run.status == 78, "\(command): \(run.stderr)")
            let expected = words.replacingOccurrences(of: "SITE", with: site.path)
            #expect(run.stderr.contains(expected), "\(command): \(run.stderr)")
            #expect(run.stdout == "")
            #expect(!run.stderr.contains(Self.other))
            #expect(try site.snapshot().differences(from: before) == [], "\(command)")
        }
    }

    @Test func addsNoKeyWhereTheEnvironmentHoldsThem() throws {
        let site = try SiteFolder.builtShop()
        let before = try site.snapshot()
        let text = try site.text("keys.yml")
        let run = try WelcomeBinary.run(["keys", "new", "--site", site.path], environment: ["WELCOME_KEYS": text])
        #expect(run.status == 78)
        #expect(run.stderr.hasPrefix("WELCOME_KEYS: error: the keys of this site come from the variable WELCOME_KEYS"))
        #expect(try site.snapshot().differences(from: before) == [])

        try site.remove("keys.yml")
        let list = try WelcomeBinary.run(["keys", "list", "--site", site.path], environment: ["WELCOME_KEYS": text])
        #expect(list.status == 0)
        let wrong = text.replacingOccurrences(of: "id: 0", with: "id: 9")
        let build = try site.build(environment: ["WELCOME_KEYS": wrong])
        #expect(build.status == 78)
        #expect(build.stderr.hasPrefix("WELCOME_KEYS: error: key 0 is missing"))
    }

    @Test(.enabled(if: geteuid() == 0, "only root can become another user"))
    func readsNoKeysOfAnotherUser() throws {
        let site = try SiteFolder.builtShop()
        let before = try site.snapshot()
        let run = try ProgramRun.run(
            "/usr/bin/setpriv",
            ["--reuid=65534", "--clear-groups", WelcomeBinary.path, "keys", "list", "--site", site.path])
        #expect(run.status == 78, "\(run.stderr)")
        #expect(run.stderr.contains("signing keys must be readable by whoever runs this command [keys-mode]"))
        #expect(try site.snapshot().differences(from: before) == [])
    }
}
