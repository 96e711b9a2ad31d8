import Foundation
import WelcomeTestSupport

/// A built site, a gateway in ChatFlow's place, and a CRM between them that sends with the modules it is given.
final class SendingSite {
    /// What a sender printed of one line.
    struct Result: Decodable, Equatable {
        var lead: String
        var kind: String
        var reason: String?
        var mayRepeat: Bool?
        var stops: Bool?
    }

    /// A line of the manifest with the request it asks for.
    struct Line: Decodable {
        struct Request: Decodable {
            var query: [[String]]
            var dedupKey: String
        }

        struct Message: Decodable {
            var text: String
        }

        var lead: String
        var message: Message
        var requests: [Request]
    }

    static let creation = "2026-11-01T09:00:00+05:00"
    static let token = "eyJhbGciOiJIUzI1NiJ9.secret+/=.token"

    let site: SiteFolder
    let modules: CRMModules
    let gateway: GatewayStandIn

    init(_ site: SiteFolder, gateway program: String = "chatflow", answer: String? = nil) throws {
        self.site = site
        modules = try CRMModules()
        gateway = try GatewayStandIn(modules, program: program, answer: answer)
        try site.createDirectory("claims")
    }

    /// Makes a site of leads with a phone each, built.
    convenience init(leads count: Int) throws {
        let site = try SiteFolder.shop()
        try site.writeLeads(
            (100..<(100 + count)).map { number in
                ["id": "l\(number)", "name": "Айгүл", "phone": "+7 701 123 4\(number)", "created_at": Self.creation]
            })
        let run = try site.build()
        guard run.status == 0 else { throw UnbuiltSite(errors: run.stderr) }
        try self.init(site)
    }

    /// The lines that are there to be sent, by the full file.
    func lines() throws -> [Line] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let file = try site.published().pointer.files[0].file
        return try site.data("output/\(file)").split(separator: 10).map { try decoder.decode(Line.self, from: $0) }
    }

    /// Starts a sender that takes the lines in their order, for whom the gateway has `answer`.
    ///
    /// `values` is what the CRM fills in besides the instance; `options` are members of the sender's settings that
    /// differ from the usual ones.
    func start(
        _ answer: String = "sent", values: [String: String] = [:], options: [String: Any] = [:]
    ) throws -> RunningProgram {
        var settings: [String: Any] = [
            "output": site.absolute("output"), "claims": site.absolute("claims"), "port": gateway.port,
            "values": ["secrets": ["token": Self.token], "fill": values.merging(["instance_id": answer]) { $1 }],
            "timeLimit": 30_000, "now": "2026-11-23T10:00:00Z",
        ]
        settings.merge(options) { $1 }
        let text = try JSONSerialization.data(withJSONObject: settings)
        return try modules.start("send-manifest", [String(decoding: text, as: UTF8.self)])
    }

    /// Runs a sender to its end.
    func send(
        _ answer: String = "sent", values: [String: String] = [:], options: [String: Any] = [:]
    ) throws -> [Result] {
        try results(start(answer, values: values, options: options).end())
    }

    /// Reads what a sender printed.
    func results(_ run: ProgramRun) throws -> [Result] {
        guard run.status == 0, run.stderr.isEmpty else { throw UnbuiltSite(errors: run.stderr) }
        return try run.output.split(separator: 10).map { try JSONDecoder().decode(Result.self, from: $0) }
    }

    /// What the row of a claim holds.
    func claim(_ key: String) throws -> String? {
        site.exists("claims/\(key)") ? try site.text("claims/\(key)") : nil
    }
}
