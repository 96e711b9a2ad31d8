import Foundation
import WelcomeTestSupport

/// The pages that outside checkers look at: every theme in every language, with all that a lead can have and with nothing.
struct PageSite {
    let site: SiteFolder

    /// The folder that is served.
    var folder: String { site.absolute("output/site") }

    /// The paths of a theme's pages below the folder that is served.
    func pages(of theme: String) throws -> [String] {
        try site.published().lines.filter { $0.theme == theme }.compactMap { $0.page?.file }
    }

    /// The absolute paths of all pages, and of the one for addresses that lead nowhere.
    func files() throws -> [String] {
        let published = try site.published()
        return published.lines.map(published.pagePath) + ["\(folder)/404.html"]
    }

    /// The sample site, with a lead of each kind for each theme.
    static func sample() throws -> PageSite {
        let site = try SiteFolder.sample()
        try site.writeLeads(
            ["base", "panels", "laminate"].flatMap { theme in
                ["kk", "ru", "en"].flatMap { leads(theme: theme, locale: $0, tenant: "alucom") }
            })
        return try PageSite(site)
    }

    /// A site as `welcome init` makes it, in the languages that it has texts for.
    static func starter() throws -> PageSite {
        let site = try SiteFolder()
        let run = try WelcomeBinary.run(["init", site.absolute("new")])
        guard run.status == 0 else { throw UnbuiltSite(errors: run.stderr) }
        for file in [
            "welcome.yml", "themes/shop/theme.yml", "themes/shop/ru.md", "themes/shop/kk.md", "output/ledger.db",
        ] {
            try site.copy(site.absolute("new/\(file)"), to: file)
        }
        try site.replace("leads: leads.db", with: "leads: leads.ndjson", in: "welcome.yml")
        try site.writeLeads(["kk", "ru"].flatMap { leads(theme: "shop", locale: $0, tenant: "default") })
        return try PageSite(site)
    }

    private init(_ site: SiteFolder) throws {
        self.site = site
        let run = try site.build()
        guard run.status == 0 else { throw UnbuiltSite(errors: run.stderr) }
    }

    private static func leads(theme: String, locale: String, tenant: String) -> [[String: Any]] {
        let bare = [
            "id": "\(theme)-\(locale)-bare", "tenant": tenant, "theme": theme, "locale": locale,
            "created_at": "2026-11-01T09:00:00+05:00",
        ]
        let full = [
            "id": "\(theme)-\(locale)-full", "name": "Айгүл", "city": "Өскемен", "note": "Нужны панели",
            "phone": "+77011234567",
            "address": "Алматы, ул. Абая, 5",
        ]
        return [bare, bare.merging(full) { $1 }]
    }
}
