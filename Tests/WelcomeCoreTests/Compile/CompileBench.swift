import Testing

@testable import WelcomeCore

/// Themes as text, compiled and rendered in one go.
struct CompileBench {
    /// The files of all themes, such as `base/layout.mustache`.
    var files: [String: String] = [:]
    var media: [String: MediaEntry] = [:]
    var settings: SiteSettings
    var overrides: [ThemeOverride] = []

    /// A theme `base` with a page that is `layout` and a text that is `body`.
    init(layout: String = "{{{content}}}", body: String = "Текст.", _ more: [String: String] = [:]) throws {
        settings = SiteSettings(baseURL: try #require(BaseURL("https://w.example.kz")))
        files = [
            "base/theme.yml": "title: Base\nallow_values_to: [2gis.kz, x.kz]\n", "base/layout.mustache": layout,
            "base/ru.md": Self.text(body),
        ].merging(more) { $1 }
    }

    /// A text with the least of front matter; `body` begins on line 7.
    static func text(_ body: String, message: String = "Здравствуйте!\n{{url}}") -> String {
        let lines = message.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
        return "---\ntitle: Панели\nmessage: |\n\(lines.joined(separator: "\n"))\n---\n\(body)"
    }

    var library: ThemeLibrary {
        var folders: [String: ThemeFolder] = [:]
        for (path, text) in files {
            let parts = path.split(separator: "/", maxSplits: 1).map(String.init)
            folders[parts[0], default: ThemeFolder(name: parts[0], path: "themes/\(parts[0])", texts: [:])]
                .texts[parts[1]] = Array(text.utf8)
        }
        for (path, entry) in media {
            let parts = path.split(separator: "/", maxSplits: 1).map(String.init)
            folders[parts[0]]?.media[parts[1]] = entry
        }
        return ThemeLibrary(folders: folders)
    }

    /// What compiling for one lead came to.
    struct Outcome {
        var page: CompiledPage?
        var diagnostics: [Diagnostic]
        var html = ""
        var message = ""

        /// The diagnostics as `line:column code`.
        var places: [String] {
            diagnostics.map { "\($0.location?.line ?? 0):\($0.location?.column ?? 0) \($0.code.rawValue)" }
        }
    }

    /// Compiles the page of a lead with `fields` and renders it.
    func render(
        _ fields: [String: String] = [:], theme: String = "base", locale: String = "ru",
        tenant: String = "default"
    ) -> Outcome {
        var compiler = ThemeCompiler(settings: settings, library: library, overrides: overrides)
        return render(fields, theme: theme, locale: locale, tenant: tenant, with: &compiler)
    }

    /// Does the same with a compiler that remembers the pages of earlier leads.
    func render(
        _ fields: [String: String], theme: String = "base", locale: String = "ru", tenant: String = "default",
        with compiler: inout ThemeCompiler
    ) -> Outcome {
        var lead = Lead(
            identity: LeadIdentity(tenant: LeadText(tenant), lead: LeadText("1"), slot: LeadText("welcome")),
            theme: theme, locale: locale)
        lead.fields = fields.map { LeadField(name: $0.key, value: LeadText($0.value)) }.sorted { $0.name < $1.name }
        let page = compiler.page(for: PageKind(of: lead))
        var outcome = Outcome(page: page, diagnostics: compiler.diagnostics)
        let values = LinkValues(
            url: Array("https://w.example.kz/3h1616s4pe1nj96z0mam".utf8), expires: Array("2 января 2027 г.".utf8))
        if let page {
            var bytes: [UInt8] = []
            page.html.append(fields: lead.fields, values, to: &bytes)
            outcome.html = String(decoding: bytes, as: UTF8.self)
            bytes = []
            page.message.append(fields: lead.fields, values, to: &bytes)
            outcome.message = String(decoding: bytes, as: UTF8.self)
        }
        return outcome
    }
}

extension MediaEntry {
    /// A picture of this size, under a hash of one repeated digit.
    static func picture(_ digit: String, width: Int = 640, height: Int = 480) -> MediaEntry {
        var facts = MediaFacts(format: .jpeg)
        facts.width = width
        facts.height = height
        return .asset(
            MediaAsset(hash: String(repeating: digit, count: 32), byteCount: 1000, facts: facts, content: .file("x")))
    }

    static func document(_ digit: String) -> MediaEntry {
        .asset(
            MediaAsset(
                hash: String(repeating: digit, count: 32), byteCount: 2_400_000, facts: MediaFacts(format: .pdf),
                content: .file("x")))
    }
}
