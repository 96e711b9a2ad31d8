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
        try target.check(["welcome.yml", "keys.yml", "themes", ".gitignore"])
        try target.copy(from: shipped.themesPath, theme: "base")
        try target.write(PackageResources.starter_theme_yml, to: "themes/shop/theme.yml")
        try target.write(PackageResources.starter_ru_md, to: "themes/shop/ru.md")
        try target.write(PackageResources.starter_kk_md, to: "themes/shop/kk.md")
        try target.write(PackageResources.starter_welcome_yml, to: "welcome.yml")
        try target.write(PackageResources.starter_gitignore, to: ".gitignore")
        try target.writeKeys()
    }

    /// The shipped themes and settings, with a database of awkward leads.
    func createSample() throws(BuildFailure) {
        try target.check(["welcome.yml", "keys.yml", "themes", ".gitignore", "leads.db"])
        for theme in ["base", "panels", "laminate"] { try target.copy(from: shipped.themesPath, theme: theme) }
        try target.copy(file: shipped.settingsPath, to: "welcome.yml")
        try target.write(PackageResources.starter_gitignore, to: ".gitignore")
        try target.writeKeys()
        try target.writeLeads(
            ddl: String(decoding: PackageResources.leads_sql, as: UTF8.self), rows: PackageResources.sample_leads_ndjson
        )
    }
}
