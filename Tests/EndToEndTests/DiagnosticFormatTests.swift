import Testing
import WelcomeTestSupport

/// One diagnostic in each form, word for word.
@Suite struct DiagnosticFormatTests {
    private func check(_ format: String) throws -> ProgramRun {
        let site = try SiteFolder.shop()
        try site.replace("{{#lead.city}}\nВаш", with: "{{#lead.city}}\n\t{{lead.ctiy}} Ваш", in: "themes/shop/ru.md")
        // Named from inside, so that the diagnostics show no path of this machine.
        return try WelcomeBinary.run(
            ["build", "--now", SiteFolder.now, "--format", format], directory: site.path)
    }

    @Test func showsTextWithTheLineAndACaret() throws {
        let run = try check("text")
        #expect(run.status == 1)
        #expect(run.stdout == "")
        #expect(
            run.stderr == """
                themes/shop/ru.md:13:2: error: `{{lead.ctiy}}` names nothing [unknown-placeholder]
                  13 |     {{lead.ctiy}} Ваш город: **{{lead.city}}**.
                     |     ^
                  fix: did you mean `{{lead.city}}`?

                """)
    }

    @Test func showsOneJSONObjectALine() throws {
        let run = try check("json")
        #expect(run.status == 1)
        #expect(run.stdout == "")
        #expect(
            run.stderr == #"""
                {"severity":"error","code":"unknown-placeholder","file":"themes/shop/ru.md","line":13,"column":2,"row":null,"field":null,"summary":"`{{lead.ctiy}}` names nothing","excerpt":"\t{{lead.ctiy}} Ваш город: **{{lead.city}}**.","fix":"did you mean `{{lead.city}}`?"}

                """#)
    }

    @Test func annotatesWorkflowsOnStandardOutput() throws {
        let run = try check("github")
        #expect(run.status == 1)
        #expect(run.stderr == "")
        #expect(
            run.stdout == """
                ::error file=themes/shop/ru.md,line=13,col=2,title=unknown-placeholder::`{{lead.ctiy}}` \
                names nothing%0Afix: did you mean `{{lead.city}}`?

                """)
    }

    @Test func groupsEqualDiagnosticsWithThreeExamples() throws {
        let site = try SiteFolder.shop()
        try site.writeLeads(SiteFolder.twoLeads + (1...5).map { ["id": "b\($0)", "theme": "sofas"] })
        let run = try WelcomeBinary.run(["build", "--now", SiteFolder.now], directory: site.path)
        #expect(run.status == 3)
        #expect(
            run.stderr.hasPrefix(
                """
                leads.ndjson:3 column theme: error: the theme is missing or unknown (5 rows; also lines 4, 5…) \
                [lead-theme]
                  fix: set `theme` in the row, or for the tenant in welcome.yml

                """), "\(run.stderr)")
    }
}
