import Testing
import WelcomeCore
import WelcomeIO

/// Compiled pages are forgotten where there are many; a site is the same whether they were or not.
@Suite struct ForgottenPagesTests {
    private static let files: [String: SiteFile] = [
        "welcome.yml": """
        base_url: https://w.example.kz
        leads: leads.csv
        locales: {default: ru, available: [ru, kk]}
        tenants:
          a: {channel: telegram}
          b: {name: B, region: UZ}
          c: {channel: chatflow, stop_words: [acme]}

        """,
        "leads.csv": """
        id,tenant,theme,locale,name,city,phone,channel_address,created_at
        1,a,base,ru,Анна,Алматы,+77011234561,4242,2026-10-01
        2,b,base,kk,Олег,,+77011234562,,2026-10-01
        3,a,base,ru,evil.kz,Астана,+77011234563,4243,2026-10-01
        4,c,base,ru,,,+77011234564,,2026-10-01
        5,c,base,ru,,evil.kz,+77011234565,,2026-10-01
        6,a,base,ru,Анна,Шымкент,+77011234566,4244,2026-10-01
        7,b,other,ru,Айгүл,Тараз,+77011234567,,2026-10-01
        8,c,base,kk,Ерлан,wa.me,,,2026-10-01

        """,
        "themes/base/theme.yml": "title: Base\nfields: {city: {fallback: {ru: город, kk: қала}}}\n",
        "themes/base/ru.md": .text(TemporarySite.page(message: message, "Текст, {{lead.city}}.")),
        "themes/base/kk.md": .text(TemporarySite.page(message: message, "Мәтін, {{lead.city}}.")),
        "themes/other/theme.yml": "title: Other\nextends: base\n",
        "themes/other/ru.md": .text(TemporarySite.page("Другой текст.")),
    ]
    private static let message = "  {{#lead.name}}{{lead.name}}, {{/lead.name}}здравствуйте! {{lead.city}}\n  {{url}}"

    /// What a build of the site publishes, and what it says; its own name is left out.
    private func outcome(_ store: PageStore, compiledPageBytes: Int) throws -> [String] {
        let site = try TemporarySite(Self.files)
        let settings = try #require(site.text("welcome.yml"))
        try site.put(.text(settings + "pages: {store: \(store.rawValue)}\n"), at: "welcome.yml")
        var options = TemporarySite.options
        options.compiledPageBytes = compiledPageBytes
        let (report, diagnostics) = site.build(options)
        try #require(report.isPublished, "\(diagnostics.map(site.headline))")
        #expect(report.leads == 8 && report.pagesWritten == 8)
        let pages = try site.files(below: "output/site").map { path in
            "\(path) \(site.text("output/site/\(path)") ?? "")"
        }
        let manifest = try #require(site.text("output/manifest-\(report.build).ndjson"))
        let fields = report.fields.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return pages + [manifest.replacing(report.build, with: "BUILD")] + fields
            + ["\(report.byState.sorted { $0.key.rawValue < $1.key.rawValue })"] + diagnostics.map(site.headline)
    }

    @Test(arguments: [PageStore.html, .gzip]) func areCompiledAgainToTheSame(store: PageStore) throws {
        let kept = try outcome(store, compiledPageBytes: .max)
        #expect(kept.contains { $0.contains("value_looks_like_link") } && kept.contains { $0.hasPrefix("city") })
        #expect(try outcome(store, compiledPageBytes: 0) == kept)
    }
}
