import Foundation
import WelcomeTestSupport

extension SiteFolder {
    /// Makes the site of the repository, with the sample leads of the fixtures and media that were prepared before.
    static func sample() throws -> SiteFolder {
        let site = try unprepared()
        for (name, content) in try firstSampleBuild.get().contents where name.hasPrefix("output/media/") {
            try site.write(content, to: name)
        }
        return site
    }

    private static func unprepared() throws -> SiteFolder {
        let settings = try String(
            contentsOf: Fixtures.packageRoot.appendingPathComponent("welcome.yml"), encoding: .utf8)
        let site = try SiteFolder(
            settings: settings.replacingOccurrences(of: "leads: leads.db", with: "leads: leads.ndjson"),
            themes: ["base", "panels", "laminate"])
        try site.copy(Fixtures.path("leads.ndjson"), to: "leads.ndjson")
        return site
    }

    /// The same site after its first build.
    static func builtSample() throws -> SiteFolder { try SiteFolder(restoring: firstSampleBuild.get()) }

    private static let firstSampleBuild = Result {
        let site = try unprepared()
        let run = try site.build()
        guard run.status == 0 else { throw UnbuiltSite(errors: run.stderr) }
        return try site.snapshot()
    }

    /// What a site has published: pages, assets, manifest and rejected rows, without the program's own files.
    func publishedFiles(in output: String = "output") throws -> [String: Data] {
        try snapshot(of: output).contents.filter { name, _ in ![".lock", "ledger.db", "last-build.json"].contains(name)
        }
    }

    /// Writes the schemas that the program prints into `schemas/`.
    func writeSchemas() throws {
        for subject in ["manifest", "manifest-pointer", "theme", "settings"] {
            try write(try WelcomeBinary.run(["schema", subject]).output, to: "schemas/\(subject).schema.json")
        }
        try write(try WelcomeBinary.run(["schema", "leads"]).output, to: "schemas/leads.sql")
    }

    /// What is wrong with what was published, by the program's schemas and the standard's parser; empty when all is well.
    func validationProblems() throws -> String {
        try writeSchemas()
        let run = try PythonTool.run("validate_output", [absolute("schemas"), absolute("output")])
        return run.status == 0 ? "" : "\(run.stdout)\(run.stderr)"
    }

    /// The leads of the site, to be written again with changes.
    func leads() throws -> [[String: Any]] {
        try data("leads.ndjson").split(separator: 10).compactMap {
            try JSONSerialization.jsonObject(with: $0) as? [String: Any]
        }
    }

    /// Changes the rows with an id.
    func changeLead(_ id: String, _ change: (inout [String: Any]) -> Void) throws {
        var leads = try leads()
        for index in leads.indices where leads[index]["id"] as? String == id { change(&leads[index]) }
        try writeLeads(leads)
    }
}

/// The report that `--json` prints, as far as tests look at it.
struct Report: Decodable {
    struct Counts: Decodable {
        var leads: Int
        var rejected: Int
        var pagesWritten: Int
        var pagesUnchanged: Int
        var pagesRemoved: Int
        var byState: [String: Int]
    }

    struct Coverage: Decodable {
        var filled: Int
        var fallback: Int
    }

    struct Problem: Decodable {
        var code: String
        var severity: String
        var column: String?
        var count: Int
    }

    var build: String
    var counts: Counts
    var fields: [String: Coverage]
    var problems: [Problem]

    /// Reads what a run with `--json` printed.
    init(_ run: ProgramRun) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(Report.self, from: run.output)
    }
}
