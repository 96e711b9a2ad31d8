import Testing
import WelcomeCore
import WelcomeIO

@Suite struct DiagnosticCatalogueTests {
    private static let fixtures: [DiagnosticCode: DiagnosticFixture] =
        [
            DiagnosticFixture.settings, DiagnosticFixture.themes, DiagnosticFixture.templates,
            DiagnosticFixture.messagesAndMedia, DiagnosticFixture.rows, DiagnosticFixture.sourcesAndOutput,
            DiagnosticFixture.guards,
        ].reduce(into: [:]) { all, part in all.merge(part) { first, _ in first } }

    @Test(arguments: DiagnosticCode.allCases)
    func reportsEveryCodeAtItsPlaceWithItsFix(code: DiagnosticCode) throws {
        let fixture = try #require(Self.fixtures[code], "no fixture for \(code.rawValue)")
        let site = try TemporarySite(fixture.files)
        if fixture.buildsFirst {
            let first = site.build()
            try #require(first.report.isPublished, "\(first.diagnostics.map(site.headline))")
        }
        let held = try fixture.afterBuild?(site)
        let diagnostics = diagnostics(of: site, fixture.run)
        withExtendedLifetime(held) {}

        #expect(diagnostics.map(site.headline) == fixture.diagnostics)
        let diagnostic = try #require(diagnostics.first { $0.code == code })
        if let fix = fixture.fix {
            #expect(diagnostic.fix?.contains(fix) == true, "fix: \(diagnostic.fix ?? "none")")
        } else {
            #expect(diagnostic.fix == nil)
        }
    }

    @Test(arguments: DiagnosticCode.allCases)
    func writesHeadlinesWithoutFullStop(code: DiagnosticCode) throws {
        let fixture = try #require(Self.fixtures[code])
        for diagnostic in fixture.diagnostics {
            let summary = try #require(diagnostic.split(separator: " [", omittingEmptySubsequences: false).first)
            #expect(summary.last != "." && summary.last != " ", "\(diagnostic)")
        }
        #expect(fixture.fix?.last != ".")
    }

    private func diagnostics(of site: TemporarySite, _ run: DiagnosticFixture.Run) -> [Diagnostic] {
        switch run {
        case .build: return site.build().diagnostics
        case .check: return site.check()
        case .revoke(let lead): return site.diagnostics { _ = try Revocation.revoke(NamedLead(id: lead), $0) }
        case .undo(let lead):
            return site.diagnostics { _ = try Revocation.undo(NamedLead(id: lead), $0, keysText: nil) }
        case .withoutCurl:
            return site.build(mirror: { hosts in
                var policy = TemporarySite.offline(hosts)
                policy.curl = nil
                return policy
            }).diagnostics
        case .cutSignatures: return site.build(signatureBytes: 1).diagnostics
        case .outputCheck: return site.outputCheck()
        case .recovery: return site.recover().diagnostics
        case .tools(let folders):
            var options = TemporarySite.options
            options.toolPath = (folders.map { "\(site.folder)/\($0)" } + ["/usr/bin"]).joined(separator: ":")
            return site.build(options).diagnostics
        case .later(let days):
            var options = TemporarySite.options
            options.now.secondsSinceEpoch += days * 86_400
            return site.build(options).diagnostics
        case .dryRun:
            var options = TemporarySite.options
            options.isDryRun = true
            return site.build(options).diagnostics
        case .readiness: return site.build().report.readinessDiagnostics
        case .machineClock:
            var options = TemporarySite.options
            options.isMomentStated = false
            return site.build(options).diagnostics
        case .leads(let leads):
            var options = TemporarySite.options
            options.leads = leads
            return site.build(options).diagnostics
        }
    }
}
