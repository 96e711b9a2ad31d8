import Foundation
import Testing
import WelcomeCore
import WelcomeIO

@testable import WelcomeCLI

/// The report of `welcome build --json`, as another program reads it.
@Suite struct ReportJSONTests {
    private func object(_ report: BuildReport) throws -> [String: Any] {
        let text = ReportJSON.render(report)
        #expect(text.hasSuffix("}\n") && text.count(where: { $0 == "\n" }) == 1)
        return try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func hasEveryMemberWhereNothingWasDone() throws {
        let report = try object(BuildReport())
        #expect(report["build"] as? String == "")
        #expect((report["phases"] as? [Any])?.isEmpty == true)
        #expect((report["problems"] as? [Any])?.isEmpty == true)
        #expect((report["peak_memory_bytes"] as? Int ?? 0) > 0)
        let counts = try #require(report["counts"] as? [String: Any])
        #expect(Set(counts.keys).isSuperset(of: ["leads", "rejected", "pages_written", "pages_unchanged", "by_state"]))
        let states = try #require(counts["by_state"] as? [String: Int])
        #expect(states == Dictionary(uniqueKeysWithValues: ManifestState.allCases.map { ($0.rawValue, 0) }))
    }

    @Test func countsLeadsPagesAndFields() throws {
        var report = BuildReport()
        (report.leads, report.rejected, report.pagesWritten) = (12, 2, 7)
        report.byState = [.ready: 9, .unsendable: 3]
        report.fields["city"] = .init(filled: 8, fallback: 4)
        report.phases = [("themes", 0.0004), ("publish", 1.2345)]
        let json = try object(report)
        let counts = try #require(json["counts"] as? [String: Any])
        #expect(counts["leads"] as? Int == 12)
        #expect(counts["rejected"] as? Int == 2)
        #expect((counts["by_state"] as? [String: Int])?["ready"] == 9)
        #expect((json["fields"] as? [String: [String: Int]])?["city"] == ["filled": 8, "fallback": 4])
        let phases = try #require(json["phases"] as? [[String: Any]])
        #expect(phases.map { $0["name"] as? String } == ["themes", "publish"])
        #expect(phases.map { $0["seconds"] as? Double } == [0, 1.235])
    }

    @Test(arguments: [(true, "lines"), (false, "rows")])
    func namesProblemsByLineOrRow(areLines: Bool, member: String) throws {
        var report = BuildReport()
        report.rowsAreLines = areLines
        for line in 3...7 { report.add(.leadDate, column: "created_at", position: Int64(line), severity: .error) }
        let problems = try #require(try object(report)["problems"] as? [[String: Any]])
        #expect(problems.count == 1)
        #expect(problems.first?["code"] as? String == "lead-date")
        #expect(problems.first?["severity"] as? String == "error")
        #expect(problems.first?["column"] as? String == "created_at")
        #expect(problems.first?["count"] as? Int == 5)
        #expect(problems.first?[member] as? [Int] == [3, 4, 5])
    }
}
