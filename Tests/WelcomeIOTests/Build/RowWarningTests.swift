import Testing
import WelcomeCore
import WelcomeIO

/// What a build says of rows that it uses as they are.
@Suite struct RowWarningTests {
    @Test func namesRowsThatChooseAChannelThatEnds() throws {
        let leads = """
            id,theme,phone,channel,created_at,sent_at
            1,base,+77011234561,,2026-10-01,
            2,base,+77011234562,messagebird,2026-10-01,
            3,base,+77011234563,bird,2026-10-01,
            4,base,+77011234564,messagebird,2026-10-01,2026-10-02
            5,base,+77011234565,messagebird,2026-10-01,

            """
        let site = try TemporarySite(["leads.csv": .text(leads)])
        let (report, diagnostics) = site.build()
        #expect(report.isPublished)
        #expect(
            diagnostics.filter { $0.code == .channelEnd }.map(site.headline) == [
                "leads.csv:3 column channel: warning: the provider ends the channel that the row chooses "
                    + "(2 rows; also line 6) [channel-end]"
            ])
    }

    /// Rows are named in the order of the source, with any number of jobs.
    @Test(arguments: [1, 4]) func namesRowsWhoseMediaTheirChannelLeavesToThePage(jobs: Int) throws {
        let rows = (1...5).map { "\($0),base,+7701123456\($0),2026-10-01\n" }
        let site = try TemporarySite([
            "welcome.yml": """
            base_url: https://w.example.kz
            leads: leads.csv
            locales: {default: ru, available: [ru]}
            tenants: {default: {channel: chatflow-media}}

            """,
            "leads.csv": .text("id,theme,phone,created_at\n" + rows.joined()),
            "themes/base/theme.yml": "title: Base\nvoice: {file: media/a.mp3, transcript: Да}\n",
            "themes/base/media/a.mp3": .sample("media/tone-cbr.mp3"),
        ])
        var options = TemporarySite.options
        options.jobs = jobs
        let diagnostics = site.build(options).diagnostics
        #expect(
            diagnostics.filter { $0.code == .channelMedia }.map(site.headline) == [
                "leads.csv:2 column voice: warning: the channel does not take it as it is; it stays on the page "
                    + "(5 rows; also lines 3, 4…) [channel-media]"
            ])
    }
}
