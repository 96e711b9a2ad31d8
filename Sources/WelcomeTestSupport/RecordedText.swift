import Foundation
package import Testing

/// A text that was recorded once and is to come out the same ever after: sections of lines, each with a name and a value.
///
/// A section begins with `== title`. A line is a name, two spaces and a value; only names are shown where something
/// differs. `WELCOME_RECORD=1` writes the fixture anew, and the test fails all the same, so that no run that records is
/// taken for one that compares.
package struct RecordedText: Sendable, Hashable {
    private struct Line: Sendable, Hashable {
        var name: [UInt8]
        var value: [UInt8]
    }

    private struct Section: Sendable, Hashable {
        var title: String
        var lines: [Line] = []
    }

    private var sections: [Section] = []

    /// Takes a text apart; lines before the first title stand in a section without one.
    package init(_ text: String) {
        for line in text.utf8.split(separator: 10) {
            if line.starts(with: "== ".utf8) {
                sections.append(Section(title: String(decoding: line.dropFirst(3), as: UTF8.self)))
                continue
            }
            if sections.isEmpty { sections.append(Section(title: "")) }
            // By bytes: text that differs in normalisation alone counts as equal in Swift.
            let bytes = Array(line)
            let gap = bytes.firstRange(of: Array("  ".utf8))
            sections[sections.count - 1].lines.append(
                Line(
                    name: Array(bytes[..<(gap?.lowerBound ?? bytes.count)]),
                    value: Array(bytes[(gap?.upperBound ?? bytes.count)...])))
        }
    }

    /// Names what differs from `expected`, in the order of the sections.
    package func differences(from expected: RecordedText) -> [String] {
        let titles = expected.sections.map(\.title)
        let found = Dictionary(grouping: sections, by: \.title)
        var differences: [String] = []
        for section in expected.sections {
            guard let other = found[section.title]?.first else {
                differences.append("\(section.title): the section is missing")
                continue
            }
            differences += Self.differences(other, from: section)
        }
        differences += sections.map(\.title).filter { !titles.contains($0) }.map { "\($0): the section is new" }
        if differences.isEmpty, self != expected { differences.append("the sections come in another order") }
        return differences
    }

    private static func differences(_ section: Section, from expected: Section) -> [String] {
        let old = Dictionary(grouping: expected.lines, by: \.name)
        let new = Dictionary(grouping: section.lines, by: \.name)
        let changes: [String] = Set(old.keys).union(new.keys).sorted { $0.lexicographicallyPrecedes($1) }.compactMap {
            name in
            guard old[name] != new[name] else { return nil }
            let change = old[name] == nil ? "is new" : new[name] == nil ? "is missing" : "has changed"
            return "\(section.title): \(String(decoding: name, as: UTF8.self)) \(change)"
        }
        let isMoved = changes.isEmpty && section != expected
        return isMoved ? ["\(section.title): the lines come in another order"] : changes
    }

    // MARK: Fixtures

    private static let variable = "WELCOME_RECORD"
    private static let shownCount = 20

    /// Compares `text` with the fixture called `name`, or writes the fixture where the run is to record.
    ///
    /// - Throws: when the fixture cannot be read or written.
    package static func expect(
        _ text: String, asIn name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let url = Fixtures.url(name)
        guard ProcessInfo.processInfo.environment[variable] != "1" else {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
            Issue.record(
                "recorded Tests/Fixtures/\(name); run again without \(variable)", sourceLocation: sourceLocation)
            return
        }
        let known = try? String(contentsOf: url, encoding: .utf8)
        let differences = RecordedText(text).differences(from: RecordedText(known ?? ""))
        guard !differences.isEmpty else { return }
        var shown = differences.prefix(shownCount).map { "  \($0)" }
        if differences.count > shownCount { shown.append("  and \(differences.count - shownCount) more") }
        Issue.record(
            """
            not as in Tests/Fixtures/\(name), of what was recorded:
            \(shown.joined(separator: "\n"))
            If that is meant, run this test with \(variable)=1 and look at the difference before it is committed.
            """, sourceLocation: sourceLocation)
    }
}
