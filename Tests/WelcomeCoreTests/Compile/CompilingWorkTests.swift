import Glibc
import Testing

@testable import WelcomeCore

/// Compiling takes work in proportion to the text.
///
/// Measured is the processor time of this thread, the least of several runs, for texts of which one is four times as long:
/// counters of instructions are not there in every container. What is quadratic takes sixteen times the work, and what is
/// linear four times, so a bound between them holds on a busy machine.
@Suite(.serialized) struct CompilingWorkTests {
    private func seconds(_ work: () throws -> Void) rethrows -> Double {
        func now() -> Double {
            var time = timespec()
            unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
        var best = Double.infinity
        for _ in 0..<3 {
            let start = now()
            try work()
            best = min(best, now() - start)
        }
        return best
    }

    private func expectLinear(
        _ count: Int, sourceLocation: Testing.SourceLocation = #_sourceLocation, _ work: (Int) throws -> Void
    ) rethrows {
        var times: [(few: Double, many: Double)] = []
        // Neighbours on the machine take its caches away at times; what is quadratic is so at every attempt.
        for _ in 0..<5 {
            let (few, many) = (try seconds { try work(count) }, try seconds { try work(4 * count) })
            if many < max(few, 0.002) * 10 { return }
            times.append((few, many))
        }
        Issue.record("never in proportion: \(times)", sourceLocation: sourceLocation)
    }

    /// A text with this piece over and over.
    @Test(arguments: [
        "{{#lead.city}}{{lead.city}}{{/lead.city}} ", "{{#lead.city}}{{lead.city}}{{/lead.city}}\n\n",
        "слово ", "\"слово\" ", "1000 ₸ ", "1а", "<b>x</b> ", "[a](https://x.kz/a) ", "[a](https://x.kz/a?b&amp;c)\n\n",
        "[a](http://x.kz/a)\n\n", "**a** ", "{{title}} ", "{{a}}\n", "wSlot1q ", "- пункт\n", "`a` ", "+7 701 ",
        "{{! a }}\n", "&amp; ", "\\* ", "<i ",
    ])
    func textsAreCompiledInProportion(piece: String) throws {
        // A paragraph may have 64 KiB, with what the tags come to.
        let count = min(400, 3_000 / piece.utf8.count)
        try expectLinear(count) { count in
            let outcome = try CompileBench(body: String(repeating: piece, count: count)).render(["city": "Алматы"])
            #expect(outcome.page != nil || !outcome.diagnostics.isEmpty)
        }
    }

    /// A layout with this piece over and over.
    @Test(arguments: [
        "<p title=\"{{title}}\">", " a=\"b\"", "{{#lead.city}}<p title=\"{{lead.city}}\">x</p>{{/lead.city}}",
        "<code>x",
        "{{> a}}\n",
    ])
    func layoutsAreCompiledInProportion(piece: String) throws {
        try expectLinear(200) { count in
            let layout = "<p" + (piece.hasPrefix(" ") ? "" : ">") + String(repeating: piece, count: count) + ">"
            let outcome = try CompileBench(layout: layout, ["base/partials/a.mustache": "a\n"]).render([
                "city": "Алматы"
            ])
            #expect(outcome.page != nil)
        }
    }

    @Test func anAttributeWithManyValuesIsCompiledInProportion() throws {
        try expectLinear(200) { count in
            let values = String(repeating: "{{#lead.city}}{{lead.city}}{{/lead.city}}", count: count)
            let outcome = try CompileBench(layout: "<p title=\"\(values)\">").render(["city": "Алматы"])
            #expect(outcome.page != nil)
        }
    }

    @Test(arguments: ["слово ", "1000 ₸ ", "\"a\" ", "1а", "111", "+7 701 123 45 67 ", "в ", "- ", "«", "А. "])
    func linesAreSetInProportion(piece: String) throws {
        let typography = try #require(Typography(locale: "ru"))
        expectLinear(2_000) { count in
            #expect(!typography.set(String(repeating: piece, count: count) + "₸").isEmpty)
        }
    }

    /// A hundred thousand tenants may have a row each.
    @Test func rowsOfTenantsAreFoundInProportion() {
        expectLinear(500) { count in
            let tenants = (0..<count).map { LeadText("t\($0)") }
            let overrides = ThemeOverrides(
                tenants.map { tenant in
                    ThemeOverride(
                        tenant: tenant, theme: "base", locale: "ru", markdown: [], definition: ThemeDefinition(),
                        source: "leads.db")
                })
            for (number, tenant) in tenants.enumerated() {
                #expect(overrides.place(tenant: tenant, theme: "base", locale: "ru") == number)
                #expect(overrides.locales(tenant: tenant, theme: "base") == ["ru"])
            }
        }
    }

    @Test func tenantsAreLaidOverSettingsInProportion() throws {
        let settings = SiteSettings(baseURL: try #require(BaseURL("https://w.example.kz")))
        expectLinear(500) { count in
            let rows = (0..<count).map { number in
                TableRow(
                    position: .row(Int64(number + 1)),
                    values: [
                        "id": "t\(number)", "name": "T", "base_url": "https://t\(number).example.kz", "locale": "ru",
                        "phone": "+77011234567", "timezone": "Asia/Almaty", "stop_words": "a|b",
                    ])
            }
            let (overlaid, diagnostics) = settings.overlaid(byTenants: rows, file: "leads.db")
            #expect(diagnostics.isEmpty)
            let hosts = ServingHosts(overlaid)
            for number in 0..<count {
                #expect(hosts.hosts(of: LeadText("t\(number)")) == ["t\(number).example.kz"])
            }
        }
    }

    /// One host that every row names, that every tenant of the settings has, or that every tenant has links under.
    @Test(arguments: [(false, false), (true, false), (false, true)])
    func hostsThatManyNameAreGivenInProportion(inSettings: Bool, isPublished: Bool) throws {
        let url = "https://s.example.kz"
        var settings = SiteSettings(baseURL: try #require(BaseURL("https://w.example.kz")))
        let base = try #require(BaseURL(url))
        expectLinear(500) { count in
            settings.tenants = (0..<(inSettings ? count : 0)).map { number in
                var tenant = TenantSettings(id: LeadText("s\(number)"))
                tenant.baseURL = base
                return tenant
            }
            let rows = (0..<count).map { number in
                TableRow(position: .row(Int64(number + 1)), values: ["id": "t\(number)", "base_url": url])
            }
            let published = (0..<(isPublished ? count : 0)).map { (tenant: LeadText("t\($0)"), origin: url) }
            let diagnostics = settings.overlaid(byTenants: rows, file: "leads.db", published: published).diagnostics
            #expect(diagnostics.count == (inSettings ? count : count - 1))
        }
    }

    @Test func titlesOfCardsAreBrokenInProportion() {
        expectLinear(10_000) { count in
            #expect(TitleLines.breaking(String(repeating: "слово ", count: count)).count == 3)
        }
    }
}
