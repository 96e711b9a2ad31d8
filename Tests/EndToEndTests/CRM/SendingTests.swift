import Foundation
import Testing
import WelcomeTestSupport

/// The sender of the CRM over what the program published, with a gateway that notes every request.
@Suite struct SendingTests {
    @Test func makesTheRequestThatALineDescribes() throws {
        let site = try SiteFolder.shop()
        try site.writeLeads([
            [
                "id": "a1", "name": "Айгүл & Ко + 100% 👋 «?#=»", "phone": "8 701 123 45 67",
                "created_at": SendingSite.creation,
            ]
        ])
        #expect(try site.build().status == 0)
        let crm = try SendingSite(site)
        #expect(try crm.send() == [.init(lead: "a1", kind: "sent", stops: false)])

        let line = try #require(crm.lines().first)
        #expect(line.message.text.contains("& Ко + 100% 👋 «?#=»"))
        let request = try #require(crm.gateway.end().first)
        #expect(request.method == "GET")
        #expect(request.path == "/api/v1/send-text")
        let pairs = [["token", SendingSite.token], ["instance_id", "sent"]] + line.requests[0].query
        #expect(request.query == pairs)
        #expect(request["jid"] == "77011234567@s.whatsapp.net")
        #expect(request["msg"] == line.message.text)

        // Every value percent-encoded, a space never as a plus: what encodeURIComponent leaves alone is this.
        let plain = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()")
        let query = pairs.map { $0.map { $0.addingPercentEncoding(withAllowedCharacters: plain) ?? "" } }
        #expect(request.target == "/api/v1/send-text?" + query.map { $0.joined(separator: "=") }.joined(separator: "&"))
    }

    @Test func keepsTheLongestMessageWithinARequestLine() throws {
        let site = try SiteFolder.shop()
        // Nearly 1200 UTF-16 units, six characters each once they are encoded.
        try site.replace(
            "Посмотрите:", with: String(repeating: "ә", count: 1120), in: "themes/shop/ru.md")
        try site.writeLeads([["id": "a1", "phone": "8 701 123 45 67", "created_at": SendingSite.creation]])
        #expect(try site.build().status == 0)
        let crm = try SendingSite(site)
        #expect(try crm.send().map(\.kind) == ["sent"])
        let request = try #require(crm.gateway.end().first)
        #expect(request["msg"] == (try crm.lines().first?.message.text))
        #expect(request.target.utf8.count > 6 * 1120)
        #expect(request.target.utf8.count < 8_000)
    }

    @Test func sendsEachLeadOnce() throws {
        let crm = try SendingSite(leads: 5)
        #expect(try crm.send().map(\.kind) == Array(repeating: "sent", count: 5))
        #expect(try crm.send().map(\.reason) == Array(repeating: "claimed", count: 5))
        // Neither a theme that was edited since nor a change of number greets anybody twice.
        try crm.site.replace("Посмотрите:", with: "Взгляните:", in: "themes/shop/ru.md")
        try crm.site.changeLead("l100") { $0["phone"] = "+7 702 000 00 00" }
        #expect(try crm.site.build(now: "2026-11-23T11:00:00+05:00").status == 0)
        #expect(try crm.send().map(\.reason) == Array(repeating: "claimed", count: 5))
        #expect(try crm.gateway.end().count == 5)
    }

    @Test func sendsNoLeadTwiceFromTwoSenders() throws {
        let crm = try SendingSite(leads: 40)
        let senders = try [crm.start("late"), crm.start("late")]
        let results = try senders.flatMap { try crm.results($0.end()) }
        let sent = results.filter { $0.kind == "sent" }.map(\.lead)
        #expect(sent.count == 40)
        #expect(Set(sent).count == 40)
        #expect(results.filter { $0.kind != "sent" }.allSatisfy { $0.reason == "claimed" })
        let recipients = try crm.gateway.end().compactMap { $0["jid"] }
        #expect(recipients.count == 40)
        #expect(Set(recipients).count == 40)
    }

    @Test func sendsNothingAgainAfterACrashBehindTheClaim() throws {
        let crm = try SendingSite(leads: 3)
        let crashed = try crm.start(options: ["diesAfter": 2]).end()
        #expect(crashed.status == 128 + 9)
        let lines = try crm.lines()
        #expect(try crm.claim(lines[0].requests[0].dedupKey)?.contains("sent") == true)
        #expect(try crm.claim(lines[1].requests[0].dedupKey) == "claimed")
        #expect(try crm.claim(lines[2].requests[0].dedupKey) == nil)

        let results = try crm.send()
        #expect(results.map(\.kind) == ["skipped", "skipped", "sent"])
        #expect(try crm.claim(lines[1].requests[0].dedupKey) == "claimed")
        // The second was claimed and never sent: a person decides, no program.
        let recipients = try crm.gateway.end().compactMap { $0["jid"] }
        #expect(recipients == [0, 2].map { lines[$0].requests[0].query[0][1] })
    }

    @Test func leavesAloneWhatIsNotToBeSent() throws {
        let site = try SiteFolder.shop()
        try site.writeLeads(
            SiteFolder.twoLeads + [
                ["id": "b1", "phone": "12"],
                ["id": "b2", "phone": "+7 701 000 00 01", "sent_at": SendingSite.creation],
                ["id": "b3", "phone": "+7 701 000 00 02", "revoked": true],
                ["id": "b4", "phone": "+7 701 000 00 03", "expires_on": "2026-11-23"],
            ])
        #expect(try site.build().status == 0)
        let crm = try SendingSite(site)
        let states = Dictionary(uniqueKeysWithValues: try site.published().lines.map { ($0.lead, $0.state) })
        #expect([states["b1"], states["b2"], states["b4"]] == ["unsendable", "sent", "ready"])

        let results = try crm.send(options: ["now": "2026-11-24T00:00:00Z"])
        #expect(results.filter { $0.kind == "sent" }.map(\.lead) == ["a1", "a2"])
        #expect(results.first { $0.lead == "b4" }?.reason == "expired")
        #expect(results.filter { ["b1", "b2", "b3"].contains($0.lead) }.allSatisfy { $0.reason == "not_ready" })
        #expect(try crm.gateway.end().count == 2)
    }

    @Test func fillsInTheRecipientThatTheManifestLeavesOut() throws {
        let site = try SiteFolder.shop(settings: SiteFolder.settings + "manifest: {recipients: false}\n")
        #expect(try site.build().status == 0)
        let crm = try SendingSite(site)
        let results = try crm.send()
        #expect(results.map(\.kind) == ["error", "error"])
        #expect(results.first?.reason == "a value for jid is missing")
        let hidden = try crm.send(values: ["jid": "123456789012345@lid"])
        #expect(hidden.map(\.kind) == ["error", "error"])

        // Nothing was claimed by that, so the right number is still sent to.
        let jid = "77011234567@s.whatsapp.net"
        #expect(try crm.send(values: ["jid": jid], options: ["only": ["a1"]]).map(\.kind) == ["sent"])
        let requests = try crm.gateway.end()
        #expect(requests.count == 1)
        #expect(requests.first?.query.map { $0[0] } == ["token", "instance_id", "jid", "msg"])
        #expect(requests.first?["jid"] == jid)
    }
}
