import Testing

@testable import WelcomeCore

@Suite struct ThemeLayerTests {
    @Test func takesEachFileFromTheNearestTheme() throws {
        var bench = try CompileBench(
            layout: "{{> a}}{{> b}}{{t.x}}{{t.y}}{{{styles}}}",
            [
                "base/partials/a.mustache": "base-a ", "base/partials/b.mustache": "base-b ",
                "base/strings/ru.yml": "x: base-x \ny: base-y \n", "base/assets/a.css": "base-a",
                "base/assets/b.css": "base-b",
                "panels/theme.yml": "extends: base\n", "panels/partials/b.mustache": "panels-b ",
                "panels/strings/ru.yml": "y: panels-y\n", "panels/assets/a.css": "panels-a", "panels/assets/c.css": "c",
            ])
        #expect(bench.render(theme: "panels").html == "base-a panels-b base-xpanels-ypanels-a\nbase-b\nc")
        #expect(bench.render(theme: "base").html == "base-a base-b base-xbase-ybase-a\nbase-b")
        bench.files["panels/theme.yml"] = ""
        #expect(bench.render(theme: "panels").diagnostics == [], "base is what a theme extends without a word")
    }

    @Test func mergesParametersAndFieldsByName() throws {
        let bench = try CompileBench(
            layout: "{{params.a}}{{params.b}}{{lead.x}}{{lead.y}}{{accent}}",
            [
                "base/theme.yml":
                    "accent: \"#111111\"\nparams: {a: 1, b: 1}\nfields: {x: {fallback: {ru: x1}}, y: {fallback: {ru: y1}}}\n",
                "panels/theme.yml": "params: {b: 2}\nfields: {y: {fallback: {ru: y2}}}\n",
                "panels/ru.md": "---\nmessage: \"{{url}}\"\naccent: \"#333333\"\n---\n",
            ])
        #expect(bench.render(theme: "panels").html == "12x1y2#333333")
        #expect(bench.render(theme: "base").html == "11x1y1#111111")
    }

    @Test func standsAFallbackInOnlyWhereALeadHasNothing() throws {
        let bench = try CompileBench(
            layout: "<p title=\"{{lead.area}}\">{{lead.area}}</p>{{#lead.area}}[{{.}}]{{/lead.area}}",
            ["base/theme.yml": "fields: {area: {fallback: {ru: \"<40> м²\"}}}\n"])
        #expect(bench.render(["area": "7&8"]).html == "<p title=\"7&amp;8\">7&amp;8</p>[7&amp;8]")
        #expect(bench.render().html == "<p title=\"&lt;40&gt; м²\">&lt;40&gt; м²</p>[&lt;40&gt; м²]")
        #expect(bench.render().page?.fallbacks == ["area"])
        #expect(bench.render(["area": "x"]).page?.fallbacks == [])
    }

    @Test(arguments: [
        ("kk", "kk"), ("ru", "ru"), ("en", "ru"), ("de", "ru"), ("kk-KZ", "ru"),
    ])
    func fallsBackToALocaleThatThereIs(asked: String, given: String) throws {
        let bench = try CompileBench(layout: "{{locale}}", ["base/kk.md": CompileBench.text("Мәтін.")])
        let outcome = bench.render(locale: asked)
        #expect(outcome.html == given)
        #expect(outcome.page?.locale == given)
    }

    @Test func prefersTheTenantsLocaleToTheSites() throws {
        var bench = try CompileBench(layout: "{{locale}}", ["base/kk.md": CompileBench.text("Мәтін.")])
        var tenant = TenantSettings(id: LeadText("t1"))
        tenant.locale = "kk"
        bench.settings.tenants = [tenant]
        #expect(bench.render(locale: "en", tenant: "t1").html == "kk")
        #expect(bench.render(locale: "en", tenant: "t2").html == "ru")
    }

    @Test func hasNoPageWithoutATextInAnyLocale() throws {
        let bench = try CompileBench(["base/ru.md": "", "base/de.md": CompileBench.text("x")])
        var none = bench
        none.files["base/ru.md"] = nil
        #expect(none.render().diagnostics.map(\.code) == [.themeText])
    }

    private func row(_ tenant: String?, _ locale: String?, _ title: String, markdown: String? = nil) -> ThemeOverride {
        var definition = ThemeDefinition()
        definition.title = Located(title, at: SourceLocation(file: "leads.db", row: 1, field: "themes.title"))
        return ThemeOverride(
            tenant: tenant.map { LeadText($0) }, theme: "base", locale: locale,
            markdown: markdown.map { Array($0.utf8) },
            definition: definition, source: "leads.db (themes, row 1)")
    }

    @Test func letsTheMostPreciseRowOfTheThemesTableWin() throws {
        var bench = try CompileBench(layout: "{{title}}|{{{content}}}", ["base/kk.md": CompileBench.text("Мәтін.")])
        bench.overrides = [
            row(nil, nil, "any"), row("t1", nil, "t1"), row(nil, "kk", "kk"),
            row("t2", "ru", "t2-ru", markdown: "*t2*"),
        ]
        #expect(bench.render(tenant: "t9").html == "any|<p>Текст.</p>\n")
        #expect(bench.render(tenant: "t1").html == "t1|<p>Текст.</p>\n")
        #expect(bench.render(locale: "kk", tenant: "t9").html == "kk|<p>Мәтін.</p>\n")
        #expect(bench.render(tenant: "t2").html == "t2-ru|<p><em>t2</em></p>\n")
    }

    @Test func givesNobodyALocaleThatOnlyAnotherTenantHasATextIn() throws {
        var bench = try CompileBench(layout: "{{{content}}}")
        bench.overrides = [row("t1", "en", "t1", markdown: "Text.\n")]
        bench.overrides[0].definition.message = Located("Hello!\n{{url}}", at: SourceLocation(file: "leads.db"))
        #expect(bench.render(locale: "en", tenant: "t1").html == "<p>Text.</p>\n")
        let other = bench.render(locale: "en", tenant: "t2")
        #expect(other.diagnostics == [] && other.html == "<p>Текст.</p>\n")
    }

    @Test func placesDiagnosticsInTheRowThatHoldsTheMarkdown() throws {
        var bench = try CompileBench()
        bench.overrides = [row(nil, nil, "x", markdown: "a\n{{lead.nmae}}")]
        let diagnostic = try #require(bench.render().diagnostics.first)
        #expect(diagnostic.location == SourceLocation(file: "leads.db (themes, row 1)", line: 2, column: 1))
    }

    @Test func compilesEachKindOfLeadOnce() throws {
        let bench = try CompileBench(layout: "{{#lead.city}}{{lead.city}}{{/lead.city}}")
        var compiler = ThemeCompiler(settings: bench.settings, library: bench.library)
        let kind = { PageKind(tenant: LeadText("t"), theme: "base", locale: "ru", present: $0) }
        let pages = [[], ["city"], [], ["city"], ["name"]].map { compiler.page(for: kind($0)) }
        #expect(pages[0] === pages[2] && pages[1] === pages[3] && pages[0] !== pages[1] && pages[4] !== pages[0])
        #expect(compiler.compiledCount == 3)
    }

    @Test func compilesTheSameAgainAfterItForgot() throws {
        var bench = try CompileBench(layout: "{{#lead.city}}{{lead.city}}{{/lead.city}}")
        bench.overrides = [row("t1", nil, "x", markdown: "a"), row("t2", nil, "x", markdown: "{{lead.nmae}}")]
        var compiler = ThemeCompiler(settings: bench.settings, library: bench.library, overrides: bench.overrides)
        let tenants = ["t1", "t2", "t3"].map { LeadText($0) }
        let kinds = tenants.map { PageKind(tenant: $0, theme: "base", locale: "ru", present: ["city"]) }
        let pages = kinds.map { compiler.page(for: $0) }
        let diagnostics = compiler.diagnostics
        #expect(compiler.byteCount > 0)
        compiler.forgetPages()
        #expect(compiler.byteCount == 0)
        let again = kinds.map { compiler.page(for: $0) }
        for (page, other) in zip(pages, again) { #expect(page == nil || page !== other) }
        #expect(pages.map(\.?.digest) == again.map(\.?.digest) && again[1] == nil && again[2] != nil)
        #expect(compiler.diagnostics == diagnostics, "nothing is said twice")
    }
}
