import Foundation
import Testing
import WelcomeTestSupport

/// The reader of the CRM over what the program published: whole, in part, damaged, and while it changes.
@Suite struct ReadingTests {
    struct Reading: Decodable {
        struct Line: Decodable {
            var lead: String
            var state: String
            var url: String
        }

        var build: String
        var isWhole: Bool
        var lines: [Line]
        /// The names that were opened, in their order.
        var opened: [String]
        var error: String?
    }

    /// Reads a site's manifest, after a build that was read before.
    private func read(
        _ site: SiteFolder, after build: String? = nil, isRemote: Bool = false, pointers: [String] = []
    ) throws -> Reading {
        var settings: [String: Any] = ["output": site.absolute("output"), "isRemote": isRemote, "pointers": pointers]
        settings["after"] = build
        let text = try JSONSerialization.data(withJSONObject: settings)
        let run = try CRMModules().run("read-manifest", [String(decoding: text, as: UTF8.self)])
        #expect(run.status == 0 && run.stderr.isEmpty, "\(run.stderr)")
        return try JSONDecoder().decode(Reading.self, from: run.output)
    }

    private func rebuild(_ site: SiteFolder, _ arguments: [String] = [], hour: Int) throws {
        let run = try WelcomeBinary.run(
            ["build", "--site", site.path, "--now", "2026-11-23T\(hour):00:00+05:00"] + arguments)
        #expect(run.status == 0, "\(run.stderr)")
    }

    @Test(arguments: [false, true])
    func readsEveryLine(isRemote: Bool) throws {
        let site = try SiteFolder.builtSample()
        #expect(try site.build().status == 0)
        let published = try site.published()
        let reading = try read(site, isRemote: isRemote)
        #expect(reading.error == nil)
        #expect(reading.build == published.pointer.build)
        #expect(reading.isWhole)
        #expect(reading.lines.map(\.url) == published.lines.map(\.url))
        #expect(reading.lines.map(\.state) == published.lines.map(\.state))
        #expect(reading.opened == ["manifest.json", published.pointer.files[0].file, "manifest.json"])
    }

    @Test func readsWhatFollowsTheBuildItRemembers() throws {
        let site = try SiteFolder.builtShop()
        let first = try site.published()
        #expect(try read(site, after: first.pointer.build).lines.isEmpty)

        try site.changeLead("a2") { $0["city"] = "Тараз" }
        try rebuild(site, ["--lead", "a2"], hour: 10)
        let second = try site.published()
        let delta = try read(site, after: first.pointer.build)
        #expect(delta.lines.map(\.lead) == ["a2"])
        #expect(!delta.isWhole)
        #expect(delta.opened == ["manifest.json", second.pointer.files[1].file, "manifest.json"])
        #expect(delta.build == second.pointer.build)
        #expect(try read(site, after: delta.build).lines.isEmpty)

        // Folded into a full file, the build that was remembered is no longer named.
        try rebuild(site, hour: 11)
        let whole = try read(site, after: delta.build)
        #expect(whole.isWhole)
        #expect(whole.lines.map(\.lead) == ["a1", "a2"])
    }

    @Test func letsTheLaterLineWin() throws {
        let site = try SiteFolder.builtShop()
        let before = try site.published().pointer.build
        try site.changeLead("a1") { $0["city"] = "Тараз" }
        try rebuild(site, ["--lead", "a1"], hour: 10)
        try site.changeLead("a1") { $0["revoked"] = true }
        try site.writeLeads(site.leads() + [["id": "a3", "phone": "+7 701 000 00 03"]])
        try rebuild(site, ["--lead", "a1", "--lead", "a3"], hour: 11)
        #expect(try site.published().allLines.map(\.lead) == ["a1", "a2", "a1", "a1", "a3"])

        let whole = try read(site)
        #expect(whole.lines.map(\.lead) == ["a2", "a1", "a3"])
        #expect(whole.lines.map(\.state) == ["ready", "revoked", "ready"])
        let deltas = try read(site, after: before)
        #expect(deltas.lines.map(\.lead) == ["a1", "a3"])
        #expect(deltas.lines.map(\.state) == ["revoked", "ready"])
    }

    @Test(arguments: ["flipped", "shorter", "longer", "empty"])
    func refusesAFileThatIsNotThePointers(change: String) throws {
        let site = try SiteFolder.builtShop()
        let file = try "output/\(site.published().pointer.files[0].file)"
        var bytes = try site.data(file)
        switch change {
        case "flipped": bytes[bytes.count / 2] ^= 1
        case "shorter": bytes.removeLast(bytes.count / 2)
        case "longer": bytes += Data("{}\n".utf8)
        default: bytes = Data()
        }
        try site.write(bytes, to: file)
        let reading = try read(site)
        #expect(reading.lines.isEmpty)
        #expect(reading.error?.hasSuffix("another sha256 than the pointer's") == true)
    }

    @Test(arguments: [
        ("\"lines\":2", "\"lines\":3", "another number of lines than the pointer's"),
        ("{\"v\":1,", "{\"v\":2,", "another version than 1"),
        ("\"file\":\"manifest-", "\"file\":\"../manifest-", "not a pointer of version 1"),
        ("\"kind\":\"full\"", "\"kind\":\"delta\"", "not a pointer of version 1"),
        ("\"counts\":{", "\"counts\":", "not JSON"),
    ])
    func refusesAPointerThatIsWrong(text: String, other: String, error: String) throws {
        let site = try SiteFolder.builtShop()
        #expect(try site.text("output/manifest.json").contains(text))
        try site.replace(text, with: other, in: "output/manifest.json")
        let reading = try read(site)
        #expect(reading.lines.isEmpty)
        #expect(reading.error?.hasSuffix(error) == true, "\(reading.error ?? "no error")")
    }

    @Test(arguments: [false, true])
    func startsOverWhenAFileIsGone(isRemote: Bool) throws {
        let site = try SiteFolder.builtShop()
        let old = try site.published().pointer.files[0].file
        try site.copy(site.absolute("output/manifest.json"), to: "output/pointer-before")
        for hour in 10...11 { try rebuild(site, hour: hour) }
        #expect(!site.exists("output/\(old)"))
        let published = try site.published()
        let reading = try read(site, isRemote: isRemote, pointers: ["pointer-before"])
        #expect(reading.build == published.pointer.build)
        #expect(reading.lines.map(\.url) == published.lines.map(\.url))
        #expect(
            reading.opened == ["manifest.json", old, "manifest.json", published.pointer.files[0].file, "manifest.json"])
    }

    @Test func startsOverWhenThePointerChangesMeanwhile() throws {
        let site = try SiteFolder.builtShop()
        let old = try site.published().pointer.files[0].file
        try site.copy(site.absolute("output/manifest.json"), to: "output/pointer-before")
        try site.changeLead("a1") { $0["revoked"] = true }
        try rebuild(site, hour: 10)
        // The file of the pointer before is still there, but what it says of a1 no longer holds.
        #expect(site.exists("output/\(old)"))
        let reading = try read(site, pointers: ["pointer-before"])
        #expect(reading.opened.filter { $0 == old }.count == 1)
        #expect(reading.lines.map(\.state) == ["revoked", "ready"])
        #expect(reading.build == (try site.published().pointer.build))
    }

    @Test func givesUpWithoutAPointerOrAFile() throws {
        let site = try SiteFolder.builtShop()
        try site.remove("output/\(try site.published().pointer.files[0].file)")
        #expect(try read(site).error == "manifest.json: missing, or changed at each of 5 attempts")
        try site.remove("output/manifest.json")
        let reading = try read(site)
        #expect(reading.error == "manifest.json: missing, or changed at each of 5 attempts")
        #expect(reading.opened == Array(repeating: "manifest.json", count: 5))
    }

    @Test func followsBuildsWithoutEverMeetingALinkThatHasNoPage() throws {
        struct Following: Decodable {
            var table: [String: String]
            var readings: Int
            var missingPages: Int
            var build: String
        }
        let site = try SiteFolder.builtShop()
        let modules = try CRMModules()
        let reader = try modules.start("follow-manifest", [site.absolute("output")])
        try reader.waitForLine()
        for hour in 10...17 {
            try site.changeLead("a1") { $0["city"] = "Тараз \(hour)" }
            try site.writeLeads(site.leads() + [["id": "b\(hour)", "phone": "+7 701 000 00 \(hour)"]])
            try rebuild(site, hour % 3 == 0 ? [] : ["--lead", "a1", "--lead", "b\(hour)"], hour: hour)
        }
        let run = try reader.end()
        let following = try JSONDecoder().decode(Following.self, from: run.output.split(separator: 10)[1])
        let published = try site.published()
        #expect(following.missingPages == 0)
        #expect(following.readings > 1)
        #expect(following.build == published.pointer.build)
        let expected = published.lines.map { ($0.lead, "\($0.state) \($0.page?.sha256 ?? "")") }
        #expect(following.table == Dictionary(uniqueKeysWithValues: expected))
    }
}
