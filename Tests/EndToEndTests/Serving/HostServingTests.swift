import Foundation
import Testing
import WelcomeTestSupport

/// What one host of a site says and serves says nothing of the others.
@Suite struct HostServingTests {
    /// A tenant that is tried out without TLS takes the promise of it from nobody else.
    @Test func promisesTLSByHost() throws {
        let site = try SiteFolder.shop(
            settings: SiteFolder.settings
                + "  trial: {base_url: \"http://localhost\"}\n  b: {base_url: https://b.example.kz}\n")
        let run = try site.build()
        try #require(run.status == 0, "\(run.stderr)")
        let server = try NginxServer(serving: site)
        let code = try #require(try site.published().line("a1")).code
        for target in ["/\(code)", "/else", "/favicon.ico"] {
            for (host, promise) in [("w.example.kz", "max-age=31536000"), ("b.example.kz", "max-age=31536000")] {
                #expect(try server.get(target, ["Host": host])["strict-transport-security"] == promise, "\(host)")
            }
            #expect(try server.get(target, ["Host": "localhost"])["strict-transport-security"] == nil)
        }
    }

    /// A name that is too long for nginx's hash tables is found all the same.
    @Test func servesALongHostBesideAnotherSite() throws {
        let host = "\(String(repeating: "a", count: 63)).\(String(repeating: "b", count: 63)).kz"
        let sites = try ["https://\(host)", "https://other.example.kz"].map { url in
            let site = try SiteFolder.shop(
                settings: SiteFolder.settings.replacingOccurrences(of: "https://w.example.kz", with: url))
            let run = try site.build()
            try #require(run.status == 0, "\(run.stderr)")
            return site
        }
        let server = try NginxServer { port, folder in
            try sites.reversed().enumerated().map { index, site in
                try NginxServer.fragment(
                    of: site, ["--listen", "127.0.0.1:\(port)", "--log", "\(folder)/\(index).log"])
            }
        }
        let code = try #require(try sites[0].published().line("a1")).code
        #expect(try server.get("/\(code)", ["Host": host]).status == 200)
        #expect(try server.get("/\(code)", ["Host": "other.example.kz"]).text.contains("Ерлан") == false)
    }
}
