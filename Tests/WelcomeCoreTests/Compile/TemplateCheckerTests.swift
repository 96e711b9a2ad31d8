import Testing

@testable import WelcomeCore

@Suite struct TemplateCheckerTests {
    /// The diagnostics of a layout, as `line:column summary`, and their advice.
    private func check(
        _ layout: String, _ more: [String: String] = [:]
    ) throws -> [(diagnostic: String, fix: String?, file: String?)] {
        var files = more
        files["base/theme.yml"] = more["base/theme.yml"] ?? "title: Base\nparams: {phone_note: x}\nfields: {area: {}}\n"
        return try CompileBench(layout: layout, files).render().diagnostics.map {
            ("\($0.location?.line ?? 0):\($0.location?.column ?? 0) \($0.summary)", $0.fix, $0.location?.file)
        }
    }

    @Test(arguments: [
        "{{locale}} {{lang}} {{title}} {{description}} {{{content}}} {{{styles}}} {{csp}} {{accent}} {{og_locale}}",
        "{{tenant.name}} {{params.phone_note}}",
        "{{#og_image}}{{url}} {{width}} {{height}} {{type}} {{alt}}{{/og_image}}",
        "{{#voice}}{{#sources}}{{src}} {{type}}{{/sources}}{{duration}} {{duration_iso}} {{transcript}}{{/voice}}",
        "{{#photos}}{{count_label}}{{#items}}{{src}} {{#first}}{{number}}{{/first}} {{caption}}{{/items}}{{/photos}}",
        "{{#price_lists}}{{#items}}{{alt}}{{/items}}{{/price_lists}}",
        "{{#documents}}{{#items}}{{title}} {{format}} {{size}} {{type}}{{/items}}{{/documents}}",
        "{{#address}}{{text}} {{dgis_url}} {{yandex_url}} {{google_url}}{{/address}}{{address.text}}",
        "{{#whatsapp}}{{url}} {{display}}{{/whatsapp}}{{^call}}{{title}}{{/call}}",
        "{{lead.expires}}{{#lead.expires}}{{lead.expires}}{{/lead.expires}}",
        "{{#lead.city}}{{lead.city}}{{/lead.city}}{{#lead.area}}{{.}}{{/lead.area}}",
        "{{#lead.city}}{{#title}}{{.}}{{lead.city}}{{/title}}{{/lead.city}}",
        "{{#photos}}{{#items}}{{locale}}{{/items}}{{/photos}}",
    ])
    func knowsTheVocabulary(layout: String) throws {
        #expect(try check(layout).map(\.diagnostic) == [])
    }

    @Test(arguments: [
        ("{{titel}}", "1:1 `{{titel}}` names nothing", "did you mean `{{title}}`?"),
        ("a {{lead.nam}}", "1:3 `{{lead.nam}}` names nothing", "did you mean `{{lead.name}}`?"),
        ("{{params.phone_mote}}", "1:1 `{{params.phone_mote}}` names nothing", "did you mean `{{params.phone_note}}`?"),
        ("{{lead.square_metres}}", "1:1 `{{lead.square_metres}}` names nothing", "declare the field in theme.yml"),
        ("{{zzzzzzzzzzzz}}", "1:1 `{{zzzzzzzzzzzz}}` names nothing", nil),
        (
            "{{#photos}}{{#items}}{{scr}}{{/items}}{{/photos}}", "1:22 `{{scr}}` names nothing",
            "did you mean `{{src}}`?"
        ),
        ("{{src}}", "1:1 `{{src}}` names nothing", nil),
        ("{{photos.items.src}}", "1:1 `{{photos.items.src}}` names nothing", nil),
        ("{{#whatsap}}x{{/whatsap}}", "1:1 `{{whatsap}}` names nothing", "did you mean `{{whatsapp}}`?"),
        ("{{^tenant.nmae}}x{{/tenant.nmae}}", "1:1 `{{tenant.nmae}}` names nothing", "did you mean `{{tenant.name}}`?"),
        ("{{url}}", "1:1 `{{url}}` names nothing", nil),
        ("{{.}}", "1:1 `{{.}}` means the text of a section, and none is open", nil),
        ("{{#voice}}{{.}}{{/voice}}", "1:11 `{{.}}` means the text of a section, and none is open", nil),
    ])
    func namesTheNearestOfAnUnknownName(layout: String, diagnostic: String, fix: String?) throws {
        let found = try check(layout)
        #expect(found.map(\.diagnostic) == [diagnostic])
        if let fix {
            #expect(found.first?.fix?.contains(fix) == true, "\(found)")
        }
    }

    @Test(arguments: ["phone", "id", "tenant", "slot", "channel_address", "email"])
    func keepsPrivateFieldsOffThePage(field: String) throws {
        let layouts = [
            "{{lead.\(field)}}", "{{#lead.\(field)}}x{{/lead.\(field)}}", "{{^lead.\(field)}}x{{/lead.\(field)}}",
        ]
        for layout in layouts {
            #expect(try check(layout).map(\.diagnostic) == ["1:1 `lead.\(field)` must not appear on a page"])
        }
    }

    @Test(arguments: [
        ("{{lead.city}}", "1:1"),
        ("{{{lead.city}}}", "1:1"),
        ("{{^lead.city}}{{lead.city}}{{/lead.city}}", "1:15"),
        ("{{#lead.name}}{{lead.city}}{{/lead.name}}", "1:15"),
        ("{{#lead.city}}a{{/lead.city}}\n{{lead.city}}", "2:1"),
        ("{{#photos}}{{lead.city}}{{/photos}}", "1:12"),
        ("{{#lead.city}}{{^lead.name}}{{lead.name}}{{/lead.name}}{{/lead.city}}", "1:29"),
    ])
    func demandsASectionAroundWhatCanBeMissing(layout: String, place: String) throws {
        let diagnostics = try check(layout)
        #expect(diagnostics.count == 1)
        #expect(diagnostics.first?.diagnostic.hasPrefix("\(place) `lead.") == true, "\(diagnostics)")
        #expect(diagnostics.first?.diagnostic.hasSuffix("can be missing for a lead and would leave a gap") == true)
    }

    @Test(arguments: [
        "fields: {city: {}}", "fields: {area: {required: true}}", "fields: {area: {fallback: {ru: 40 м²}}}",
    ])
    func takesRequiredFieldsAndFallbacksWithoutASection(theme: String) throws {
        let diagnostics = try check("{{lead.area}}", ["base/theme.yml": "title: Base\n\(theme)\n"])
        #expect(diagnostics.isEmpty == theme.contains("area"))
    }

    @Test func demandsASectionWhereTheFallbackIsInAnotherLanguage() throws {
        let diagnostics = try check("{{lead.area}}", ["base/theme.yml": "fields: {area: {fallback: {kk: 40}}}\n"])
        #expect(diagnostics.map(\.diagnostic) == ["1:1 `lead.area` can be missing for a lead and would leave a gap"])
    }

    @Test func carriesAGuardIntoThePartialsInsideIt() throws {
        let partials = ["base/partials/a.mustache": "x {{> b}}", "base/partials/b.mustache": "{{lead.city}}"]
        #expect(try check("{{#lead.city}}{{> a}}{{/lead.city}}", partials).map(\.diagnostic) == [])
        let bare = try check("{{#lead.city}}{{> a}}{{/lead.city}}{{> a}}", partials)
        #expect(bare.map(\.diagnostic) == ["1:1 `lead.city` can be missing for a lead and would leave a gap"])
        #expect(bare.first?.file == "themes/base/partials/b.mustache")
    }

    @Test func refusesADotThatReachesOutOfItsPartial() throws {
        let diagnostics = try check("{{#lead.city}}{{> a}}{{/lead.city}}", ["base/partials/a.mustache": "г. {{.}}"])
        #expect(diagnostics.map(\.diagnostic) == ["1:4 `{{.}}` cannot mean a section outside its partial"])
        #expect(diagnostics.first?.fix == "write {{lead.city}}")
        #expect(try check("{{#title}}{{> a}}{{/title}}", ["base/partials/a.mustache": "{{.}}"]).isEmpty)
    }

    @Test func findsMissingPartialsAndCycles() throws {
        let missing = try check("{{> fhoto}}", ["base/partials/photo.mustache": ""])
        #expect(missing.map(\.diagnostic) == ["1:1 there is no partial `fhoto`"])
        #expect(missing.first?.fix == "did you mean `photo`?")
        #expect(try check("{{> gallery}}").first?.fix == "add partials/gallery.mustache")
        let own = try check("{{> a}}", ["base/partials/a.mustache": "\n {{> a}}"])
        #expect(own.map(\.diagnostic) == ["2:2 partial `a` includes itself"])
    }

    @Test(arguments: ["content", "styles", "csp"])
    func keepsWhatIsMadeOfTheBodyOutOfTheBody(name: String) throws {
        let bench = try CompileBench(body: "{{\(name)}}")
        #expect(bench.render().places == ["7:1 unknown-placeholder"])
    }

    @Test func takesNoPartialsInTextsAndMessages() throws {
        let partials = ["base/partials/a.mustache": "x"]
        #expect(try CompileBench(body: "{{> a}}", partials).render().places == ["7:1 partial-missing"])
    }
}
