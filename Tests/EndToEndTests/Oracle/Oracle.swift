import Foundation
import Testing
import WelcomeTestSupport

/// What the program makes of a site, build after build, beside what it made of it when the fixture was recorded.
///
/// After every step `record_site.py` tells what is published, which rows were rejected and what the ledger holds; of that the
/// fixture has what the step changed. Builds run without media tools, so that nothing depends on what is installed, and
/// with one or several jobs in turn.
struct Oracle {
    let site: SiteFolder
    /// Whether one digest stands for all pages, lines and rows of a kind.
    private let isLarge: Bool
    private var text = ""
    private var builds = 0
    /// The lines after the last step, by name.
    private var known: [Substring: Substring] = [:]

    init(_ site: SiteFolder, isLarge: Bool = false) {
        self.site = site
        self.isLarge = isLarge
    }

    /// Builds the site and records what is there afterwards, and what was reported.
    ///
    /// Lines that begin with one of `ignored` are left out, for what is right in several forms.
    mutating func build(
        _ step: String, _ arguments: String..., now: String = SiteFolder.now, status: Int32 = 0,
        ignoring ignored: [String] = []
    ) throws {
        builds += 1
        let run = try WelcomeBinary.run(
            ["build", "--json", "--jobs", builds.isMultiple(of: 2) ? "3" : "1", "--site", site.path, "--now", now]
                + arguments, environment: Self.environment)
        try #require(run.status == status, "\(step): \(run.stderr)")
        try record("\(step): exit \(run.status)", report: run.stdout, ignoring: ignored)
    }

    /// Runs another command of the site and records what is there afterwards.
    mutating func run(
        _ step: String, _ command: String, _ arguments: String..., now: String = SiteFolder.now
    ) throws {
        let run = try WelcomeBinary.run(
            [command, "--site", site.path, "--now", now] + arguments, environment: Self.environment)
        try #require(run.status == 0, "\(step): \(run.stderr)")
        try record("\(step): exit \(run.status)")
    }

    /// Records what is there now.
    mutating func record(_ step: String, report: String = "", ignoring ignored: [String] = []) throws {
        let run = try PythonTool.run(
            "record_site", [site.absolute("output")] + (isLarge ? ["--large"] : []), input: report)
        try #require(run.status == 0, "\(step): \(run.stderr)")
        text += "== \(step)\n"
        var lines: [Substring: Substring] = [:]
        for line in run.stdout.split(separator: "\n") where !ignored.contains(where: line.hasPrefix) {
            let gap = try #require(line.firstRange(of: "  "))
            let (name, value) = (line[..<gap.lowerBound], line[gap.upperBound...])
            // A name that comes twice would hide what changes in the first.
            try #require(lines.updateValue(value, forKey: name) == nil, "\(step): \(name) comes twice")
            if known[name] != value { text += "\(line)\n" }
        }
        for name in known.keys.filter({ lines[$0] == nil }).sorted() { text += "\(name)  gone\n" }
        known = lines
    }

    /// Compares all that was recorded with the fixture called `name`.
    func expect(asIn name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        try RecordedText.expect(text, asIn: "oracle/\(name).txt", sourceLocation: sourceLocation)
    }

    /// No program that makes media is found.
    static let environment: [String: String?] = ["PATH": "/nonexistent"]

    /// The moment of a build some days after the usual one.
    static func day(_ number: Int) -> String {
        let moment = Date(timeIntervalSince1970: 1_795_406_400 + Double(number) * 86_400)
        return moment.formatted(.iso8601)
    }
}

extension SiteFolder {
    /// A shop whose pages show what a lead and a theme have and nothing else, for sites of many kinds of pages; values stand
    /// wherever a theme may put them.
    static func plainShop(settings: String = SiteFolder.settings) throws -> SiteFolder {
        let site = try SiteFolder.shop(settings: settings)
        try site.remove("themes/base")
        try site.write("title: Base\nallow_values_to: [wa.me]\n", to: "themes/base/theme.yml")
        try site.write(
            """
            <!DOCTYPE html>
            <title>{{title}}</title>
            {{{content}}}
            {{#lead.name}}<p title="{{lead.name}}" lang='{{lead.name}}'>{{lead.name}}</p>
            <a href="https://wa.me/{{lead.name}}?text={{lead.name}}">{{lead.expires}}</a>{{/lead.name}}
            {{#lead.note}}<i title="{{lead.note}}">{{lead.note}}</i>{{/lead.note}}
            {{#photos}}{{#items}}<img src="{{src}}">{{/items}}{{/photos}}

            """, to: "themes/base/layout.mustache")
        return site
    }
}
