import Foundation
import WelcomeTestSupport

/// A site, the nginx that serves its manifest, a gateway in ChatFlow's place, and n8n's way of running a workflow.
final class N8NSite {
    /// What happened in one run of the workflow.
    struct Run: Decodable {
        struct Request: Decodable {
            var node: String
            var method: String
            var url: String
            var body: String?
            /// Of what went to a provider with one answer.
            var headers: [String: String]?
        }

        /// The names of the nodes in the order in which they ran.
        var trail: [String]
        /// What nodes asked for over HTTP.
        var requests: [Request]
        /// The pauses, in seconds.
        var waits: [Double]
        /// What the run ended with; `nil` when it went through.
        var error: String?

        /// How often a node ran.
        func count(_ node: String) -> Int { trail.filter { $0 == node }.count }
    }

    static let token = "eyJhbGciOiJIUzI1NiJ9.secret+/=.token"
    private static let password = "reader pass"

    let site: SiteFolder
    let server: NginxServer
    let gateway: GatewayStandIn
    /// Where claims are made; `nil` when the CRM makes them.
    let database: PostgresDatabase?
    private let users: SiteFolder
    /// What a person typed into the node Settings.
    var values = ["instance_id": "sent"]
    /// What providers answer, by the origin of their addresses.
    var answers: [String: [String: Any]] = [:]
    /// The credential of the channel.
    var credential = ["name": "token", "value": N8NSite.token]

    /// Builds nothing: `site` is to have been built.
    ///
    /// Everything that the CRM is asked lies in the file `crm.json` of the site.
    init(_ site: SiteFolder, hasDatabase: Bool = true) throws {
        self.site = site
        users = try SiteFolder(themes: [])
        let hash = try ProgramRun.run("/usr/bin/openssl", ["passwd", "-apr1", Self.password])
        try users.write("n8n:\(hash.stdout)", to: "users")
        server = try NginxServer(serving: site, ["--manifest-users", users.absolute("users")])
        gateway = try GatewayStandIn(CRMModules())
        database = hasDatabase ? try PostgresDatabase() : nil
        let claims = hasDatabase ? [] : ["--claims-url", "https://crm.example.kz/claims/"]
        let export = try WelcomeBinary.run(["export", "n8n", "--site", site.path] + claims)
        guard export.status == 0 else { throw UnbuiltSite(errors: export.stderr) }
        try site.write(export.stdout, to: "n8n.json")
    }

    /// Makes a site of leads with a phone each.
    convenience init(leads count: Int, hasDatabase: Bool = true) throws {
        let site = try SiteFolder.shop()
        try site.writeLeads((100..<(100 + count)).map { Self.lead("l\($0)", "+7 701 123 4\($0)") })
        let run = try site.build()
        guard run.status == 0 else { throw UnbuiltSite(errors: run.stderr) }
        try self.init(site, hasDatabase: hasDatabase)
    }

    /// The row of a lead.
    static func lead(_ id: String, _ phone: String) -> [String: Any] {
        ["id": id, "name": "Айгүл", "phone": phone, "created_at": "2026-11-01T09:00:00+05:00"]
    }

    /// Lets the schedule come round once.
    func run(password: String = N8NSite.password) throws -> Run {
        let channel = try site.text("n8n.json").firstMatch(of: /welcome: default by ([a-z0-9-]+)"/)?.1 ?? ""
        let settings: [String: Any] = [
            "workflow": site.absolute("n8n.json"), "values": values, "memory": site.absolute("memory.json"),
            "answers": answers, "psql": database?.client ?? [], "crm": site.absolute("crm.json"),
            "routes": [
                "https://w.example.kz": server.origin, "https://app.chatflow.kz": "http://127.0.0.1:\(gateway.port)",
            ],
            "credentials": [
                "welcome manifest": ["user": "n8n", "password": password],
                "welcome claims": ["name": "Authorization", "value": "Bearer crm"],
                "welcome \(channel) of default": credential,
            ],
        ]
        let text = try JSONSerialization.data(withJSONObject: settings)
        let script = Fixtures.packageRoot.appendingPathComponent("Tests/Tools/n8n/run_workflow.js").path
        let run = try ProgramRun.run("/usr/bin/node", [script, String(decoding: text, as: UTF8.self)])
        guard run.status == 0, run.stderr.isEmpty else { throw UnbuiltSite(errors: run.stderr) }
        return try JSONDecoder().decode(Run.self, from: run.output)
    }

    /// Every row of the claims: lead, outcome and reason, by the lead.
    func rows() throws -> [String] {
        let columns = #""leadId", "outcome", coalesce("reason", '')"#
        return try database?.query(#"SELECT \#(columns) FROM "WelcomeSend" ORDER BY "leadId""#) ?? []
    }

    /// Makes the rows older, as if the last message had gone out an hour ago.
    func letAnHourPass() throws {
        try database?.query(#"UPDATE "WelcomeSend" SET "claimedAt" = "claimedAt" - INTERVAL '1 hour'"#)
    }
}
