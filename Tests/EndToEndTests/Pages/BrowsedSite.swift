import Foundation
import WelcomeTestSupport

/// A site with pages of every shipped theme, locale and lack, served by a real nginx for a real browser.
struct BrowsedSite {
    /// A page, and what the browser is to do with it.
    struct Case: Encodable {
        var name: String
        var url: String
        var script = true
        var drive: [String]
    }

    /// What the browser found.
    struct Finding: Decodable {
        var name: String
        var problems: [String]
    }

    /// Where pictures of the pages stay for a person to look through.
    static let screenshots = Fixtures.packageRoot.appendingPathComponent(".build/screenshots").path

    static let themes = ["panels", "laminate", "base"]
    static let locales = ["ru", "kk", "en"]

    let site: SiteFolder
    private let server: NginxServer
    private let publication: Publication

    /// Serves the sample's site with leads of its own.
    init() throws {
        site = try SiteFolder(restoring: Self.firstBuild.get())
        publication = try site.published()
        server = try NginxServer(serving: site)
    }

    private static let firstBuild = Result {
        let site = try SiteFolder.sample()
        // With one host pages answer under any name, so that the browser can ask for them by the server's address.
        try site.replace("    base_url: https://w.example.ru\n", with: "", in: "welcome.yml")
        for (theme, front) in partialThemes {
            try site.write("extends: panels\n", to: "themes/\(theme)/theme.yml")
            try site.write(text(front), to: "themes/\(theme)/ru.md")
        }
        try site.writeLeads(leads)
        let run = try site.build()
        guard run.status == 0 else { throw UnbuiltSite(errors: run.stderr) }
        return try site.snapshot()
    }

    /// The address of a lead's page.
    func url(_ lead: String) throws -> String {
        guard let line = publication.line(lead, tenant: "alucom") else { throw UnbuiltSite(errors: lead) }
        return "\(server.origin)/\(line.code)"
    }

    /// The HTML of a lead's page.
    func html(_ lead: String) throws -> String {
        guard let line = publication.line(lead, tenant: "alucom") else { throw UnbuiltSite(errors: lead) }
        return try publication.html(line)
    }

    /// Lets a browser look at pages and use them, all in one session.
    func browse(_ cases: [Case]) throws -> [Finding] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        let lines = try cases.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }
        let run = try PythonTool.run("browse_pages", [Self.screenshots], input: lines.joined())
        guard run.status == 0 else { throw UnbuiltSite(errors: run.stderr) }
        return try run.output.split(separator: 10).map { try JSONDecoder().decode(Finding.self, from: $0) }
    }

    // MARK: Leads

    /// Themes that lack one thing each.
    static let partialThemes = [
        "silent": "images: [media/photo-building.jpg, media/texture-brick.png]\ndocuments: [media/catalog.pdf]",
        "unseen": "voice: {file: media/voice-ru.ogg, transcript: Коротко.}\ndocuments: [media/catalog.pdf]",
        "priced": "images: [{file: media/price-list.png, kind: price_list, alt: Цены}, "
            + "{file: media/photo-building.jpg, kind: price_list, alt: Ещё}]",
        "many": "voice: {file: media/voice-ru.ogg, transcript: Коротко.}\nimages: [\(sixPhotos)]",
    ]

    private static var sixPhotos: String {
        Array(repeating: "media/photo-building.jpg, media/texture-brick.png", count: 3).joined(separator: ", ")
    }

    private static func text(_ front: String) -> String {
        """
        ---
        title: Панели
        message: |
          Здравствуйте!
          {{url}}
        \(front)
        ---
        # {{#lead.name}}{{lead.name}}, здравствуйте!{{/lead.name}}{{^lead.name}}Здравствуйте!{{/lead.name}}

        Спасибо за заявку.

        """
    }

    private static var leads: [[String: Any]] {
        let full: [String: Any] = [
            "tenant": "alucom", "name": "Асан Өмірбекұлы Тұрсынбайқызы-Әбдірахмановтың", "city": "Қарағанды",
            "note": "Дом 10×12, высота 3 м.\nЗвонить после 18:00.", "created_at": "2026-11-01T09:00:00+05:00",
        ]
        var leads: [[String: Any]] = []
        for theme in themes + partialThemes.keys.sorted() {
            for locale in themes.contains(theme) ? locales : ["ru"] {
                leads.append(full.merging(["id": "\(theme)-\(locale)", "theme": theme, "locale": locale]) { $1 })
                leads.append([
                    "id": "\(theme)-\(locale)-nameless", "theme": theme, "locale": locale, "tenant": "alucom",
                    "created_at": "2026-11-01T09:00:00+05:00",
                ])
            }
        }
        return leads
    }
}
