import Foundation
import WelcomeCore
import WelcomeIO

/// Writes the files of a new site.
struct NewSite {
    let directory: String
    /// The folder of the themes that come with the program.
    let shipped: ShippedFiles

    private var target: SiteScaffold { SiteScaffold(directory: directory) }

    /// A site with one theme to fill in and no leads yet.
    func createStarter() throws(BuildFailure) {
        try target.check(["welcome.yml", "keys.yml", "themes", ".gitignore", "output/ledger.db"])
        try target.copy(from: shipped.themesPath, theme: "base")
        try target.write(PackageResources.starter_theme_yml, to: "themes/shop/theme.yml")
        try target.write(PackageResources.starter_ru_md, to: "themes/shop/ru.md")
        try target.write(PackageResources.starter_kk_md, to: "themes/shop/kk.md")
        try writeSettings(PackageResources.starter_welcome_yml)
        try target.write(PackageResources.starter_gitignore, to: ".gitignore")
        try target.writeKeys()
    }

    /// The shipped themes and settings, with a database of awkward leads.
    func createSample() throws(BuildFailure) {
        try target.check(["welcome.yml", "keys.yml", "themes", ".gitignore", "leads.db", "output/ledger.db"])
        for theme in ["base", "panels", "laminate"] { try target.copy(from: shipped.themesPath, theme: theme) }
        try writeSettings(shipped.settings())
        try target.write(PackageResources.starter_gitignore, to: ".gitignore")
        try target.writeKeys()
        try target.writeLeads(
            ddl: SchemaCommand.Subject.leads.text, rows: PackageResources.sample_leads_ndjson
        )
    }

    /// Writes settings with a name for the site, and the ledger of that site.
    private func writeSettings(_ text: [UInt8]) throws(BuildFailure) {
        let digits = hexadecimal((0..<8).map { _ in UInt8.random(in: .min ... .max) })
        let siteID = "site-\(digits)"
        var lines = String(decoding: text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        let end = lines.firstIndex { $0.hasPrefix("base_url:") } ?? 0
        lines.insert(
            contentsOf: [
                "",
                "# The name that the memory of this site in output/ is known by. Never change it: a build without that memory",
                "# stops, for it would give everybody another link.", "site_id: \(siteID)",
            ], at: end + 1)
        try target.write(Array(lines.joined(separator: "\n").utf8), to: "welcome.yml")
        try target.foundLedger(of: siteID)
    }
}
