import Foundation
import Synchronization
import Testing
import WelcomeTestSupport

/// A build that is to be broken, with what it comes to undisturbed.
struct FaultScenario: Sendable {
    /// The site before the build.
    let start: FolderSnapshot
    /// What was published before, if anything was.
    let old: PublishedSite?
    /// What the build publishes undisturbed.
    let clean: PublishedSite
    /// What it publishes when it takes place an hour later.
    let later: PublishedSite
    /// How it ends undisturbed.
    let status: Int32
    /// The calls on files of the site that it makes.
    let calls: [SystemCall]
    let kind: Kind

    /// Which build, and how its pages lie.
    enum Kind: String, CaseIterable, Sendable, CustomTestStringConvertible {
        case first, rebuild, firstCompressed, rebuildCompressed
        /// A rebuild for which nothing has changed.
        case repetition

        var isFirst: Bool { self == .first || self == .firstCompressed }
        /// Whether leads have changed.
        var isRebuild: Bool { self == .rebuild || self == .rebuildCompressed }
        var isCompressed: Bool { self == .firstCompressed || self == .rebuildCompressed }
        var testDescription: String { rawValue }

        /// The first build is on the first day, a rebuild on the second.
        var now: String { moment(hours: self == .repetition ? 1 : 0) }
        /// When the build is repeated.
        var later: String { moment(hours: isFirst ? 0 : 2) }

        private func moment(hours: Int64) -> String {
            ChangingLeads.text(isRebuild ? ChangingLeads.secondDay : ChangingLeads.firstDay, hours: hours)
        }
    }

    /// The command line of the build at `path`; calls are counted by thread, so there is to be only one.
    static func command(_ path: String, now: String) -> [String] {
        [WelcomeBinary.path, "build", "--site", path, "--now", now, "--jobs", "1"]
    }

    /// The command line that builds as `command` does where `path` was built before on this very file system.
    static func commandAfterAnother(_ path: String, _ command: [String]) -> [String] {
        let first = Self.command(path, now: ChangingLeads.text(ChangingLeads.firstDay)).joined(separator: " ")
        return ["/bin/sh", "-c", "\(first) 2>/dev/null; exec \"$@\"", "sh"] + command
    }

    static let environment: [String: String?] = ["WELCOME_KEYS": nil, "NO_COLOR": "1"]

    /// The scenario of a kind, which is made once.
    static func of(_ kind: Kind) throws -> FaultScenario {
        try made.withLock { made in
            if let scenario = made[kind] { return scenario }
            let scenario = try FaultScenario(kind)
            made[kind] = scenario
            return scenario
        }
    }

    private static let made = Mutex<[Kind: FaultScenario]>([:])

    private init(_ kind: Kind) throws {
        self.kind = kind
        let site = try SiteFolder.changing(isCompressed: kind.isCompressed)
        try Self.expect(3, site.build("--jobs", "1", now: ChangingLeads.text(ChangingLeads.firstDay)))
        if kind.isRebuild { try site.write(ChangingLeads.after, to: "leads.csv") }
        var start = try site.snapshot()
        // Media that were prepared before, as CI keeps them: the sweep is not one of other people's programs.
        if kind.isFirst { start.files = start.files.filter { Self.isThereAtFirst($0.key) } }
        self.start = start
        old = kind.isFirst ? nil : PublishedSite(output: try site.snapshot(of: "output"))
        status = kind.isRebuild ? 0 : 3
        // Beside its original a copy does not build.
        try site.remove("output")

        let traced = try Self.begin(kind, start)
        let (run, calls) = try SystemCalls.record(
            SystemCalls.changing + SystemCalls.reading, of: Self.command(traced.path, now: kind.now),
            environment: Self.environment, log: traced.absolute("strace")
        ) { $0.arguments.contains(traced.path) }
        try Self.expect(status, run)
        self.calls = calls
        clean = PublishedSite(output: try traced.snapshot(of: "output"))
        let copy = try Self.begin(kind, start)
        try Self.expect(status, copy.build("--jobs", "1", now: kind.later))
        later = PublishedSite(output: try copy.snapshot(of: "output"))
    }

    private static func isThereAtFirst(_ file: String) -> Bool {
        !file.hasPrefix("output/") || file.hasPrefix("output/media/")
    }

    /// Makes a site to build.
    func begin() throws -> SiteFolder { try Self.begin(kind, start) }

    private static func begin(_ kind: Kind, _ start: FolderSnapshot) throws -> SiteFolder {
        let site = try SiteFolder(restoring: start)
        // That nothing has changed is only believed where the files are the very ones that the last build left.
        if kind == .repetition {
            try expect(3, site.build("--jobs", "1", now: ChangingLeads.text(ChangingLeads.firstDay)))
        }
        return site
    }

    private static func expect(_ status: Int32, _ run: ProgramRun) throws {
        if run.status != status { throw UnbuiltSite(errors: run.stderr) }
    }
}

extension SiteFolder {
    /// Makes a site of one small theme whose leads are those before the day of changes.
    fileprivate static func changing(isCompressed: Bool) throws -> SiteFolder {
        let settings = """
            base_url: https://w.example.kz
            locales: {default: ru, available: [ru]}
            leads: leads.csv
            pages: {store: \(isCompressed ? "gzip" : "html")}

            """
        let site = try SiteFolder(settings: settings, themes: [])
        try site.write(
            "title: Base\nimages: [{file: media/photo.jpg, alt: Склад}]\n", to: "themes/base/theme.yml")
        try site.copy(Fixtures.path("media/grey.jpg"), to: "themes/base/media/photo.jpg")
        try site.write(
            "---\ntitle: Панели\nmessage: |\n  Здравствуйте!\n  {{url}}\n---\nТекст.\n", to: "themes/base/ru.md")
        try site.write(layout, to: "themes/base/layout.mustache")
        try site.write(ChangingLeads.before, to: "leads.csv")
        return site
    }

    private static let layout = """
        <!DOCTYPE html>
        <title>{{title}}</title>
        {{{content}}}
        {{#lead.name}}{{lead.name}}{{/lead.name}}
        {{#photos}}{{#items}}<img src="{{src}}">{{/items}}{{/photos}}

        """
}
