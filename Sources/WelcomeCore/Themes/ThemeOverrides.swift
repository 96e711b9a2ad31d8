/// The rows of the source's `themes` table, found by what they speak of: a hundred thousand tenants may have some each.
struct ThemeOverrides: Sendable {
    private struct Subject: Hashable {
        var tenant: LeadText?
        var theme: String
        var locale: String?
    }

    /// Those that name tenant and locale first: they say more than rows that leave them open.
    private let rows: [ThemeOverride]
    /// The first row about each subject.
    private let places: [Subject: Int]
    /// The locales that rows of a tenant, or those of every tenant, bring a text in.
    private let locales: [Subject: Set<String>]

    /// Takes the rows in the order of their table.
    init(_ overrides: [ThemeOverride]) {
        rows = [2, 1, 0].flatMap { precision in overrides.filter { $0.precision == precision } }
        places = Dictionary(
            rows.enumerated().map { (Subject(tenant: $1.tenant, theme: $1.theme, locale: $1.locale), $0) }
        ) { first, _ in first }
        locales = rows.reduce(into: [:]) { locales, row in
            guard row.markdown != nil, let locale = row.locale else { return }
            locales[Subject(tenant: row.tenant, theme: row.theme), default: []].insert(locale)
        }
    }

    subscript(place: Int) -> ThemeOverride { rows[place] }

    /// The rows that no tenant owns.
    var ofEveryTenant: [ThemeOverride] { rows.filter { $0.tenant == nil } }

    /// The place of the row that holds for these pages.
    ///
    /// - Complexity: O(1).
    func place(tenant: LeadText, theme: String, locale: String) -> Int? {
        [
            Subject(tenant: tenant, theme: theme, locale: locale), Subject(tenant: tenant, theme: theme),
            Subject(theme: theme, locale: locale), Subject(theme: theme),
        ].compactMap { places[$0] }.min()
    }

    /// The locales that a tenant has a text of its own in, or every tenant has one in.
    ///
    /// - Complexity: O(their number).
    func locales(tenant: LeadText, theme: String) -> Set<String> {
        [Subject(tenant: tenant, theme: theme), Subject(theme: theme)].reduce(into: []) {
            $0.formUnion(locales[$1] ?? [])
        }
    }
}
