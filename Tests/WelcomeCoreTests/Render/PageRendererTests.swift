import Crypto
import Testing

@testable import WelcomeCore

@Suite struct PageRendererTests {
    @Test func rendersAPageAndRecordsWhatItIs() throws {
        let bench = try CompileBench(layout: "<p>{{#lead.name}}{{lead.name}}{{/lead.name}}</p>")
        var compiler = ThemeCompiler(settings: bench.settings, library: bench.library)
        let identity = LeadIdentity(tenant: LeadText("t1"), lead: LeadText("clx1"), slot: LeadText("welcome"))
        var lead = Lead(identity: identity, theme: "base", locale: "ru")
        lead.fields = [LeadField(name: "name", value: LeadText("A<b>"))]
        let found = compiler.page(for: PageKind(of: lead))
        let page = try #require(found)
        let code = try #require(LinkCode(Array("3h1616s4pe1nj96z0mam".utf8)))
        let record = LedgerRecord(
            identity: identity, serial: 0, code: code, state: .active, theme: "base", locale: "ru")
        let job = PageJob(lead: lead, record: record, disposition: .present, page: page)
        let terms = RenderTerms(settings: bench.settings, build: "b1", now: Timestamp(secondsSinceEpoch: 0))
        var jobValues = JobValues(terms: terms)
        let values = jobValues.values(of: job)
        var renderer = PageRenderer(terms: terms)
        let fingerprint = renderer.fingerprint(job, page, values)
        let rendered = renderer.render(job, page, values, fingerprint: fingerprint)
        #expect(String(decoding: renderer.file, as: UTF8.self) == "<p>A&lt;b&gt;</p>")
        #expect(rendered.sha256 == Array(SHA256.hash(data: Array("<p>A&lt;b&gt;</p>".utf8))))
        #expect(rendered.byteCount == 17)
        #expect(rendered.changedIn == "b1")
        #expect(rendered.fingerprint == fingerprint)
        var other = job
        other.lead?.fields = [LeadField(name: "name", value: LeadText("A<c>"))]
        #expect(renderer.fingerprint(other, page, values) != fingerprint)
        other.lead?.fields = lead.fields
        other.lead?.phone = LeadText("+77011234567")
        #expect(renderer.fingerprint(other, page, values) == fingerprint, "what no page shows makes no page new")
        var later = values
        later.url.append(UInt8(ascii: "x"))
        #expect(renderer.fingerprint(job, page, later) != fingerprint)
    }
}
