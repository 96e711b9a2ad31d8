import Foundation
import Testing
import WelcomeTestSupport

/// What would write to people wrongly, as the person meets it who runs the program.
@Suite struct SiteGuardTests {
    private func states(_ site: SiteFolder) throws -> [String: Int] {
        try site.published().lines.reduce(into: [:]) { $0[$1.state, default: 0] += 1 }
    }

    private func leads(_ numbers: ClosedRange<Int>) -> [[String: Any]] {
        numbers.map { ["id": "a\($0)", "phone": "+7 701 12\($0 + 10_000)", "created_at": "2026-11-01T09:00:00+05:00"] }
    }

    @Test func silencesNobodyWhoIsMissingFromAPartialExport() throws {
        let site = try SiteFolder.shop()
        try site.writeLeads(leads(1...60))
        #expect(try site.build().status == 0)
        try site.writeLeads(leads(1...20))
        let run = try site.build()
        #expect(run.status == 1)
        #expect(run.stderr.contains("40 of 60 leads that the last build met are gone from the source"))
        #expect(run.stderr.contains("[source-shrunk]") && run.stderr.contains("--accept-loss"))
        #expect(try states(site) == ["ready": 60])
        #expect(try WelcomeBinary.run(["check", "--site", site.path, "--now", SiteFolder.now]).status == 1)
        #expect(try site.build("--accept-loss").status == 0)
        #expect(try states(site) == ["ready": 20, "retained": 40])
    }

    @Test func greetsNobodyInTheNameOfTheStarter() throws {
        let site = try SiteFolder()
        #expect(try WelcomeBinary.run(["init", site.absolute("new")]).status == 0)
        try site.writeLeads(SiteFolder.twoLeads, to: "new/leads.db")
        let arguments = ["--site", site.absolute("new"), "--now", SiteFolder.now]
        let check = try WelcomeBinary.run(["check"] + arguments)
        #expect(check.status == 0, "\(check.stderr)")
        for place in [
            "new/welcome.yml:4:19: warning: the host is still", "new/welcome.yml:28:11: warning: the name is still",
            "new/welcome.yml:34:13: warning: the phone is still", "new/welcome.yml:35:16",
            "new/themes/shop/ru.md:14:20: warning: «Расскажите здесь", "new/themes/shop/kk.md:11:22: warning: «Мұнда",
        ] { #expect(check.stderr.contains(place), "\(place) in \(check.stderr)") }
        #expect(check.stderr.contains("[none-ready]"))

        let build = try WelcomeBinary.run(["build"] + arguments)
        #expect(build.status == 0 && build.stderr.contains("[site-unfinished]"))
        #expect(try site.published(in: "new/output").lines.map(\.state) == ["unsendable", "unsendable"])
        #expect(try manifest(site).contains(#""requests":[],"problems":[{"code":"site_unfinished","column":null}]"#))

        let replacements = [
            ("your-host.example", "w.zarya.kz", "welcome.yml"), ("Your shop", "Заря", "welcome.yml"),
            ("+7 701 000-00-00", "+7 701 555-44-33", "welcome.yml"),
            ("Расскажите здесь, что вы предлагаете.", "Панели со склада.", "themes/shop/ru.md"),
            ("- Первое, что важно знать\n", "", "themes/shop/ru.md"),
        ]
        for (old, new, file) in replacements {
            try site.replace(old, with: new, in: "new/\(file)")
            let run = try WelcomeBinary.run(["build", "--accept-new-host"] + arguments)
            let isFinished = file.hasPrefix("themes") && new.isEmpty
            let expected = isFinished ? "ready" : "unsendable"
            #expect(try site.published(in: "new/output").lines.map(\.state) == [expected, expected], "\(run.stderr)")
        }
    }

    private func manifest(_ site: SiteFolder) throws -> String {
        try site.text("new/output/\(try site.published(in: "new/output").pointer.files[0].file)")
    }

    @Test func saysWhyNobodyCanBeWrittenTo() throws {
        let site = try SiteFolder.shop()
        try site.writeLeads([["id": "a1", "handset": "+7 701 123-45-67"], ["id": "a2"], ["id": "a3", "phone": "12"]])
        for command in ["check", "build"] {
            let run = try WelcomeBinary.run([command, "--site", site.path, "--now", SiteFolder.now])
            #expect(run.status == 0)
            #expect(
                run.stderr.contains(
                    "leads.ndjson:1 column phone: warning: unsendable: there is no phone (2 rows; also line 2) [lead-unsendable]"
                ), "\(run.stderr)")
            #expect(
                run.stderr.contains("leads.ndjson:3 column phone: warning: unsendable: the phone has too few digits"))
            #expect(run.stderr.contains("NOBODY CAN BE WRITTEN TO: all 3 leads are unsendable [none-ready]"))
        }
        let report = try site.build("--json", now: "2026-11-24T09:00:00+05:00")
        #expect(
            report.stdout.contains(
                #""unsendable":[{"code":"phone_missing","column":"phone","count":2,"lines":[1,2]},"#),
            "\(report.stdout)")
        #expect(report.stdout.contains(#"{"severity":"warning","code":"none-ready","file":""#))

        // Nothing changed, and nothing is left unsaid.
        let again = try site.build(now: "2026-11-24T09:00:00+05:00")
        #expect(again.stderr.contains("[lead-unsendable]") && again.stderr.contains("[none-ready]"))
        try site.writeLeads(SiteFolder.twoLeads + [["id": "a3"]])
        let partly = try site.build()
        #expect(partly.stderr.contains("[lead-unsendable]") && !partly.stderr.contains("[none-ready]"))
    }

    @Test func warnsWhereNobodyOfANewSourceIsReady() throws {
        let site = try SiteFolder.shop()
        try site.writeLeads(SiteFolder.twoLeads.map { $0.merging(["sent_at": "2026-11-20T09:00:00+05:00"]) { $1 } })
        let run = try site.build()
        #expect(
            run.stderr.contains(
                "NOBODY WILL BE WRITTEN TO: none of the 2 leads of this new source is ready [none-ready]"))
        #expect(try !site.build(now: "2026-11-24T09:00:00+05:00").stderr.contains("[none-ready]"))
    }

    @Test func advisesTheColumnThatALinkCanBeDerivedFrom() throws {
        let site = try SiteFolder.shop()
        try site.writeLeads(SiteFolder.twoLeads + [["id": "a3", "phone": "+7 705 123-45-69"]])
        let check = try WelcomeBinary.run(["check", "--site", site.path, "--now", SiteFolder.now])
        #expect(check.status == 0)
        #expect(
            check.stderr.contains("leads.ndjson:3 column created_at: warning:")
                && check.stderr.contains("[lead-undated]"))
        #expect(try !site.build().stderr.contains("[lead-undated]"))
    }

    @Test func goesOnServingTheHostThatLinksWereSentUnder() throws {
        let site = try SiteFolder.builtShop()
        let code = try #require(try site.published().line("a1")).code
        try site.replace("https://w.example.kz", with: "https://new.example.kz", in: "welcome.yml")
        let refusal = try site.build()
        #expect(refusal.status == 1)
        #expect(refusal.stderr.contains("[base-url-changed]") && refusal.stderr.contains("--accept-new-host"))
        let links = ["https://w.example.kz/\(code)", "w.example.kz/\(code)", "https://new.example.kz/\(code)", code]
        #expect(try links.map { try site.run("verify", $0).status } == [1, 1, 0, 0])

        try site.write("aliases: [w.example.kz]\n" + site.text("welcome.yml"), to: "welcome.yml")
        let run = try site.build()
        #expect(run.status == 0, "\(run.stderr)")
        #expect(try #require(try site.published().line("a1")).url == "https://new.example.kz/\(code)")
        #expect(try links.map { try site.run("verify", $0).status } == [0, 0, 0, 0])
        let fragment = try WelcomeBinary.run(["nginx", "--site", site.path]).stdout
        #expect(fragment.contains(/server_name [^;]*w\.example\.kz/))
        #expect(fragment.contains(/server_name [^;]*new\.example\.kz/))
    }
}
