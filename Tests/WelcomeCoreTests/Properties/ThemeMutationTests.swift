import Foundation
import Testing
import WelcomeTestSupport

@testable import WelcomeCore

/// The shipped themes with changes that nobody thought of: they compile, or the author reads where and why not.
@Suite struct ThemeMutationTests {
    /// What means something in a kind of file, by the ending of its name.
    private static let tokens: [String: [String]] = [
        "md": [
            "---\n", "\n", "# ", "- ", "> ", "* ", "    ", "```\n", "`", "**", "_", "[", "](", ")", "![", "<", ">", "&",
            "\\", "|", "|---|\n", "{{", "}}", "{{#", "{{/", "{{^", "{{{", "{{.}}", "{{> head}}", "{{url}}", "{{x}}",
            "<script>", "<!--", "https://", "tel:", "mailto:", "media/", "title: ", "message: |\n", "- \"", "\t",
            "\u{A0}", "\u{200B}", "\u{202E}", "[a]: https://x.kz\n", "1. ", "[ ] ", "\r\n", "\r",
        ],
        "yml": [
            "\n", "  ", ": ", "- ", "{", "}", "[", "]", ",", "#", "&a ", "*a", "!!int ", "|", ">", "'", "\"", "\t",
            "---\n",
            "null", "yes", "1e400", "-1", "2001-01-01", "extends: ", "fields: ", "params: ", "voice: ", "images: ",
            "documents: ", "accent: ", "\"#fff\"", "\"#12345g\"", "media/", "\u{2028}", "{{lead.name}}", "{{url}}",
        ],
        "mustache": [
            "{{", "}}", "{{#", "{{/", "{{^", "{{{", "}}}", "{{> ", "{{!", "{{.}}", "{{=<% %>=}}", "{{{content}}}",
            "{{title}}", "<", ">", "\"", "'", "=", " ", "<!--", "-->", "</", "<script>", "</script>", "<style>",
            "</style>", "<textarea>", "<svg>", "</svg>", "<template>", "<select>", "<title>", "<plaintext>",
            " onclick=",
            " style=", " href=", "javascript:", "https://x.kz/", "?q=", "&", "#", "/", "\n", "<p>", "<table>",
        ],
        "css": [
            "{", "}", ":", ";", "/*", "*/", "\"", "'", "(", ")", "url(", "@media ", "@import ", "var(--", "--", "#fff",
            "</style>", "<!--", "\\", "!important", ",", "\n", "rgb(", "calc(", "--link: #fff", "--page: ",
        ],
    ]
    /// Files of the theme `base` that once found a fault.
    private static let kept = [("theme.yml", "title: Base\nallow_values_to: [2gis.kz, a.kz")]
    private static let hostile = "Zq\"'`<script>zq</script><zq onclick=zq>&quot;&zq; {{title}} --> ]]> \\ javascript:zq"

    /// The shipped themes as a build reads them.
    private static let shipped = Result { () throws -> ThemeLibrary in
        let root = Fixtures.packageRoot.appendingPathComponent("themes")
        var library = ThemeLibrary(folders: [:])
        for name in ["base", "laminate", "panels"] {
            var folder = ThemeFolder(name: name, path: "themes/\(name)", texts: [:])
            let place = root.appendingPathComponent(name).path
            for case let path as String in FileManager.default.enumerator(atPath: place) ?? .init() {
                guard let data = FileManager.default.contents(atPath: "\(place)/\(path)") else { continue }
                let bytes = [UInt8](data)
                guard path.hasPrefix("media/") else {
                    folder.texts[path] = bytes
                    continue
                }
                let facts = try MediaProbe.probe(head: bytes, tail: bytes, byteCount: bytes.count).get()
                folder.media[path] = .asset(
                    MediaAsset(
                        hash: String(repeating: "a", count: 32), byteCount: bytes.count, facts: facts,
                        content: .bytes(bytes)))
            }
            library.folders[name] = folder
        }
        return library
    }

    /// A file of a theme, which a trial changes.
    private struct Place {
        var theme: String
        var path: String

        var kind: String { String(path.split(separator: ".").last ?? "") }
    }

    private static func places(in library: ThemeLibrary) -> [Place] {
        library.folders.values.flatMap { folder in folder.texts.keys.map { Place(theme: folder.name, path: $0) } }
            .filter { tokens[$0.kind] != nil }.sorted { ($0.theme, $0.path) < ($1.theme, $1.path) }
    }

    /// One changed theme, which has no error, as two leads get it.
    private struct Pair {
        var benign: [UInt8]
        var hostile: [UInt8]
        var origin: Comment
    }

    @Test func compilesOrSaysWhereAndWhyNot() throws {
        let library = try Self.shipped.get()
        let places = Self.places(in: library)
        try #require(places.count > 30)
        let mutations = Dictionary(grouping: places, by: \.kind).mapValues { places in
            Mutation(
                of: places.compactMap { library.folders[$0.theme]?.texts[$0.path] },
                tokens: Self.tokens[places[0].kind] ?? [])
        }
        var pairs: [Pair] = []
        for (path, text) in Self.kept {
            _ = try check(
                Array(text.utf8), at: Place(theme: "base", path: path), theme: "panels", locale: "ru", in: library)
        }
        try TrialBudget.run(count: 30) { random in
            let place = random.pick(places)
            guard let bytes = mutations[place.kind]?.changed(&random), String(validating: bytes, as: UTF8.self) != nil,
                !bytes.contains(0)
            else { return }
            let theme = place.theme == "base" ? random.pick(["panels", "laminate"]) : place.theme
            let locale =
                place.kind == "md" || place.path.hasPrefix("strings/")
                ? String(place.path.split(separator: "/").last?.prefix(2) ?? "ru") : random.pick(["kk", "ru", "en"])
            if let pair = try check(bytes, at: place, theme: theme, locale: locale, in: library) { pairs.append(pair) }
        }
        try checkPages(pairs)
    }

    /// Compiles the theme with `bytes` in the place of one file.
    private func check(
        _ bytes: [UInt8], at place: Place, theme: String, locale: String, in library: ThemeLibrary
    ) throws -> Pair? {
        let origin = Comment(
            rawValue: "\(place.theme)/\(place.path) for \(theme), \(locale): \(Data(bytes).base64EncodedString())")
        var library = library
        library.folders[place.theme]?.texts[place.path] = bytes
        var settings = SiteSettings(baseURL: try #require(BaseURL("https://w.example.kz")))
        settings.availableLocales = ["kk", "ru", "en"]
        var compiler = ThemeCompiler(settings: settings, library: library)
        var lead = Lead(
            identity: LeadIdentity(tenant: LeadText("default"), lead: LeadText("1"), slot: LeadText("welcome")),
            theme: theme, locale: locale)
        lead.fields = ["city", "name", "note"].map { LeadField(name: $0, value: LeadText("Zq")) }
        let start = ContinuousClock.now
        let page = compiler.page(for: PageKind(of: lead))
        #expect(ContinuousClock.now - start < .seconds(20), origin)
        let hasErrors = compiler.diagnostics.contains { $0.severity == .error }
        #expect(page != nil || hasErrors, origin)
        for diagnostic in compiler.diagnostics { checkPlace(of: diagnostic, in: library, origin) }
        guard let page, !hasErrors else { return nil }
        func render() -> [UInt8] {
            var html: [UInt8] = []
            let values = LinkValues(url: Array("https://w.example.kz/x".utf8), expires: Array("2 января".utf8))
            page.html.append(fields: lead.fields, values, to: &html)
            return html
        }
        let benign = render()
        lead.fields = lead.fields.map { LeadField(name: $0.name, value: LeadText(Self.hostile)) }
        return Pair(benign: benign, hostile: render(), origin: origin)
    }

    /// A diagnostic names a theme's folder, or a file and a line that it has.
    private func checkPlace(of diagnostic: Diagnostic, in library: ThemeLibrary, _ origin: Comment) {
        guard let place = diagnostic.location else {
            Issue.record("\(diagnostic.code.rawValue) has no place; \(origin)")
            return
        }
        let folder = library.folders.values.first { place.file == $0.path || place.file.hasPrefix("\($0.path)/") }
        let text = folder?.texts[String(place.file.dropFirst((folder?.path.count ?? 0) + 1))]
        #expect(folder != nil, "\(diagnostic); \(origin)")
        guard let text else {
            #expect(place.line == nil, "\(diagnostic); \(origin)")
            return
        }
        // YAML and Markdown know more line ends than one.
        let string = String(decoding: text, as: UTF8.self)
        let lines = string.unicodeScalars.count { "\n\r\u{85}\u{2028}\u{2029}".unicodeScalars.contains($0) } + 1
        #expect(place.line.map { (1...lines).contains($0) } == true, "\(diagnostic); \(origin)")
    }

    /// What a hostile lead's page shows is what the other's shows, but for texts.
    private func checkPages(_ pairs: [Pair]) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "welcome-themes-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // Nothing depends on the folder being gone.
        defer { try? FileManager.default.removeItem(at: folder) }
        var paths = ""
        for (index, pair) in pairs.enumerated() {
            for (name, html) in [("benign", pair.benign), ("hostile", pair.hostile)] {
                let file = folder.appendingPathComponent("\(index)-\(name).html")
                try Data(html).write(to: file)
                paths += file.path + "\n"
            }
        }
        let run = try PythonTool.run("dom_skeleton", ["--pairs"], input: paths)
        #expect(run.status == 0, "\(run.stdout)\(run.stderr)")
        for (index, pair) in pairs.enumerated() where run.stdout.contains("/\(index)-hostile.html") {
            Issue.record("a value is more than text; \(pair.origin)")
        }
    }
}
