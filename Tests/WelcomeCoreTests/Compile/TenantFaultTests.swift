import Testing
import WelcomeCore

/// Whose fault an error about a page is.
@Suite struct TenantFaultTests {
    private func bench(_ text: String = "Текст.") throws -> CompileBench {
        var bench = try CompileBench(layout: "{{{content}}}", ["base/ru.md": CompileBench.text(text)])
        bench.settings.tenants = [TenantSettings(id: LeadText("t1")), TenantSettings(id: LeadText("t2"))]
        return bench
    }

    private func override(_ tenant: String?, _ markdown: String) -> ThemeOverride {
        ThemeOverride(
            tenant: tenant.map { LeadText($0) }, theme: "base", locale: nil, markdown: Array(markdown.utf8),
            definition: ThemeDefinition(), source: "leads.db (themes, row 1)")
    }

    /// The tenants that errors are the fault of, and whether pages of `t1` and `t2` can be made.
    private func outcome(_ bench: CompileBench, settings: SiteSettings? = nil) -> (faults: [String?], pages: [Bool]) {
        var compiler = ThemeCompiler(
            settings: settings ?? bench.settings, library: bench.library, overrides: bench.overrides,
            fileSettings: bench.settings)
        let pages = ["t1", "t2"].map { tenant in
            let kind = PageKind(tenant: LeadText(tenant), theme: "base", locale: "ru", present: [])
            return compiler.page(for: kind) != nil
        }
        return (compiler.diagnostics.map(\.tenant), pages)
    }

    @Test func isTheTenantsWhoseRowBringsItAbout() throws {
        var bench = try bench()
        bench.overrides = [override("t1", "{{lead.nmae}}")]
        let (faults, pages) = outcome(bench)
        #expect(faults == ["t1"])
        #expect(pages == [false, true])
    }

    @Test func isNobodysOwnWhereTheFilesHaveItToo() throws {
        var bench = try bench()
        bench.files["base/layout.mustache"] = "{{titel}}"
        bench.overrides = [override("t1", "Свой текст.")]
        let (faults, pages) = outcome(bench)
        #expect(faults == [nil])
        #expect(pages == [false, false])
    }

    @Test func isNobodysOwnInARowForAll() throws {
        var bench = try bench()
        bench.overrides = [override(nil, "{{lead.nmae}}")]
        let (faults, pages) = outcome(bench)
        #expect(faults == [nil])
        #expect(pages == [false, false])
    }

    @Test func isTheTenantsWhoseStopWordsForbidTheMessageOfAll() throws {
        let bench = try bench()
        var settings = bench.settings
        settings.tenants[0].stopWords = ["здравствуйте"]
        let (faults, pages) = outcome(bench, settings: settings)
        #expect(faults == ["t1"])
        #expect(pages == [false, true])
    }
}
