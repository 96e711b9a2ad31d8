import Foundation
import Testing
import WelcomeTestSupport

/// The workflow for n8n where the CRM makes the claims.
@Suite struct N8NClaimEndpointTests {
    private struct Row: Decodable {
        var tenant: String?
        var lead: String?
        var slot: String?
        var channel: String?
        var isFurther: Bool?
        var outcome: String?
        var reason: String?
    }

    private func rows(_ n8n: N8NSite) throws -> [String: Row] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode([String: Row].self, from: n8n.site.data("crm.json"))
    }

    @Test func claimsSendsAndNotesWithValuesThatTheCRMGives() throws {
        let n8n = try N8NSite(leads: 2, hasDatabase: false)
        n8n.values = [:]
        let run = try n8n.run()
        #expect(run.error == nil)
        #expect(run.trail.last == "Remember the build")
        let order = run.requests.map(\.node).drop { $0.hasPrefix("Read") }
        #expect(Array(order) == ["Claim", "Send", "Note the outcome", "Claim", "Send", "Note the outcome"])

        let lines = try n8n.site.published().lines
        let rows = try rows(n8n)
        #expect(Set(rows.keys) == Set(lines.map { $0.requests[0].dedupKey }))
        let row = try #require(rows[lines[0].requests[0].dedupKey])
        #expect([row.tenant, row.lead, row.slot, row.channel] == ["default", "l100", "welcome", "chatflow"])
        #expect(row.isFurther == false)
        #expect([row.outcome, row.reason] == ["sent", ""])
        let sent = try n8n.gateway.end()
        #expect(sent.map { $0["instance_id"] } == ["sent", "sent"])
    }

    @Test func skipsKeysThatAreTaken() throws {
        let n8n = try N8NSite(leads: 3, hasDatabase: false)
        let lines = try n8n.site.published().lines
        try n8n.site.write(#"{"\#(lines[1].requests[0].dedupKey)": {"outcome": "sent"}}"#, to: "crm.json")
        let run = try n8n.run()
        #expect(run.count("Send") == 2)
        // A lead that is skipped is no reason to pause.
        #expect(run.waits.count == 2)
        #expect(
            try n8n.gateway.end().compactMap { $0["jid"] }
                == ["77011234100", "77011234102"].map {
                    "\($0)@s.whatsapp.net"
                })
    }

    @Test func endsWithoutRememberingTheBuildWhenTheCRMSaysLater() throws {
        let n8n = try N8NSite(leads: 1, hasDatabase: false)
        try n8n.site.write(#"{"waits": {}}"#, to: "crm.json")
        let run = try n8n.run()
        #expect(run.error == nil)
        #expect(run.trail.last == "Later")
        #expect(try n8n.site.text("memory.json") == "{}")
        try n8n.site.remove("crm.json")
        #expect(try n8n.run().count("Send") == 1)
    }

    @Test func remembersABuildThatHasNothingToSend() throws {
        let site = try SiteFolder.shop()
        try site.writeLeads([N8NSite.lead("a1", "12")])
        #expect(try site.build().status == 0)
        let n8n = try N8NSite(site, hasDatabase: false)
        #expect(try n8n.run().trail.last == "Ready requests")
        #expect(try n8n.run().trail.last == "Files to read")
    }

    @Test func startsOverForAnotherTenant() throws {
        let n8n = try N8NSite(leads: 1, hasDatabase: false)
        #expect(try n8n.run().error == nil)
        n8n.values["tenant"] = "other"
        let run = try n8n.run()
        #expect(run.trail.last == "Ready requests")
        #expect(try n8n.gateway.end().count == 1)
    }
}
