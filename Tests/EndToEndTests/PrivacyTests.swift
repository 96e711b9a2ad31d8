import Foundation
import Testing
import WelcomeTestSupport

/// No data of a lead is in what a build says, whether it ends well or not.
@Suite struct PrivacyTests {
    private static let id = "lead-id-4711"
    private static let name = "Гульнар"
    private static let phone = "+7 701 555-66-77"
    private static let city = "Экибастуз"
    private static let note = "Секретная записка"

    /// What must appear nowhere, in the forms it might be written in.
    private static let secrets = [
        id, name, phone, "77015556677", "7015556677", city, note, "Гульн", "gulnar@example.kz", "media/geheim.jpg",
        "host.example/private",
    ]

    private static var lead: [String: Any] {
        [
            "id": id, "name": name, "phone": phone, "city": city, "note": note, "channel_address": "gulnar@example.kz",
            "images": ["media/geheim.jpg", "https://host.example/private.jpg"], "created_at": "2026-11-01T09:00:00Z",
        ]
    }

    /// Something about the site that makes a build say something.
    struct Occasion: Sendable, CustomTestStringConvertible {
        var name: String
        var status: Int32
        var arguments: [String] = []
        var cause: @Sendable (SiteFolder) throws -> Void = { _ in }

        var testDescription: String { name }
    }

    static let occasions = [
        Occasion(name: "media that are not there", status: 0),
        Occasion(name: "verbose", status: 0, arguments: ["--verbose"]),
        Occasion(name: "dry run", status: 0, arguments: ["--dry-run"]),
        Occasion(name: "duplicate", status: 3) { try $0.writeLeads([lead, lead]) },
        Occasion(name: "bad values", status: 3) { site in
            let columns = ["theme", "locale", "created_at", "expires_on", "sent_at", "revoked", "images"]
            try site.writeLeads(
                [lead]
                    + columns.map { column in
                        lead.merging(["id": id + column, column: "[" + name + phone]) { _, new in new }
                    })
        },
        Occasion(name: "broken JSON", status: 3) {
            try $0.write(try $0.text("leads.ndjson") + "{\"id\":\"\(id)\",\"name\":\"\(name)\n", to: "leads.ndjson")
        },
        Occasion(name: "cut source", status: 1) {
            try $0.write(try $0.text("leads.ndjson") + "{\"id\":\"\(id)\",\"name\":\"\(name)", to: "leads.ndjson")
        },
        Occasion(name: "cut CSV", status: 1) {
            try $0.write("id,name,phone\n\(id),\"\(name),\(phone)", to: "leads.ndjson")
        },
        Occasion(name: "bad CSV", status: 1) {
            try $0.write("id,name,phone\n\(id),\(name),\(phone),\(note)\n", to: "leads.ndjson")
        },
        Occasion(name: "theme error", status: 1) {
            try $0.replace("Спасибо", with: "{{lead.x}}", in: "themes/shop/ru.md")
        },
        Occasion(name: "wrong key", status: 1) {
            #expect(try $0.build("--output", $0.absolute("output")).status == 0)
            try $0.replace("AAEC", with: "BBEC", in: "keys.yml")
        },
        Occasion(name: "unknown phone", status: 0) { site in
            try site.writeLeads([lead.merging(["phone": "7701555667"]) { _, new in new }])
        },
    ]

    @Test(arguments: occasions, ["text", "json"]) func saysNothingOfALead(
        occasion: Occasion, format: String
    ) throws {
        let site = try SiteFolder.shop()
        try site.writeLeads([Self.lead])
        try occasion.cause(site)
        let run = try WelcomeBinary.run(
            ["build", "--site", site.path, "--now", SiteFolder.now, "--json", "--format", format] + occasion.arguments)
        #expect(run.status == occasion.status, "\(run.stderr)")
        var said = run.stdout + run.stderr
        if site.exists("output/rejects.ndjson") { said += try site.text("output/rejects.ndjson") }
        var secrets = Self.secrets
        if site.exists("output/manifest.json") { secrets += try site.published().lines.map(\.code) }
        for secret in secrets { #expect(!said.contains(secret), "\(secret) in \(said)") }
    }

    @Test(arguments: ["revoke \(id)", "revoke \(id) --undo", "prune --json", "keys list", "check", "nginx"])
    func saysNothingOfALeadInOtherCommands(command: String) throws {
        let site = try SiteFolder.shop()
        try site.writeLeads([Self.lead])
        #expect(try site.build().status == 0)
        let secrets = Self.secrets + (try site.published().lines.map(\.code))
        let words = command.split(separator: " ").map(String.init)
        let run = try WelcomeBinary.run(
            words + ["--site", site.path] + (words[0] == "nginx" ? [] : ["--now", SiteFolder.now]))
        #expect(run.status == 0, "\(run.stderr)")
        for secret in secrets { #expect(!(run.stdout + run.stderr).contains(secret), "\(secret)") }
    }

    @Test func sharesTheManifestWithItsGroupAndSecretsWithNobody() throws {
        let site = try SiteFolder.builtShop()
        let files = try site.snapshot(of: "output").files
        for (name, file) in files {
            let expected =
                switch name {
                case "ledger.db", ".lock", "last-build.json": 0o600
                case _ where name.hasPrefix("site/"): 0o644
                default: 0o640
                }
            #expect(file.mode == expected, "\(name)")
        }
    }

    @Test func showsNoIdPhoneOrOtherLeadOnAPage() throws {
        let site = try SiteFolder.shop()
        try site.writeLeads([Self.lead] + SiteFolder.twoLeads)
        #expect(try site.build().status == 0)
        let published = try site.published()
        let codes = published.lines.map(\.code)
        for line in published.lines {
            let html = try published.html(line)
            for secret in [Self.id, "77015556677", "555-66-77", "gulnar@", "123-45-67", "77011234567"] {
                #expect(!html.contains(secret))
            }
            for code in codes { #expect(!html.contains(code)) }
            if line.lead != Self.id { #expect(!html.contains(Self.name)) }
        }
    }

    @Test func leavesRecipientsOutWhenTheSettingsSaySo() throws {
        let site = try SiteFolder.shop(settings: SiteFolder.settings + "manifest: {recipients: false}\n")
        #expect(try site.build().status == 0)
        let manifest = try site.published().manifestFiles().values.map { String(decoding: $0, as: UTF8.self) }.joined()
        for secret in ["77011234567", "701 123", "jid\",\"7"] { #expect(!manifest.contains(secret)) }
        #expect(try site.published().pointer.counts["ready"] == 2)
    }

    @Test func writesNoKeyAnywhere() throws {
        let site = try SiteFolder.builtShop()
        let key = Data((0..<32).map { UInt8($0) })
        for (name, content) in try site.snapshot(of: "output").contents {
            #expect(content.range(of: key) == nil, "\(name)")
            #expect(content.range(of: Data(key.base64EncodedString().utf8)) == nil, "\(name)")
        }
    }
}
