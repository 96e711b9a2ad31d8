import Foundation
import Testing
import WelcomeTestSupport

/// A link that was sent is never another one: not by an edit of the lead, of the theme, of settings or of keys.
@Suite struct LinkStabilityTests {
    /// An edit, and the leads whose page it changes.
    struct Edit: Sendable, CustomTestStringConvertible {
        var name: String
        /// The keys of changed pages; `nil` for all.
        var changed: Set<String>?
        var edit: @Sendable (SiteFolder) throws -> Void

        var testDescription: String { name }
    }

    private static let ayguls: Set = ["alucom/clx0a1panels0001/laminate", "alucom/clx0a1panels0001/welcome"]
    private static let sergey: Set = ["alucom/clx0a1panels0004/welcome"]

    static let edits = [
        Edit(name: "the name of a lead", changed: ayguls) {
            try $0.changeLead("clx0a1panels0001") { $0["name"] = "Айгуль" }
        },
        Edit(name: "the phone of a lead", changed: []) {
            try $0.changeLead("clx0a1panels0001") { $0["phone"] = "+7 777 000 00 00" }
        },
        Edit(name: "the city of a lead", changed: sergey) {
            try $0.changeLead("clx0a1panels0004") { $0["city"] = "Костанай" }
        },
        Edit(name: "the note of a lead", changed: sergey) {
            try $0.changeLead("clx0a1panels0004") { $0["note"] = "После обеда" }
        },
        Edit(name: "the images of a lead", changed: sergey) {
            try $0.changeLead("clx0a1panels0004") { $0["images"] = ["media/texture-brick.png"] }
        },
        Edit(name: "the voice of a lead", changed: sergey) {
            try $0.changeLead("clx0a1panels0004") { $0["voice"] = "media/voice-kk.ogg" }
        },
        Edit(name: "the theme of a lead", changed: sergey) {
            try $0.changeLead("clx0a1panels0004") { $0["theme"] = "laminate" }
        },
        Edit(name: "the locale of a lead", changed: sergey) {
            try $0.changeLead("clx0a1panels0004") { $0["locale"] = "kk" }
        },
        // The page says until when it works; that day is frozen with the link.
        Edit(name: "the days of a lead", changed: []) {
            try $0.changeLead("clx0a1panels0004") {
                $0["created_at"] = "2026-11-20T00:00:00+05:00"
                // Earlier than the frozen day: who has the link may use it until then.
                $0["expires_on"] = "2026-12-15"
            }
        },
        Edit(name: "the order of rows", changed: []) { try $0.writeLeads($0.leads().reversed()) },
        Edit(name: "the text of a theme", changed: ["alucom/clx0a1panels0008/welcome"]) {
            try $0.write(try $0.text("themes/panels/en.md") + "\nOne more line.\n", to: "themes/panels/en.md")
        },
        Edit(name: "the styles of every theme", changed: nil) {
            try $0.write(
                try $0.text("themes/base/assets/base.css") + "\np{margin:1px}\n", to: "themes/base/assets/base.css")
        },
        Edit(name: "the days in the settings", changed: []) {
            try $0.replace("expires_after_days: 90", with: "expires_after_days: 30", in: "welcome.yml")
        },
        Edit(name: "a new key", changed: []) {
            try $0.write(
                try $0.text("keys.yml")
                    + "  - {id: 1, not_before: 2026-01-01, key: ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=}\n",
                to: "keys.yml")
        },
    ]

    @Test(arguments: edits) func keepsEveryLink(edit: Edit) throws {
        let site = try SiteFolder.builtSample()
        let before = try site.published()
        try edit.edit(site)
        let run = try site.build("--json", now: "2026-11-24T09:00:00+05:00")
        #expect(run.status == 0, "\(run.stderr)")
        let after = try site.published()

        #expect(after.urls == before.urls)
        #expect(after.lines.map(\.expiresOn) == before.lines.map(\.expiresOn))
        #expect(after.lines.map { $0.requests.map(\.dedupKey) } == before.lines.map { $0.requests.map(\.dedupKey) })
        let pages = before.lines.filter { $0.page != nil }.map(\.key)
        let changed = edit.changed ?? Set(pages)
        for (old, new) in zip(before.lines, after.lines) {
            let isChanged = changed.contains(new.key)
            #expect((new.page?.sha256 != old.page?.sha256) == isChanged, "\(new.key)")
            #expect(new.page?.changedIn == (isChanged ? after.pointer.build : old.page?.changedIn), "\(new.key)")
        }
        #expect(try Report(run).counts.pagesWritten == changed.count)
    }

    @Test func moveOfTheSiteChangesTheAddressAlone() throws {
        let site = try SiteFolder.builtShop()
        let before = try site.published()
        try site.replace("https://w.example.kz", with: "https://v.example.kz", in: "welcome.yml")
        #expect(try site.build().status == 1, "links are alive under the old host")
        #expect(try site.build("--accept-new-host").status == 0)
        let after = try site.published()
        #expect(after.lines.map(\.code) == before.lines.map(\.code))
        #expect(after.lines.allSatisfy { $0.url == "https://v.example.kz/\($0.code)" })
    }

    @Test func newKeySignsNewLeadsOnly() throws {
        let site = try SiteFolder.builtShop()
        let before = try site.published()
        try site.write(
            try site.text("keys.yml")
                + "  - {id: 1, not_before: 2026-11-01, key: ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=}\n",
            to: "keys.yml")
        try site.writeLeads(SiteFolder.twoLeads + [["id": "a3", "created_at": "2026-11-20T09:00:00+05:00"]])
        #expect(try site.build().status == 0)
        let after = try site.published()
        #expect(before.urls.allSatisfy { after.urls[$0.key] == $0.value })
        // The key's number is the 17th digit of a code.
        #expect(after.lines.map { $0.code.dropFirst(16).first } == ["0", "0", "1"])
    }

    @Test func givesTheCodesOfThePublishedVectors() throws {
        // Row 1 of the vectors of link v1: tenant acme, lead 1, day 2027-01-02 of UTC; the key is 00 01 … 1f.
        let site = try SiteFolder.shop(
            settings: SiteFolder.settings.replacingOccurrences(of: "Asia/Almaty", with: "UTC")
                .replacingOccurrences(of: "default: {name", with: "acme: {name"))
        try site.writeLeads(
            ["1", "12", "é", "e\u{301}"].map { ["id": $0, "tenant": "acme", "expires_on": "2027-01-02"] })
        #expect(try site.build().status == 0)
        let published = try site.published()
        #expect(published.line("1", tenant: "acme")?.code == "3h1616s4pe1nj96z0mam")
        #expect(published.line("12", tenant: "acme")?.code == "j5t9v1nmf7p1ys9j0mam")
        #expect(published.line("é", tenant: "acme")?.code == "cy0vkqsfmb7ehka50mam")
        #expect(published.line("e\u{301}", tenant: "acme")?.code == "nrbvzfhacj8fpzyj0mam")
    }
}
