import Foundation
import Testing
import WelcomeTestSupport

/// What the real program does about media that rows name by URL, where nothing may be asked of the network.
@Suite struct MediaURLTests {
    /// A shop whose first lead names a picture by `url`.
    private func shop(_ url: String, media: String) throws -> SiteFolder {
        let site = try SiteFolder.shop(settings: SiteFolder.settings + media + "\n")
        var leads = SiteFolder.twoLeads
        leads[0]["images"] = [url]
        try site.writeLeads(leads)
        return site
    }

    @Test(arguments: [
        ("", "https://cdn.example.kz/a.jpg"),
        ("media: {fetch: off, hosts: [cdn.example.kz]}", "https://cdn.example.kz/a.jpg"),
        ("media: {fetch: mirror, hosts: [cdn.example.kz]}", "https://example.kz/a.jpg"),
        ("media: {fetch: mirror, hosts: [cdn.example.kz]}", "http://cdn.example.kz/a.jpg"),
        ("media: {fetch: mirror, hosts: [cdn.example.kz]}", "https://169.254.169.254/a.jpg"),
        ("media: {fetch: mirror, hosts: [\"*.example.kz\"]}", "https://user@cdn.example.kz/a.jpg"),
    ])
    func pageGoesWithoutURLThatIsNotFetched(media: String, url: String) throws {
        let site = try shop(url, media: media)
        let run = try site.build()
        #expect(run.status == 0, "\(run.stderr)")
        #expect(run.stderr.contains("column images: warning: the site does not fetch media from this URL"))
        #expect(!run.stderr.contains("a.jpg") && !run.stdout.contains("a.jpg"))
        #expect(try site.files(holding: ["a.jpg"], in: "output").isEmpty)
        #expect(!site.exists("output/media/url"))
        let problems = #""problems":[{"code":"media_remote","column":"images"}]"#
        #expect(try site.files(holding: [problems], in: "output").count == 1)
    }

    @Test(arguments: [["build", "--dry-run"], ["check"], ["explain", "a1"]])
    func fetchesNothingToLook(command: [String]) throws {
        let site = try shop(
            "https://media.invalid/a.jpg", media: "media: {fetch: mirror, hosts: [media.invalid]}")
        let run = try WelcomeBinary.run(command + ["--site", site.path, "--now", SiteFolder.now])
        #expect(run.status == 0, "\(run.stderr)")
        #expect(!site.exists("output"))
    }

    @Test func refusesMirrorWithoutHosts() throws {
        let site = try shop("https://cdn.example.kz/a.jpg", media: "media: {fetch: mirror}")
        let run = try site.build()
        #expect(run.status == 78)
        #expect(run.stderr.contains("`fetch: mirror` needs `hosts`"))
    }
}
