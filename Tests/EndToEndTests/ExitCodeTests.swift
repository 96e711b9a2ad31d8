import Foundation
import Testing
import WelcomeTestSupport

/// Every exit code of a build by a real cause, and what each leaves behind.
@Suite struct ExitCodeTests {
    /// Something that goes wrong in a site that was built once.
    struct Fault: Sendable, CustomTestStringConvertible {
        var name: String
        var status: Int32
        /// What the error output names.
        var code: String
        var arguments: [String] = []
        var cause: @Sendable (SiteFolder) throws -> Void = { _ in }

        var testDescription: String { name }
    }

    static let faults = [
        Fault(name: "unknown placeholder in a theme", status: 1, code: "[unknown-placeholder]") {
            try $0.replace("{{#lead.city}}", with: "{{lead.nmae}}{{#lead.city}}", in: "themes/shop/ru.md")
        },
        Fault(name: "lead value in a script", status: 1, code: "[forbidden-slot]") {
            try $0.write(
                "<!DOCTYPE html><title>{{title}}</title><script>{{#lead.name}}{{lead.name}}{{/lead.name}}</script>",
                to: "themes/shop/layout.mustache")
        },
        Fault(name: "empty source", status: 1, code: "[source-empty]") { try $0.write("", to: "leads.ndjson") },
        Fault(name: "source without a usable row", status: 1, code: "[source-empty]") {
            try $0.write("{\"name\":\"x\"}\n", to: "leads.ndjson")
        },
        Fault(name: "CSV with a header alone", status: 1, code: "[source-empty]") {
            try $0.write("id,name\n", to: "leads.ndjson")
        },
        Fault(name: "cut NDJSON", status: 1, code: "[source-cut]") {
            try $0.write("{\"id\":\"a1\"}\n{\"id\":\"a2\",\"na", to: "leads.ndjson")
        },
        Fault(name: "cut CSV", status: 1, code: "[source-cut]") {
            try $0.write("id,name,city\na1,x,y\na2,\"z", to: "leads.ndjson")
        },
        Fault(name: "missing source", status: 1, code: "[source-missing]") { try $0.remove("leads.ndjson") },
        Fault(name: "UTF-16 source", status: 1, code: "[source-encoding]") {
            try $0.write(Data([0xFF, 0xFE, 0x69, 0, 0x64, 0, 0x0A, 0]), to: "leads.ndjson")
        },
        Fault(name: "lead that is not there", status: 1, code: "[lead-not-found]", arguments: ["--lead", "a9"]),
        Fault(name: "wrong key", status: 1, code: "[link-mismatch]") {
            try $0.replace("AAEC", with: "BBEC", in: "keys.yml")
        },
        Fault(name: "unknown flag", status: 64, code: "--forse", arguments: ["--forse"]),
        Fault(name: "bad moment", status: 64, code: "--now", arguments: ["--now", "yesterday"]),
        Fault(name: "no jobs", status: 64, code: "--jobs", arguments: ["--jobs", "0"]),
        Fault(name: "unknown format", status: 64, code: "--format", arguments: ["--format", "xml"]),
        Fault(
            name: "output below a file", status: 74, code: "[output-io]",
            arguments: ["--output", "SITE/leads.ndjson/o"]),
        Fault(name: "output is a file", status: 74, code: "[output-io]", arguments: ["--output", "SITE/leads.ndjson"]),
        Fault(
            name: "output in a missing folder", status: 74, code: "[output-io]", arguments: ["--output", "SITE/a/b/c"]),
        Fault(name: "unknown setting", status: 78, code: "did you mean `timezone`?") {
            try $0.replace("timezone:", with: "timezon:", in: "welcome.yml")
        },
        Fault(name: "settings that are no YAML", status: 78, code: "[settings-syntax]") {
            try $0.write("a: [\n", to: "welcome.yml")
        },
        Fault(name: "missing settings", status: 78, code: "[settings-missing]") { try $0.remove("welcome.yml") },
        Fault(name: "unknown time zone", status: 78, code: "[settings-value]") {
            try $0.replace("Asia/Almaty", with: "Asia/Almata", in: "welcome.yml")
        },
        Fault(name: "missing keys", status: 78, code: "[keys-missing]") { try $0.remove("keys.yml") },
        Fault(name: "keys for everybody", status: 78, code: "[keys-mode]") { try $0.setMode(0o644, of: "keys.yml") },
        Fault(name: "short key", status: 78, code: "[keys-invalid]") {
            try $0.replace("AAECAwQF", with: "", in: "keys.yml")
        },
        Fault(
            name: "folder of somebody else", status: 78, code: "[output-foreign]",
            arguments: ["--output", "SITE/themes"]),
        Fault(name: "lost ledger", status: 1, code: "[output-ledger]") { try $0.remove("output/ledger.db") },
        Fault(name: "no themes", status: 78, code: "[theme-missing]", arguments: ["--themes", "SITE/empty"]) {
            try $0.createDirectory("empty")
        },
    ]

    @Test(arguments: faults) func endsWithTheCodeOfTheFaultAndTouchesNothing(fault: Fault) throws {
        let site = try SiteFolder.builtShop()
        try fault.cause(site)
        let before = try site.snapshot()

        let arguments = fault.arguments.map { $0.replacingOccurrences(of: "SITE", with: site.path) }
        let run = try WelcomeBinary.run(["build", "--site", site.path, "--now", SiteFolder.now] + arguments)

        #expect(run.status == fault.status, "\(run.stderr)")
        #expect(run.stderr.contains(fault.code), "\(run.stderr)")
        #expect(run.stdout == "")
        #expect(try site.snapshot().differences(from: before) == [])
    }

    @Test func endsWithZeroWhenEverythingIsDone() throws {
        let site = try SiteFolder.shop()
        let run = try site.build()
        #expect(run.status == 0, "\(run.stderr)")
        #expect(run.stdout == "")
        #expect(run.stderr.hasPrefix("2 leads: 2 ready; 0 rows rejected.\n2 pages written, 0 unchanged, 0 removed in "))
    }

    @Test func endsWithThreeWhenRowsWereRejected() throws {
        let site = try SiteFolder.shop()
        try site.writeLeads(SiteFolder.twoLeads + [["name": "Никто"]])
        let run = try site.build()
        #expect(run.status == 3)
        #expect(try site.published().pointer.counts["ready"] == 2)
    }

    @Test func endsBusyWhileAnotherBuildHoldsTheLock() throws {
        let site = try SiteFolder.builtShop()
        let before = try site.snapshot()
        let other = try PythonTool.start("hold_lock", [site.absolute("output")])
        try other.waitForLine()

        let run = try site.build()
        #expect(run.status == 75)
        #expect(run.stderr.contains("[output-busy]"))
        #expect(try site.snapshot().differences(from: before) == [])

        #expect(try other.end().status == 0)
        #expect(try site.build().status == 0)
    }

    @Test func saysNothingWhenQuietAndDone() throws {
        let site = try SiteFolder.shop()
        let run = try site.build("--quiet")
        #expect(run.status == 0)
        #expect(run.stdout + run.stderr == "")
    }
}
