import Foundation
import Testing
import WelcomeTestSupport

/// The shape of the workflow that n8n imports.
@Suite struct N8NExportTests {
    /// The kinds of node that may occur, with the version that n8n 1.x and 2.x both load.
    static let versions: [String: Double] = [
        "scheduleTrigger": 1.2, "set": 3.4, "httpRequest": 4.2, "extractFromFile": 1, "crypto": 1, "code": 2,
        "splitInBatches": 3, "noOp": 1, "postgres": 2.4, "if": 2.2, "wait": 1.1, "stopAndError": 1,
    ]

    struct Workflow: Decodable {
        struct Node: Decodable {
            var id: String
            var name: String
            var type: String
            var typeVersion: Double
            var position: [Int]
            var credentials: [String: [String: String]]?
            var retryOnFail: Bool?
            var onError: String?
        }

        struct Output: Decodable {
            var main: [[Target]]
        }

        struct Target: Decodable {
            var node: String
            var type: String
            var index: Int
        }

        var name: String
        var active: Bool
        var nodes: [Node]
        var connections: [String: Output]
        var pinData: [String: String]
    }

    private func export(_ arguments: String..., site: SiteFolder? = nil) throws -> ProgramRun {
        let place = try site ?? SiteFolder.shop()
        return try withExtendedLifetime(place) {
            try WelcomeBinary.run(["export", "n8n", "--site", place.path] + arguments)
        }
    }

    private func workflow(_ run: ProgramRun) throws -> Workflow {
        #expect(run.status == 0, "\(run.stderr)")
        return try JSONDecoder().decode(Workflow.self, from: run.output)
    }

    private func exports() throws -> [ProgramRun] {
        [try export(), try export("--claims-url", "https://crm.example.kz/claims")]
    }

    @Test func connectsEveryNodeByAUniqueName() throws {
        for run in try exports() {
            let workflow = try workflow(run)
            #expect(workflow.name == "welcome: default by chatflow")
            #expect(!workflow.active)
            let names = workflow.nodes.map(\.name)
            #expect(Set(names).count == names.count)
            #expect(Set(workflow.nodes.map(\.id)).count == names.count)
            #expect(workflow.nodes.allSatisfy { UUID(uuidString: $0.id) != nil && $0.position.count == 2 })
            #expect(Set(workflow.connections.keys).isSubset(of: names))
            let targets = workflow.connections.values.flatMap { $0.main.joined() }
            #expect(targets.allSatisfy { $0.type == "main" && $0.index == 0 })
            // All but the trigger are reached, and nothing leads elsewhere.
            #expect(Set(targets.map(\.node)) == Set(names).subtracting(["Every 5 minutes"]))
        }
    }

    @Test func writesTheOldestVersionsOfNodes() throws {
        for run in try exports() {
            for node in try workflow(run).nodes {
                #expect(node.type.hasPrefix("n8n-nodes-base."))
                #expect(Self.versions[String(node.type.dropFirst(15))] == node.typeVersion, "\(node.name)")
            }
        }
    }

    @Test func namesCredentialsAndHoldsNone() throws {
        let expected = [
            ["httpBasicAuth welcome manifest", "httpQueryAuth welcome chatflow of default", "postgres welcome claims"],
            [
                "httpBasicAuth welcome manifest", "httpHeaderAuth welcome claims",
                "httpQueryAuth welcome chatflow of default",
            ],
        ]
        for (run, names) in zip(try exports(), expected) {
            let workflow = try workflow(run)
            let credentials = workflow.nodes.flatMap { $0.credentials ?? [:] }
            #expect(Set(credentials.map { "\($0.key) \($0.value["name"] ?? "")" }).sorted() == names)
            for credential in credentials {
                #expect(Set(credential.value.keys) == ["id", "name"])
                #expect(credential.value["id"] == "")
            }
            #expect(workflow.pinData.isEmpty)
            for line in names {
                let name = line.split(separator: " ").dropFirst().joined(separator: " ")
                #expect(run.stderr.contains("  \(name) ("))
            }
        }
    }

    @Test func repeatsReadingAndNothingThatSends() throws {
        for run in try exports() {
            let workflow = try workflow(run)
            let retried = workflow.nodes.filter { $0.retryOnFail == true }.map(\.name)
            #expect(Set(retried) == ["Read the pointer", "Read the files", "Note the outcome"])
            // Only where an error is judged may a run go on after one.
            #expect(workflow.nodes.filter { $0.onError != nil }.map(\.name) == ["Send"])
        }
    }

    @Test func endsTheLoopByItsFirstOutput() throws {
        let outputs = try #require(try workflow(export()).connections["One by one"]).main
        #expect(outputs.map { $0.map(\.node) } == [["Remember the build"], ["Request"]])
    }

    @Test func asksForSuccessBeforeItGoesOn() throws {
        let outputs = try #require(try workflow(export()).connections["Accepted?"]).main
        #expect(outputs.map { $0.map(\.node) } == [["Pause"], ["May others go on?"]])
        #expect(try export().stdout.contains(#"={{ $('Read the answer').first().json.success }}"#))
    }

    @Test func isTheSameEachTime() throws {
        let site = try SiteFolder.shop()
        #expect(try export(site: site).output == export(site: site).output)
    }

    @Test func takesAddressTenantAndChannelFromSettingsOrFlags() throws {
        let site = try SiteFolder.shop(
            settings: SiteFolder.settings + "  b: {name: B, theme: shop, locale: ru, channel: chatflow}\n")
        let run = try export(
            "--tenant", "b", "--channel", "chatflow", "--manifest-url", "https://m.example.kz/x/", site: site)
        #expect(try workflow(run).name == "welcome: b by chatflow")
        #expect(run.stdout.contains(#""value":"https://m.example.kz/x""#))
        #expect(run.stdout.contains("welcome chatflow of b"))
        #expect(try export().stdout.contains(#""value":"https://w.example.kz/manifest""#))
    }

    @Test(arguments: [
        ["--tenant", "none"], ["--channel", "pigeon"], ["--manifest-url", "http://w.example.kz"],
        ["--manifest-url", "https://"], ["--claims-url", "https://crm.example.kz/'}}{{"], ["--claims-url", "crm"],
        ["--claims-url", "https://crm.example.kz/?a=b"],
    ])
    func refusesWhatCannotBe(arguments: [String]) throws {
        let site = try SiteFolder.shop()
        let run = try WelcomeBinary.run(["export", "n8n", "--site", site.path] + arguments)
        #expect(run.status == 64)
        #expect(run.stdout == "")
    }

    @Test func asksWhichOfSeveralTenants() throws {
        let site = try SiteFolder.shop(settings: SiteFolder.settings + "  b: {name: B, theme: shop, locale: ru}\n")
        let run = try export(site: site)
        #expect(run.status == 64)
        #expect(run.stderr.contains("--tenant says for which tenant: default, b"))
    }

    @Test func endsWithoutSettings() throws {
        let site = try SiteFolder(themes: [])
        try site.remove("welcome.yml")
        #expect(try export(site: site).status == 78)
    }
}
