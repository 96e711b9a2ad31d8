import Foundation
import Testing
import WelcomeTestSupport

/// The sites that a newcomer and the CRM start with, through their first builds.
@Suite struct SampleOracleTests {
    @Test(arguments: ["html", "gzip"]) func buildsTheSampleAsRecorded(store: String) throws {
        let settings = try String(
            contentsOf: Fixtures.packageRoot.appendingPathComponent("welcome.yml"), encoding: .utf8)
        let site = try SiteFolder(
            settings: settings.replacing("leads: leads.db", with: "leads: leads.ndjson")
                + "\npages: {store: \(store)}\n", themes: ["base", "panels", "laminate"])
        try site.copy(Fixtures.path("leads.ndjson"), to: "leads.ndjson")
        var oracle = Oracle(site)
        try oracle.build("first build")
        try site.replace("Өтініміңізге рақмет.", with: "Өтініміңізге көп рақмет.", in: "themes/panels/kk.md")
        try oracle.build("theme edited", now: Oracle.day(1))
        try oracle.expect(asIn: "sample-\(store)")
    }

    @Test func buildsTheLeadsOfTheCRMAsRecorded() throws {
        let site = try CRMTests.makeSite()
        var oracle = Oracle(site)
        try oracle.build("first build")
        let sql = """
            UPDATE "Lead" SET "welcomeMediaSentAt" = '2026-11-23 10:00:00' WHERE id = 'cm1';
            UPDATE "Lead" SET "topicId" = 'tp2' WHERE id = 'cm2';
            DELETE FROM "Message" WHERE id = 'm3';
            UPDATE "TenantTopic" SET "addressText" = 'Астана, 7' WHERE id = 'tp2';
            """
        let change = try ProgramRun.run("/usr/bin/sqlite3", [site.absolute("crm.db"), sql])
        try #require(change.status == 0, "\(change.stderr)")
        try oracle.build("greetings sent, topics changed", now: Oracle.day(1))
        try oracle.build("one lead", "--lead", "cm4", now: Oracle.day(2))
        try oracle.expect(asIn: "crm")
    }
}
