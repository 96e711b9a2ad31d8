import Foundation
import Testing
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

/// A server of media on an address of this machine, with a certificate for `cdn.example.kz` and `other.example.kz`.
final class MediaServer {
    let port: Int
    private let program: RunningProgram

    /// Starts the server; its certificate goes into `folder`.
    init(at address: String = "127.0.0.1", in folder: String) throws {
        let (certificate, key) = (Self.certificate(in: folder), "\(folder)/tls.key")
        if !FileManager.default.fileExists(atPath: certificate) {
            let names = "subjectAltName=DNS:cdn.example.kz,DNS:other.example.kz"
            let run = try ProgramRun.run(
                "/usr/bin/openssl",
                ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
                    + ["-subj", "/CN=test", "-addext", names, "-keyout", key, "-out", certificate])
            try #require(run.status == 0, "\(run.stderr)")
        }
        program = try PythonTool.start(
            "media_server", [address, certificate, key, Fixtures.path("media/tiny.gif")])
        try program.waitForLine()
        port = try #require(Int(program.saidSoFar.prefix { $0 != "\n" }))
    }

    static func certificate(in folder: String) -> String { "\(folder)/tls.crt" }

    /// Ends the server and returns what it saw: `connection`, or `request`, path and validator.
    func end() throws -> [String] {
        try program.end().stdout.split(separator: "\n").dropFirst().map(String.init)
    }

    /// Ends the server and returns the requests alone.
    func requests() throws -> [String] {
        try end().filter { $0.hasPrefix("request ") }.map { String($0.dropFirst(8)) }
    }
}

/// A site whose first lead names a picture on a server of the tests.
final class MirroredSite {
    let site: TemporarySite
    let server: MediaServer
    var policy: @Sendable ([MediaHost]) -> MirrorPolicy

    static let loopback = IPAddress([127, 0, 0, 1])

    /// `path` is the picture's on `host`; `@` in it stands for the server's host and port.
    init(_ path: String, host: String = "cdn.example.kz", leads: Int = 1) throws {
        site = try TemporarySite()
        server = try MediaServer(in: site.folder)
        let authorities = MediaServer.certificate(in: site.folder)
        policy = { hosts in
            var policy = MirrorPolicy(hosts: hosts)
            policy.authorities = authorities
            policy.resolve = { host in
                let addresses = [
                    "private.example.kz": [10, 0, 0, 1], "mapped.example.kz": mappedLoopback,
                ]
                return [IPAddress(addresses[host] ?? [127, 0, 0, 1])].compactMap(\.self)
            }
            policy.permits = { $0 == MirroredSite.loopback || AddressRules.isGlobalUnicast($0) }
            policy.maxBytes = 1 << 20
            return policy
        }
        let hosts = ["cdn", "stranger", "private", "mapped"].map { "\($0).example.kz:\(server.port)" }
        try site.put(
            """
            base_url: https://w.example.kz
            leads: leads.csv
            locales: {default: ru, available: [ru]}
            media: {fetch: mirror, hosts: [\(hosts.joined(separator: ", "))]}

            """, at: "welcome.yml")
        let place = path.replacingOccurrences(of: "@", with: "\(host):\(server.port)")
        try name(place.hasPrefix("/") ? "https://\(host):\(server.port)\(place)" : place, leads: leads)
        try site.put(
            .text(TemporarySite.layout("{{#photos}}{{#items}}<img src=\"{{src}}\">{{/items}}{{/photos}}")),
            at: "themes/base/layout.mustache")
    }

    /// Puts `url` into the rows of `leads` leads.
    func name(_ url: String, leads: Int = 1) throws {
        let rows = (1...leads).map { "\($0),base,+7701123456\($0),\"\(url)\"\n" }
        try site.put(.text("id,theme,phone,images\n" + rows.joined()), at: "leads.csv")
    }

    /// Builds the site, `minutes` after the usual moment.
    @discardableResult
    func build(
        minutes: Int64 = 0, _ change: (inout BuildOptions) -> Void = { _ in }
    ) -> (report: BuildReport, diagnostics: [String]) {
        var options = BuildOptions(
            now: Timestamp(secondsSinceEpoch: TemporarySite.now.secondsSinceEpoch + minutes * 60), jobs: 2,
            keysText: nil)
        change(&options)
        let (report, diagnostics) = site.build(options, mirror: policy)
        return (report, diagnostics.map(site.headline))
    }

    /// The files that pages may show.
    var assets: [String] {
        get throws { try site.files(below: "output/site/a") }
    }

    /// The copies of what lies behind URLs.
    var copies: [String] {
        get throws { try site.files(below: "output/media/url") }
    }

    /// The text of the only page.
    var page: String {
        get throws {
            let page = try #require(try site.files(below: "output/site/p").first)
            return try #require(site.text("output/site/p/\(page)"))
        }
    }
}

/// The address ::ffff:127.0.0.1, which leads to the machine itself.
private let mappedLoopback: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 127, 0, 0, 1]
