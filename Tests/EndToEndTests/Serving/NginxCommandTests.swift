import Foundation
import Testing
import WelcomeTestSupport

/// The fragment as a person gets it: options, hosts, odd paths, TLS.
@Suite struct NginxCommandTests {
    private func fragment(_ site: SiteFolder, _ arguments: String...) throws -> String {
        try NginxServer.fragment(of: site, arguments)
    }

    @Test func listensOnPort80OfEveryAddress() throws {
        let text = try fragment(try SiteFolder.builtShop())
        #expect(text.contains("\n    listen 80;\n    listen [::]:80;\n    server_name w.example.kz;\n"))
        #expect(!text.contains("ssl"))
        #expect(!text.contains("js_"))
        #expect(text.contains("access_log \"/var/log/nginx/welcome.log\" welcome_w_example_kz;"))
        #expect(text.contains("error_log \"/var/log/nginx/welcome.error.log\" crit;"))
    }

    @Test func explainsHowToInstallIt() throws {
        let text = try fragment(try SiteFolder.builtShop())
        for line in ["welcome nginx | sudo tee /etc/nginx/conf.d/", "sudo nginx -t", "sudo systemctl reload nginx"] {
            #expect(text.contains("\n#     \(line)"), "\(line)")
        }
    }

    @Test func namesTheHostsOfAllTenantsOnce() throws {
        let site = try SiteFolder.builtShop()
        try site.write(
            try site.text("welcome.yml")
                + "  b: {base_url: https://b.example.kz}\n  c: {base_url: https://w.example.kz:8443}\n",
            to: "welcome.yml")
        #expect(try fragment(site).contains("\n    server_name w.example.kz\n        b.example.kz;\n"))
    }

    @Test func namesTheHostsOfTenantsInTheDatabase() throws {
        let site = try SiteFolder.builtShop()
        let sql = """
            CREATE TABLE leads (id TEXT); CREATE TABLE tenants (id TEXT, base_url TEXT);
            INSERT INTO tenants VALUES ('d', 'https://d.example.kz');
            """
        #expect(try ProgramRun.run("/usr/bin/sqlite3", [site.absolute("leads.db"), sql]).status == 0)
        let text = try fragment(site, "--leads", site.absolute("leads.db"))
        #expect(text.contains("server_name w.example.kz\n        d.example.kz;"))
    }

    @Test(arguments: [
        ["--listen", "0"], ["--listen", "70000"], ["--listen", "80;"], ["--listen", "a b:80"], ["--listen", "host:80"],
        ["--certificate", "c.pem"], ["--certificate-key", "k.pem"], ["--njs", "a'b.js"], ["--njs", "a\\b.js"],
        ["--log", "a$b"], ["--log", "a\nb"],
    ])
    func refusesOptionsThatMakeNoSense(arguments: [String]) throws {
        let run = try WelcomeBinary.run(["nginx", "--site", try SiteFolder.builtShop().path] + arguments)
        #expect(run.status == 64)
        #expect(run.stdout == "")
    }

    @Test func endsWithoutSettings() throws {
        let site = try SiteFolder(themes: [])
        try site.remove("welcome.yml")
        let run = try WelcomeBinary.run(["nginx", "--site", site.path])
        #expect(run.status == 78)
        #expect(run.stdout == "")
    }

    @Test func endsWhenTheScriptCannotBeWritten() throws {
        let site = try SiteFolder.builtShop()
        let run = try WelcomeBinary.run(["nginx", "--site", site.path, "--njs", site.absolute("none/x.js")])
        #expect(run.status == 74)
        #expect(run.stdout == "")
    }

    @Test func hintsAtScriptsWhereNginxHasThem() throws {
        let site = try SiteFolder.builtShop()
        let run = try WelcomeBinary.run(["nginx", "--site", site.path])
        #expect(run.stderr.contains("--njs") == NginxServer.hasScripts)
        let other = try WelcomeBinary.run(["nginx", "--site", site.path, "--njs", site.absolute("x.js")])
        #expect(other.stderr == "")
        #expect(try site.text("x.js").contains("export default"))
    }

    @Test func hintsAtAFolderThatNginxCannotEnter() throws {
        let site = try SiteFolder.builtShop()
        try site.setMode(0o750, of: "output")
        let run = try WelcomeBinary.run(["nginx", "--site", site.path])
        #expect(run.status == 0)
        #expect(run.stderr.contains("may not enter \(site.absolute("output"))"))
        #expect(try WelcomeBinary.run(["nginx", "--site", site.path, "--quiet"]).stderr == "")
    }

    @Test func servesTheOthersWhenATenantOfTheDatabaseIsWrong() throws {
        let site = try SiteFolder.builtShop()
        let sql = """
            CREATE TABLE leads (id TEXT); CREATE TABLE tenants (id TEXT, base_url TEXT);
            INSERT INTO tenants VALUES ('d', 'https://d.example.kz; }');
            """
        #expect(try ProgramRun.run("/usr/bin/sqlite3", [site.absolute("leads.db"), sql]).status == 0)
        let run = try WelcomeBinary.run(["nginx", "--site", site.path, "--leads", site.absolute("leads.db")])
        #expect(run.status == 3)
        #expect(run.stdout.contains("server_name w.example.kz;"))
        #expect(!run.stdout.contains("d.example.kz"))
        #expect(run.stderr.contains("[settings-value]"))
    }

    @Test func canBePrintedBeforeTheFirstBuild() throws {
        let site = try SiteFolder.shop()
        #expect(try fragment(site).contains("root \"\(site.absolute("output/site"))\";"))
    }

    @Test(arguments: [
        "a b", "a\"b", "a'b", "a;b", "a$b", "a$host", "a${uri}b", "a\\b", "a{b}", "a#b", "қазақ", "a\nb",
        "x\"; } server { listen 1; } #",
    ])
    func servesFromAnyFolder(name: String) throws {
        let site = try SiteFolder.builtShop()
        let page = "/\(try #require(try site.published().line("a1")).code)"
        try site.createDirectory("odd")
        try FileManager.default.moveItem(atPath: site.absolute("output"), toPath: site.absolute("odd/\(name)"))
        let output = ["--output", site.absolute("odd/\(name)")]
        let server = try NginxServer(serving: site, output)
        #expect(try server.get(page).status == 200)
        #expect(try server.get("/else").text.contains("Сілтеме ашылмады"))
    }

    @Test func servesAFolderThatIsReachedByASymbolicLink() throws {
        let site = try SiteFolder.builtShop()
        let page = "/\(try #require(try site.published().line("a1")).code)"
        try FileManager.default.createSymbolicLink(
            atPath: site.absolute("way"), withDestinationPath: site.absolute("output"))
        #expect(try NginxServer(serving: site, ["--output", site.absolute("way")]).get(page).status == 200)
    }

    @Test func servesTwoSitesSideBySide() throws {
        let sites = [try SiteFolder.builtShop(), try SiteFolder.builtSample()]
        try sites[1].replace("w.example.kz", with: "other.example.kz", in: "welcome.yml")
        let server = try NginxServer { port, folder in
            try sites.enumerated().map { index, site in
                var arguments = ["--listen", "127.0.0.1:\(port)", "--log", "\(folder)/\(index).log"]
                if NginxServer.hasScripts { arguments += ["--njs", "\(folder)/\(index).js"] }
                return try NginxServer.fragment(of: site, arguments)
            }
        }
        let answers = try server.send([
            HTTPRequest("/else", headers: ["Host": "w.example.kz"]),
            HTTPRequest("/else", headers: ["Host": "other.example.kz"]),
        ])
        #expect(answers.map(\.status) == [404, 404])
    }

    @Test func speaksTLSAndSendsHTTPOnToIt() throws {
        let site = try SiteFolder.builtShop()
        let page = "/\(try #require(try site.published().line("a1")).code)"
        let made = try ProgramRun.run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                "/CN=w.example.kz", "-keyout", site.absolute("key file.pem"), "-out", site.absolute("chain.pem"),
            ])
        try #require(made.status == 0, "\(made.stderr)")
        let certificate = [
            "--certificate", site.absolute("chain.pem"), "--certificate-key", site.absolute("key file.pem"),
        ]
        let secure = try NginxServer(serving: site, certificate)
        #expect(try secure.send([HTTPRequest(page)], overTLS: true).map(\.status) == [200])

        // The usual ports may be taken here, so the text is moved to others.
        let text = try NginxServer.fragment(of: site, certificate)
        #expect(text.contains("\n    listen 443 ssl http2;\n    listen [::]:443 ssl http2;\n"))
        let plain = try NginxServer { port, folder in
            let moved = text.replacingOccurrences(of: "listen 80;", with: "listen 127.0.0.1:\(port);")
                .replacingOccurrences(of: "listen 443 ssl", with: "listen unix:\(folder)/tls ssl")
                .replacingOccurrences(of: #"\n    listen \[::\].*;"#, with: "", options: .regularExpression)
                .replacingOccurrences(of: "/var/log/nginx/welcome", with: "\(folder)/access")
            return [moved]
        }
        for host in ["w.example.kz", "evil.example"] {
            let answer = try plain.get("\(page)?a=b", ["Host": host])
            #expect(answer.status == 301)
            #expect(answer["location"] == "https://w.example.kz\(page)?a=b")
            #expect(answer["referrer-policy"] == "no-referrer")
        }
        #expect(try plain.logs()["access"]?.hides(page) == true)
    }
}
