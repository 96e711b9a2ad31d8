import Foundation
import Testing
import WelcomeTestSupport

/// The workflow for n8n, carried out over a manifest that was built and is served by nginx, with claims in PostgreSQL.
@Suite(.enabled(if: PostgresDatabase.programs != nil, "needs PostgreSQL: Scripts/bootstrap --tests"))
struct N8NRunTests {
    @Test func sendsWhatTheManifestDescribes() throws {
        let site = try SiteFolder.shop()
        try site.writeLeads([
            N8NSite.lead("a1", "8 701 123 45 67").merging(["name": "Айгүл & Ко + 100% 👋 «?#=» {{ $json }}"]) { $1 }
        ])
        #expect(try site.build().status == 0)
        let n8n = try N8NSite(site)
        let run = try n8n.run()
        #expect(run.error == nil)
        #expect(try n8n.rows() == ["a1|sent|"])
        #expect(run.trail.last == "Remember the build")

        let text = try #require(try site.published().line("a1")?.message?.text)
        #expect(text.contains("& Ко + 100% 👋 «?#=» {{ $json }}"))
        let request = try #require(n8n.gateway.end().first)
        #expect(request.method == "GET")
        #expect(request.path == "/api/v1/send-text")
        #expect(request["msg"] == text)
        #expect(request["jid"] == "77011234567@s.whatsapp.net")
        #expect(request["instance_id"] == "sent")
        #expect(request["token"] == N8NSite.token)
        #expect(request.query.count == 4)
        #expect(!request.target.contains("+"))
    }

    @Test func sendsToEachReadyLeadOnceWithPausesBetween() throws {
        let n8n = try N8NSite(leads: 1)
        #expect(try n8n.run().waits.allSatisfy { (30...90).contains($0) })
        // What was sent is remembered; and were that lost, the claims are not.
        #expect(try n8n.run().trail.last == "Files to read")
        try n8n.site.remove("memory.json")
        try n8n.letAnHourPass()
        let again = try n8n.run()
        #expect(again.count("Taken?") == 1)
        #expect(again.count("Send") == 0)
        #expect(again.error == nil)
        #expect(try n8n.gateway.end().count == 1)
    }

    @Test func sendsNothingWithinThirtySecondsAndGoesOnAfterThem() throws {
        let n8n = try N8NSite(leads: 3)
        // The pauses are not waited for here, so the second claim comes at once.
        let first = try n8n.run()
        #expect(first.count("Send") == 1)
        #expect(first.trail.last == "Later")
        for sent in 2...3 {
            try n8n.letAnHourPass()
            let run = try n8n.run()
            #expect(run.count("Send") == 1)
            #expect(try n8n.rows().count == sent)
            #expect(run.trail.last == (sent == 3 ? "Remember the build" : "Later"))
        }
        let recipients = try n8n.gateway.end().compactMap { $0["jid"] }
        #expect(recipients == (100..<103).map { "77011234\($0)@s.whatsapp.net" })
    }

    @Test func readsOnlyWhatFollowsAndLetsADeltaWin() throws {
        let n8n = try N8NSite(leads: 2)
        n8n.values["instance_id"] = "number"
        #expect(try n8n.run().count("Send") == 1)
        // Of the two, the second is revoked before its turn, and another text is written for nobody else.
        try n8n.site.changeLead("l101") { $0["revoked"] = true }
        try n8n.site.writeLeads(n8n.site.leads() + [N8NSite.lead("l200", "+7 702 000 00 00")])
        let build = try n8n.site.build("--lead", "l101", "--lead", "l200", now: "2026-11-23T10:00:00+05:00")
        #expect(build.status == 0)
        #expect(try n8n.site.published().pointer.files.map(\.kind) == ["full", "delta"])
        try n8n.letAnHourPass()
        let run = try n8n.run()
        #expect(run.error == nil)
        #expect(run.requests.filter { $0.node == "Read the files" }.count == 2)
        #expect(try n8n.rows() == ["l100|refused|number", "l200|refused|number"])

        try n8n.site.writeLeads(n8n.site.leads() + [N8NSite.lead("l300", "+7 702 000 00 01")])
        #expect(try n8n.site.build("--lead", "l300", now: "2026-11-23T11:00:00+05:00").status == 0)
        try n8n.letAnHourPass()
        let next = try n8n.run()
        let files = next.requests.filter { $0.node == "Read the files" }.map(\.url)
        #expect(files == ["https://w.example.kz/manifest/\(try n8n.site.published().pointer.files[2].file)"])
        #expect(try n8n.rows().last == "l300|refused|number")
    }

    @Test func refusesAManifestThatIsNotWhatThePointerSays() throws {
        let n8n = try N8NSite(leads: 2)
        let file = try n8n.site.published().pointer.files[0].file
        let whole = try n8n.site.text("output/\(file)")
        let damaged = [
            whole.replacingOccurrences(of: "77011234100", with: "77011234199"), String(whole.dropLast()),
            String(whole.prefix { $0 != "\n" }) + "\n", "",
        ]
        for text in damaged {
            try n8n.site.write(text, to: "output/\(file)")
            let run = try n8n.run()
            #expect(run.error == "\(file): not what the pointer says; nothing of it was used")
        }
        try n8n.site.write(whole, to: "output/\(file)")
        try n8n.site.replace("\"v\":1", with: "\"v\":2", in: "output/manifest.json")
        #expect(try n8n.run().error == "manifest.json: not a pointer of version 1")
        #expect(try n8n.rows().isEmpty)
        #expect(try n8n.gateway.end().isEmpty)
    }

    @Test func sendsNothingWithoutTheManifestsPassword() throws {
        let n8n = try N8NSite(leads: 1)
        let run = try n8n.run(password: "guess")
        #expect(run.error == "status 401")
        // Reading may be tried again.
        #expect(run.requests.map(\.node) == Array(repeating: "Read the pointer", count: 3))
        #expect(try n8n.gateway.end().isEmpty)
    }

    @Test func claimsNothingWhileAValueIsMissing() throws {
        let n8n = try N8NSite(leads: 1)
        n8n.values = [:]
        #expect(try n8n.run().error == "Settings: a value for instance_id is missing; add it to the node")
        #expect(try n8n.rows().isEmpty)
    }

    @Test(arguments: [
        ("cut-after", "unsure|connection"), ("thrown", "unsure|gateway_error"), ("cabinet", "unsure|not_json"),
        ("redirect", "unsure|not_json"), ("no-success", "unsure|no_success"), ("text-success", "unsure|no_success"),
        ("bad-gateway", "unsure|not_json"), ("null", "unsure|no_success"), ("token-echoed", "refused|other"),
        ("token-missing", "refused|token"), ("instance", "refused|instance"), ("required", "refused|parameters"),
    ])
    func waitsForAPersonAfterAnythingButASend(answer: String, row: String) throws {
        let n8n = try N8NSite(leads: 2)
        n8n.values["instance_id"] = answer
        let run = try n8n.run()
        #expect(run.count("Send") == 1)
        #expect(run.trail.last == "A person has to look")
        let error = try #require(run.error)
        #expect(error.hasPrefix("Lead l100 of default: "))
        #expect(!error.contains(N8NSite.token) && !error.contains("7701"))
        #expect(try n8n.rows() == ["l100|\(row)"])

        try n8n.letAnHourPass()
        #expect(try n8n.run().trail.last == "Later")
        #expect(try n8n.gateway.end().count == 1)
    }

    @Test func goesOnWhenAPersonHasLooked() throws {
        let n8n = try N8NSite(leads: 2)
        n8n.values["instance_id"] = "thrown"
        #expect(try n8n.run().error != nil)
        n8n.values["instance_id"] = "sent"
        try n8n.letAnHourPass()
        try n8n.database?.query(#"UPDATE "WelcomeSend" SET "outcome" = 'seen' WHERE "outcome" = 'unsure'"#)
        #expect(try n8n.run().error == nil)
        #expect(try n8n.rows() == ["l100|seen|gateway_error", "l101|sent|"])
    }

    @Test func leavesALeadWhoseRunDiedForAPerson() throws {
        let n8n = try N8NSite(leads: 1)
        let key = try #require(try n8n.site.published().line("l100")?.requests.first?.dedupKey)
        try n8n.database?.query(
            #"INSERT INTO "WelcomeSend" ("dedupKey", "tenantId", "leadId") VALUES ('\#(key)', 'default', 'l100')"#)
        let run = try n8n.run()
        #expect(run.count("Send") == 0)
        #expect(try n8n.rows() == ["l100|claimed|"])
    }

    @Test(arguments: ["a'); DROP TABLE \"WelcomeSend\"; --", "a\n$1 $2 {{ $json }}", "a\\'b", "ә', 'x"])
    func takesAnIdOfALeadAsItIs(id: String) throws {
        let site = try SiteFolder.shop()
        try site.writeLeads([N8NSite.lead(id, "8 701 123 45 67")])
        #expect(try site.build().status == 0)
        let n8n = try N8NSite(site)
        #expect(try n8n.run().error == nil)
        let found = try n8n.database?.query(
            #"SELECT count(*) FROM "WelcomeSend" WHERE convert_to("leadId", 'UTF8') = decode('\#(hex(id))', 'hex')"#)
        #expect(found == ["1"])
    }

    private func hex(_ text: String) -> String {
        text.utf8.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }

    @Test func sendsForItsTenantOnlyAndNothingThatIsNotReady() throws {
        let site = try SiteFolder.shop(
            settings: SiteFolder.settings + "  b: {name: B, theme: shop, locale: ru}\n")
        try site.writeLeads([
            N8NSite.lead("a1", "+7 701 123 45 67"),
            N8NSite.lead("a2", "+7 701 123 45 68").merging(["tenant": "b"]) { $1 },
            N8NSite.lead("a3", "12"),
            N8NSite.lead("a4", "+7 701 123 45 69").merging(["sent_at": "2026-11-02T09:00:00+05:00"]) { $1 },
            N8NSite.lead("a5", "+7 701 123 45 70").merging(["expires_on": "2026-11-23"]) { $1 },
        ])
        #expect(try site.build(now: "2026-11-22T09:00:00+05:00").status == 0)
        #expect(try WelcomeBinary.run(["export", "n8n", "--site", site.path]).status == 64)
        try site.replace("  b: {name: B, theme: shop, locale: ru}\n", with: "", in: "welcome.yml")
        let n8n = try N8NSite(site)
        _ = try n8n.run()
        // Whether the last lead's day has passed depends on the day of the test: it comes after the first.
        #expect(try n8n.rows() == ["a1|sent|"])
    }
}
