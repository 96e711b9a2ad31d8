import Foundation
import GRDB
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

/// What a test puts at one path of a site.
enum SiteFile: Sendable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    case bytes([UInt8])
    /// A file of `Tests/Fixtures`.
    case sample(String)
    /// A script that the system may execute.
    case program(String)
    /// A database that these statements make.
    case database(String)
    case symbolicLink(to: String)
    case pipe
    /// Nothing, where the plain site has something.
    case absent

    static func text(_ text: String) -> SiteFile { .bytes(Array(text.utf8)) }

    init(stringLiteral value: String) {
        self = .text(value)
    }
}

/// A site in a temporary folder, which goes when the value does.
final class TemporarySite {
    let folder: String

    /// The least that builds without a diagnostic: one theme, one text, one lead.
    static let plain: [String: SiteFile] = [
        "welcome.yml": """
        base_url: https://w.example.kz
        leads: leads.csv
        locales: {default: ru, available: [ru]}

        """,
        "keys.yml": .text(keys("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")),
        "leads.csv": "id,theme,phone\n1,base,+77011234567\n",
        "themes/base/theme.yml": "title: Base\n",
        "themes/base/ru.md": .text(page("Текст.")),
        "themes/base/layout.mustache": .text(layout("")),
    ]

    /// A key file with one key.
    static func keys(_ base64: String) -> String { "keys: [{id: 0, not_before: 2020-01-01, key: \(base64)}]\n" }

    /// A text whose `body` begins on line 7.
    static func page(_ body: String) -> String { page(message: "  Здравствуйте!\n  {{url}}", body) }

    /// A text whose `message` begins on line 4, and whose body is two lines below the message.
    static func page(message: String, _ body: String = "Текст.") -> String {
        "---\ntitle: Панели\nmessage: |\n\(message)\n---\n\(body)\n"
    }

    /// A layout whose line 4 is `line`.
    static func layout(_ line: String) -> String {
        "<!DOCTYPE html>\n<title>{{title}}</title>\n{{{content}}}\n\(line)\n"
    }

    /// Makes the plain site with `changes` laid over it.
    init(_ changes: [String: SiteFile] = [:]) throws {
        let parent = FileManager.default.temporaryDirectory.path
        folder = realPath(parent) + "/welcome-site-\(UUID().uuidString)"
        for (path, file) in Self.plain.merging(changes, uniquingKeysWith: { $1 }) { try put(file, at: path) }
    }

    deinit {
        // Nothing depends on the folder being gone.
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Replaces what lies at `path`.
    func put(_ file: SiteFile, at path: String) throws {
        let place = "\(folder)/\(path)"
        let parent = URL(fileURLWithPath: place).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        if (try? FileManager.default.attributesOfItem(atPath: place)) != nil {
            try FileManager.default.removeItem(atPath: place)
        }
        switch file {
        case .bytes(let bytes): try Data(bytes).write(to: URL(fileURLWithPath: place))
        case .sample(let name): try FileManager.default.copyItem(atPath: Fixtures.path(name), toPath: place)
        case .program(let text):
            try Data(text.utf8).write(to: URL(fileURLWithPath: place))
            try setMode(0o755, of: path)
        case .database(let sql):
            let queue = try DatabaseQueue(path: place)
            try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
            try queue.close()
        case .symbolicLink(let target):
            try FileManager.default.createSymbolicLink(atPath: place, withDestinationPath: target)
        case .pipe: unsafe mkfifo(place, 0o600)
        case .absent: break
        }
        if path == "keys.yml" { try setMode(0o600, of: path) }
    }

    func setMode(_ mode: Int, of path: String) throws {
        guard FileManager.default.fileExists(atPath: "\(folder)/\(path)") else { return }
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: "\(folder)/\(path)")
    }

    /// The text of a file of the site; `nil` where there is none.
    func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: "\(folder)/\(path)").map { String(decoding: $0, as: UTF8.self) }
    }

    /// The paths of all files below `path`, ascending; hidden ones and folders are left out.
    func files(below path: String) throws -> [String] {
        try FileTree.entries(below: "\(folder)/\(path)")?.map(\.path) ?? []
    }

    // MARK: Building

    /// 2026-10-05T12:00:00Z.
    static let now = Timestamp(secondsSinceEpoch: 1_791_201_600)

    /// The options of a build of everything at `now`.
    static var options: BuildOptions { BuildOptions(now: now, jobs: 1, keysText: nil) }

    /// Fetches media by URL from a network without a single name.
    static func offline(_ hosts: [MediaHost]) -> MirrorPolicy {
        var policy = MirrorPolicy(hosts: hosts)
        policy.resolve = { _ in [] }
        return policy
    }

    /// Builds the site; links carry `signatureBytes` of their signature.
    func build(
        _ options: BuildOptions = options, signatureBytes: Int = 10,
        mirror: @escaping ([MediaHost]) -> MirrorPolicy = offline
    ) -> (report: BuildReport, diagnostics: [Diagnostic]) {
        do throws(BuildFailure) {
            var build = Build(
                site: try Site(directory: folder), options: options,
                makeSigner: { LinkSigner(keys: $0, keptBytes: signatureBytes) }, makeMirrorPolicy: mirror)
            let (report, failure) = build.run()
            return (report, report.diagnostics + report.rowDiagnostics + (failure?.diagnostics ?? []))
        } catch {
            return (BuildReport(), error.diagnostics)
        }
    }

    /// What a piece of work on links has to say when it fails.
    func diagnostics(_ body: (LinkWork) throws -> Void) -> [Diagnostic] {
        do {
            try body(LinkWork(site: try Site(directory: folder), now: Self.now, timeout: 0))
            return []
        } catch {
            return (error as? BuildFailure)?.diagnostics ?? []
        }
    }

    /// The diagnostics about all themes, in all locales.
    func check() -> [Diagnostic] {
        do throws(BuildFailure) {
            return try ThemeCheck.run(try Site(directory: folder))
        } catch {
            return error.diagnostics
        }
    }

    /// The diagnostics about what would be public.
    func outputCheck() -> [Diagnostic] {
        do throws(BuildFailure) {
            return try OutputCheck.run(try Site(directory: folder))
        } catch {
            return error.diagnostics
        }
    }

    /// A diagnostic as a person reads it, with places as seen from the site's folder.
    func headline(_ diagnostic: Diagnostic) -> String {
        var place = diagnostic.location?.file ?? ""
        if let location = diagnostic.location {
            if let line = location.line { place += ":\(line)" }
            if let column = location.column { place += ":\(column)" }
            if let row = location.row { place += " row \(row)" }
            if let field = location.field { place += " column \(field)" }
            place += ": "
        }
        let text = "\(place)\(diagnostic.severity): \(diagnostic.summary) [\(diagnostic.code.rawValue)]"
        return text.replacingOccurrences(of: "\(folder)/", with: "")
    }
}
