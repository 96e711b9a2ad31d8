import WelcomeTestSupport

extension SiteFolder {
    /// Makes a site with a theme `shop` of one page and no media, and two leads.
    static func shop(settings: String = SiteFolder.settings) throws -> SiteFolder {
        let site = try SiteFolder(settings: settings)
        try site.write("extends: base\ntitle: Shop\n", to: "themes/shop/theme.yml")
        try site.write(shopText, to: "themes/shop/ru.md")
        try site.writeLeads(twoLeads)
        return site
    }

    /// The same site after its first build.
    static func builtShop() throws -> SiteFolder { try SiteFolder(restoring: firstBuild.get()) }

    private static let firstBuild = Result {
        let site = try shop()
        let run = try site.build()
        guard run.status == 0 else { throw UnbuiltSite(errors: run.stderr) }
        return try site.snapshot()
    }

    /// The text of the theme `shop`.
    static let shopText = """
        ---
        title: Цены и фото
        description: Коротко о главном.
        message: |
          {{#lead.name}}{{lead.name}}, здравствуйте!{{/lead.name}}{{^lead.name}}Здравствуйте!{{/lead.name}} Посмотрите:
          {{url}}
        ---
        # {{#lead.name}}{{lead.name}}, здравствуйте!{{/lead.name}}{{^lead.name}}Здравствуйте!{{/lead.name}}

        Спасибо за заявку.

        {{#lead.city}}
        Ваш город: **{{lead.city}}**.
        {{/lead.city}}

        """

    /// Two leads with a name, a city and a phone.
    static var twoLeads: [[String: Any]] {
        [
            [
                "id": "a1", "name": "Айгүл", "city": "Алматы", "phone": "+7 701 123-45-67",
                "created_at": "2026-11-01T09:00:00+05:00",
            ],
            [
                "id": "a2", "name": "Ерлан", "city": "Астана", "phone": "+7 702 123-45-68",
                "created_at": "2026-11-02T09:00:00+05:00",
            ],
        ]
    }
}

/// The site of the tests cannot be built.
struct UnbuiltSite: Error {
    let errors: String
}
