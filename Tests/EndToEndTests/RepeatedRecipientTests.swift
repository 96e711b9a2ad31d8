import Foundation
import Testing
import WelcomeTestSupport

/// One person, one greeting: several leads of a tenant and slot that come to one number, through every kind of build.
@Suite struct RepeatedRecipientTests {
    private static func lead(_ id: String, _ phone: String, day: Int, _ more: [String: Any] = [:]) -> [String: Any] {
        let common: [String: Any] = [
            "id": id, "name": "Айгүл", "phone": phone,
            "created_at": "2026-11-\(String(format: "%02d", day))T09:00:00+05:00",
        ]
        return common.merging(more) { $1 }
    }

    /// Three leads of one number, typed in three ways, and one of another.
    private static var leads: [[String: Any]] {
        [
            lead("a", "8 701 123-45-67", day: 1), lead("b", "77011234567@s.whatsapp.net", day: 3),
            lead("c", "+7 (701) 1234567", day: 2), lead("d", "+7 702 123-45-68", day: 1),
        ]
    }

    /// What the manifest says: `ready`, or the state with the leads that its problems name.
    private func states(_ site: SiteFolder) throws -> [String: String] {
        try site.published().lines.reduce(into: [:]) { states, line in
            let problems = line.problems.map { problem in
                let code = ["recipient_repeated": "held by", "recipient_greeted_before": "after"][problem.code]
                return " \(code ?? problem.code) \(problem.lead ?? "")"
            }
            states[line.lead] = line.state + problems.joined()
            #expect(line.requests.isEmpty == (line.state != "ready"))
            #expect(line.problems.allSatisfy { $0.column == "phone" })
        }
    }

    private func site(_ leads: [[String: Any]] = leads) throws -> SiteFolder {
        let site = try SiteFolder.shop()
        try site.writeLeads(leads)
        return site
    }

    @Test func greetsTheNewestWhateverTheOrderAndTheJobs() throws {
        let expected = [
            "a": "unsendable held by b", "b": "ready", "c": "unsendable held by b", "d": "ready",
        ]
        for (leads, jobs) in [(Self.leads, "1"), (Self.leads.reversed(), "4")] {
            let site = try site(leads)
            let run = try site.build("--jobs", jobs)
            #expect(run.status == 0, "\(run.stderr)")
            #expect(try states(site) == expected)
            // A build of an unchanged site says the same, the short way and the long one.
            let lines = try site.published().manifestFiles().filter { $0.key != "manifest.json" }.map(\.value)
            #expect(try site.build().status == 0)
            #expect(try site.build("--force").status == 0)
            #expect(try site.published().manifestFiles().filter { $0.key != "manifest.json" }.map(\.value) == lines)
            #expect(!run.stderr.contains("701"))
        }
    }

    @Test func takesNeitherAnotherTenantNorAnotherSlotForARepetition() throws {
        let settings = SiteFolder.settings + "  other: {name: Другой, theme: shop, locale: ru}\n"
        let site = try SiteFolder.shop(settings: settings)
        try site.writeLeads([
            Self.lead("a", "87011234567", day: 1), Self.lead("a", "87011234567", day: 1, ["slot": "laminate"]),
            Self.lead("b", "87011234567", day: 2, ["tenant": "other"]),
        ])
        #expect(try site.build().status == 0)
        #expect(try site.published().lines.map(\.state) == ["ready", "ready", "ready"])
    }

    @Test func greetsNobodyTwiceWhenTheGreetedOneChangesItsState() throws {
        let changes: [(String, (inout [String: Any]) -> Void)] = [
            ("sent", { $0["sent_at"] = "2026-11-24T09:00:00+05:00" }),
            ("revoked", { $0["revoked"] = true }),
        ]
        for (name, change) in changes {
            let site = try site()
            #expect(try site.build().status == 0)
            try site.changeLead("b", change)
            #expect(try site.build().status == 0)
            let after = try states(site)
            #expect(after["a"] == "unsendable held by b", "\(name)")
            #expect(after["c"] == "unsendable held by b", "\(name)")
            #expect(after["b"] == name)
        }
        let site = try site()
        #expect(try site.build().status == 0)
        try site.writeLeads(Self.leads.filter { $0["id"] as? String != "b" })
        #expect(try site.build().status == 0)
        #expect(try states(site)["b"] == "retained")
        #expect(try states(site)["a"] == "unsendable held by b")
        // Its link has ended long since.
        #expect(try site.build(now: "2027-02-20T09:00:00+05:00").status == 0)
        #expect(try states(site)["b"] == "expired")
    }

    @Test func keepsThePlaceOfALeadThatWasOfferedBefore() throws {
        let site = try site([Self.lead("a", "87011234567", day: 1)])
        #expect(try site.build().status == 0)
        try site.writeLeads([Self.lead("a", "87011234567", day: 1), Self.lead("b", "+77011234567", day: 2)])
        #expect(try site.build().status == 0)
        #expect(try states(site) == ["a": "ready", "b": "unsendable held by a"])
        try site.changeLead("a") { $0["sent_at"] = "2026-11-24T09:00:00+05:00" }
        #expect(try site.build().status == 0)
        #expect(try states(site) == ["a": "sent", "b": "unsendable held by a"])
        // Somebody who comes when the greeting is over is greeted, with a note.
        try site.writeLeads(site.leads() + [Self.lead("c", "77011234567", day: 20)])
        #expect(try site.build().status == 0)
        #expect(
            try states(site) == ["a": "sent", "b": "unsendable held by c", "c": "ready after a"])
        #expect(try site.build("--force").status == 0)
        #expect(try states(site)["c"] == "ready after a")
    }

    @Test func holdsInBuildsOfSomeLeads() throws {
        let site = try site([Self.lead("a", "87011234567", day: 1)])
        #expect(try site.build().status == 0)
        try site.writeLeads([
            Self.lead("a", "87011234567", day: 1), Self.lead("b", "+77011234567", day: 2),
            Self.lead("c", "87021234567", day: 2), Self.lead("e", "87021234567", day: 3),
        ])
        #expect(try site.build("--lead", "b").status == 0)
        #expect(try states(site) == ["a": "ready", "b": "unsendable held by a"])
        #expect(try site.build("--lead", "c", "--lead", "e").status == 0)
        #expect(try states(site)["c"] == "unsendable held by e")
        #expect(try states(site)["e"] == "ready")
        let partly = try states(site)
        #expect(try site.build("--tenant", "default").status == 0)
        #expect(try states(site) == partly)
        #expect(try site.build("--force").status == 0)
        #expect(try states(site) == partly)
        let explained = try WelcomeBinary.run(["explain", "b", "--site", site.path, "--now", SiteFolder.now])
        #expect(explained.stdout.contains("recipient_repeated"), "\(explained.stdout)\(explained.stderr)")
    }

    @Test func greetsAPersonWhoseOtherLeadGotAnotherNumber() throws {
        let site = try site(Array(Self.leads.prefix(2)))
        #expect(try site.build().status == 0)
        #expect(try states(site) == ["a": "unsendable held by b", "b": "ready"])
        try site.changeLead("b") { $0["phone"] = "+7 705 000 00 01" }
        #expect(try site.build().status == 0)
        #expect(try states(site) == ["a": "ready", "b": "ready"])
    }

    @Test func forgetsWhomAPersonWasHeldBackFor() throws {
        let site = try site([
            Self.lead("held", "87011234567", day: 1), Self.lead("geheim-1", "87011234567", day: 2),
        ])
        #expect(try site.build().status == 0)
        #expect(try states(site)["held"] == "unsendable held by geheim-1")
        #expect(try site.run("forget", "geheim-1").status == 0)
        try site.writeLeads([Self.lead("held", "87011234567", day: 1)])
        #expect(try site.files(holding: ["geheim-1"]) == [])
        #expect(try states(site) == ["held": "unsendable held by "])
        // Whoever asks to be forgotten is not to be written to under another id.
        #expect(try site.build().status == 0)
        #expect(try states(site) == ["held": "unsendable held by "])
        #expect(try site.files(holding: ["geheim-1"]) == [])
    }

    @Test func findsRepetitionsOfEveryKindOfAddress() throws {
        let settings = SiteFolder.settings + "  mail: {name: Почта, theme: shop, locale: ru, channel: email}\n"
        let site = try SiteFolder.shop(settings: settings)
        try site.writeLeads([
            Self.lead("a", "", day: 1, ["tenant": "mail", "channel_address": "Aigul@mail.example"]),
            Self.lead("b", "", day: 2, ["tenant": "mail", "channel_address": "aigul@mail.example"]),
            Self.lead("c", "", day: 1, ["channel": "telegram", "channel_address": "4711"]),
            Self.lead("d", "", day: 2, ["channel": "telegram", "channel_address": "4711"]),
        ])
        _ = try site.build()
        let lines = try site.published().lines
        #expect(lines.filter { $0.problems.contains { $0.code == "recipient_repeated" } }.map(\.lead) == ["c", "a"])
    }
}
