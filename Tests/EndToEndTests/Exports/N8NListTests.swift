import Foundation
import Testing
import WelcomeTestSupport

/// The workflow for n8n where a line has several requests, as channels with media have.
@Suite(.enabled(if: PostgresDatabase.programs != nil, "needs PostgreSQL: Scripts/bootstrap --tests"))
struct N8NListTests {
    /// A site whose only lead gets three messages: a voice, a picture and the text.
    private func site() throws -> N8NSite {
        let n8n = try N8NSite(leads: 1)
        let file = try n8n.site.published().pointer.files[0].file
        var line = try #require(
            JSONSerialization.jsonObject(with: n8n.site.data("output/\(file)")) as? [String: Any])
        let text = try #require((line["requests"] as? [[String: Any]])?.first)
        line["requests"] = [("audio", "0"), ("image", "1"), ("text", "2")].map { variant, key in
            text.merging([
                "variant": variant, "dedup_key": String(repeating: key, count: 32),
                "query": [["msg", variant], ["jid", "77011234100@s.whatsapp.net"]],
            ]) { $1 }
        }
        var data = try JSONSerialization.data(withJSONObject: line)
        data.append(10)
        try n8n.site.write(data, to: "output/\(file)")
        let sum = try ProgramRun.run("/usr/bin/sha256sum", [n8n.site.absolute("output/\(file)")]).stdout.prefix(64)
        let old = try n8n.site.published().pointer.files[0].sha256
        try n8n.site.replace(old, with: String(sum), in: "output/manifest.json")
        return n8n
    }

    @Test func sendsAllInOrderWithShortPauses() throws {
        let n8n = try site()
        let run = try n8n.run()
        #expect(run.error == nil)
        #expect(run.trail.last == "Remember the build")
        #expect(run.waits.prefix(2) == [2, 2])
        #expect((30...90).contains(run.waits.last ?? 0))
        #expect(try n8n.rows() == Array(repeating: "l100|sent|", count: 3))
        #expect(try n8n.gateway.end().map { $0["msg"] } == ["audio", "image", "text"])
    }

    @Test func sendsNoRestToALeadWhoWasGreetedByAnotherList() throws {
        let n8n = try site()
        let key = String(repeating: "0", count: 32)
        try n8n.database?.query(
            """
            INSERT INTO "WelcomeSend" ("dedupKey", "tenantId", "leadId", "outcome", "claimedAt")
            VALUES ('\(key)', 'default', 'l100', 'sent', CURRENT_TIMESTAMP - INTERVAL '1 minute')
            """)
        let run = try n8n.run()
        #expect(run.count("Send") == 0)
        #expect(run.count("Claim") == 1)
        #expect(run.trail.last == "Remember the build")
        #expect(try n8n.gateway.end().isEmpty)
    }

    @Test func sendsTheTextAlthoughMediaDidNotArrive() throws {
        let n8n = try site()
        n8n.values["instance_id"] = "thrown"
        let run = try n8n.run()
        // The text is what counts: that nobody knows whether it went out is for a person to see.
        #expect(run.count("Send") == 3)
        #expect(run.trail.last == "A person has to look")
        let rows = try n8n.database?.query(#"SELECT "outcome" FROM "WelcomeSend" ORDER BY "dedupKey""#)
        #expect(rows == ["missed", "missed", "unsure"])
    }

    @Test func sendsNoRestToANumberThatIsNotThere() throws {
        let n8n = try site()
        n8n.values["instance_id"] = "number"
        let run = try n8n.run()
        #expect(run.count("Send") == 1)
        #expect(run.error == nil)
        #expect(try n8n.rows() == ["l100|refused|number"])
    }
}
