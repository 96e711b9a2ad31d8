import Foundation
import Testing
import WelcomeTestSupport

/// A build that does not have the site's latest ledger stops, as the person meets it who runs CI.
@Suite struct LedgerGuardTests {
    /// A site whose lead `a1` is revoked and whose lead `a2` is forgotten.
    private func site() throws -> SiteFolder {
        let site = try SiteFolder.shop(settings: "site_id: shop\n" + SiteFolder.settings)
        try site.writeLeads(SiteFolder.twoLeads + [["id": "a3", "phone": "+7 705 123-45-69"]])
        let refusal = try site.build()
        #expect(refusal.status == 1)
        #expect(refusal.stderr.contains("[ledger-missing]"))
        #expect(!site.exists("output"))
        #expect(try site.build("--first-build").status == 0)
        for command in ["revoke", "forget"] {
            let lead = command == "revoke" ? "a1" : "a2"
            let run = try WelcomeBinary.run([command, lead, "--site", site.path, "--now", SiteFolder.now])
            try #require(run.status == 0, "\(run.stderr)")
        }
        return site
    }

    @Test func issuesNoLinkOnARunnerThatHasTheKeysAlone() throws {
        let site = try site()
        let runner = try SiteFolder(restoring: site.snapshot())
        try runner.remove("output")
        for arguments in [[], ["--lead", "a1"], ["--tenant", "default"], ["--force"]] {
            let run = try WelcomeBinary.run(
                ["build", "--site", runner.path, "--now", SiteFolder.now] + arguments)
            #expect(run.status == 1)
            #expect(run.stderr.contains("[ledger-missing]"), "\(arguments): \(run.stderr)")
            #expect(run.stderr.contains("--recover-ledger") && run.stderr.contains("--first-build"))
        }
        let check = try WelcomeBinary.run(["check", "--site", runner.path, "--now", SiteFolder.now])
        #expect(check.status == 0 && check.stderr.contains("warning: there is no ledger of the site"))
        #expect(!runner.exists("output"))
        let recovery = try runner.build("--recover-ledger")
        #expect(recovery.status == 1, "there is nothing to recover from")
        #expect(!runner.exists("output/manifest.json"))
    }

    @Test func bringsNobodyBackFromAnOlderLedger() throws {
        let site = try site()
        let older = try site.data("output/ledger.db")
        #expect(try site.build(now: "2026-11-24T09:00:00+05:00").status == 3)
        let urls = try site.published().urls
        try site.write(older, to: "output/ledger.db")
        let before = try site.snapshot()
        for command in [
            ["build"], ["build", "--lead", "a3"], ["build", "--dry-run"], ["check"], ["prune"], ["revoke", "a3"],
        ] {
            let run = try WelcomeBinary.run(command + ["--site", site.path, "--now", "2026-11-25T09:00:00+05:00"])
            #expect(run.status == 1, "\(command)")
            #expect(run.stderr.contains("[ledger-behind]"), "\(command): \(run.stderr)")
        }
        #expect(try site.snapshot().differences(from: before) == [])

        let run = try site.build("--recover-ledger", now: "2026-11-25T09:00:00+05:00")
        #expect(run.status == 3, "\(run.stderr)")
        #expect(run.stderr.contains("[lead-forgotten]"))
        let published = try site.published()
        #expect(published.urls == urls)
        #expect(published.line("a1")?.state == "revoked")
        #expect(published.line("a2") == nil)
        #expect(try site.validationProblems() == "")
    }

    @Test func buildsRightAfterInitAndNotWithoutItsLedger() throws {
        let parent = try SiteFolder()
        #expect(try WelcomeBinary.run(["init", parent.absolute("new")]).status == 0)
        #expect(try parent.text("new/welcome.yml").contains(/\nsite_id: site-[0-9a-f]{16}\n/))
        #expect(try parent.snapshot(of: "new").files["output/ledger.db"]?.mode == 0o600)
        try parent.writeLeads(SiteFolder.twoLeads, to: "new/leads.db")
        let build = ["build", "--site", parent.absolute("new"), "--now", SiteFolder.now]
        let run = try WelcomeBinary.run(build)
        #expect(run.status == 0, "\(run.stderr)")
        try parent.remove("new/output")
        #expect(try WelcomeBinary.run(build).stderr.contains("[ledger-missing]"))
        #expect(try WelcomeBinary.run(build + ["--first-build", "--recover-ledger"]).status == 64)
    }

    @Test func suggestsANameToASiteThatHasNone() throws {
        let site = try SiteFolder.builtShop()
        let run = try site.build("--json")
        let advice = try #require(
            run.stderr.firstMatch(of: /Advice: add `(site_id: site-[0-9a-f]{16})` to welcome.yml/))
        #expect(run.stdout.contains("\"advice\":[\"add `site_id: "))
        try site.write("\(advice.1)\n" + SiteFolder.settings, to: "welcome.yml")
        let named = try site.build()
        #expect(named.status == 0 && !named.stderr.contains("Advice"))
    }
}
