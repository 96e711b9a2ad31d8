import Foundation
import Glibc
package import WelcomeCore

/// A site folder with its settings read, and what the command line lays over them.
package struct Site: Sendable {
    /// The folder of `welcome.yml`, as it was named.
    package let directory: String
    package let settings: SiteSettings
    /// Diagnostics about the settings that do not stop a command.
    package let warnings: [Diagnostic]

    /// What the command line says instead of the settings file; paths are relative to the working directory.
    package struct Overrides: Sendable {
        package var leads: String?
        package var output: String?
        package var themes: String?

        package init(leads: String? = nil, output: String? = nil, themes: String? = nil) {
            self.leads = leads
            self.output = output
            self.themes = themes
        }
    }

    private let overrides: Overrides

    private init(directory: String, settings: SiteSettings, warnings: [Diagnostic], overrides: Overrides) {
        self.directory = directory
        self.settings = settings
        self.warnings = warnings
        self.overrides = overrides
    }

    /// Returns the same site under other settings.
    func with(_ settings: SiteSettings) -> Site {
        Site(directory: directory, settings: settings, warnings: warnings, overrides: overrides)
    }

    /// Reads `welcome.yml` in `directory`.
    ///
    /// - Throws: `BuildFailure.settings` with every diagnostic, or `BuildFailure.files`.
    package init(directory: String, overrides: Overrides = Overrides()) throws(BuildFailure) {
        self.directory = directory
        self.overrides = overrides
        let file = directory == "." ? "welcome.yml" : "\(directory)/welcome.yml"
        guard let text = try Self.text(of: file) else {
            throw .settings([
                Diagnostic(
                    .error, .settingsMissing, at: SourceLocation(file: file), "there is no settings file here",
                    fix: "go to the site's folder, name it with --site, or make a new site with `welcome init`")
            ])
        }
        let (parsed, found) = SiteSettings.parse(text, file: file)
        let diagnostics = found + (parsed.map(Self.unknownZones) ?? [])
        guard let parsed, !diagnostics.contains(where: { $0.severity == .error }) else { throw .settings(diagnostics) }
        settings = parsed
        warnings = diagnostics
    }

    /// Reports the time zones of `settings` that this system does not know.
    static func unknownZones(in settings: SiteSettings) -> [Diagnostic] {
        // Thousands of tenants name a handful of zones.
        var fixes: [String: String] = [:]
        for zone in Set(settings.writtenZones.map(\.value)) where TimeZone(identifier: zone) == nil {
            fixes[zone] =
                nearestName(to: zone, among: TimeZone.knownTimeZoneIdentifiers).map { "did you mean `\($0)`?" }
                ?? "write a name such as Asia/Almaty"
        }
        return settings.writtenZones.compactMap { zone in
            fixes[zone.value].map { fix in
                Diagnostic(
                    .error, .settingsValue, at: zone.location, "`\(zone.value)` is not a time zone", fix: fix)
            }
        }
    }

    private static func text(of file: String) throws(BuildFailure) -> String? {
        do {
            return try wholeFile(file).map { String(decoding: $0, as: UTF8.self) }
        } catch {
            throw .files(error)
        }
    }

    // MARK: Places

    /// Where the themes lie.
    package var themesPath: String { overrides.themes ?? resolve(settings.themesPath) }

    /// The folder that holds the web root, the manifest and the ledger.
    package var outputPath: String { overrides.output ?? resolve(settings.outputPath) }

    package var ledgerPath: String { "\(outputPath)/ledger.db" }

    package var keysPath: String { resolve(settings.keysPath) }

    /// The source of leads; `nil` when neither settings nor command line name one.
    package var leadsPath: String? { overrides.leads ?? settings.leadsPath.map(resolve) }

    /// A path of the settings, relative to their folder, as seen from the working directory.
    package func resolve(_ path: String) -> String {
        path.hasPrefix("/") || directory == "." ? path : "\(directory)/\(path)"
    }

    /// How far ahead of UTC the clocks of each tenant are.
    var localOffset: LeadParser.LocalOffset {
        let zones = Dictionary(settings.tenants.map { ($0.id, timeZone(of: $0)) }) { _, last in last }
        let other = TimeZone(identifier: settings.timezone) ?? .gmt
        return { tenant, instant in
            let date = Date(timeIntervalSince1970: TimeInterval(instant.secondsSinceEpoch))
            return (zones[tenant] ?? other).secondsFromGMT(for: date)
        }
    }

    /// The time zone that a tenant counts its days in.
    func timeZone(of tenant: TenantSettings) -> TimeZone {
        TimeZone(identifier: tenant.timezone ?? settings.timezone) ?? .gmt
    }
}
