import WelcomeCore

extension DiagnosticFixture {
    /// Templates and placeholders.
    static let templates: [DiagnosticCode: DiagnosticFixture] = [
        .templateSyntax: .layout(
            "<p>{{#lead.city}}Город</p>", "4:4: error: section `lead.city` is never closed [template-syntax]",
            fix: "add {{/lead.city}}"),
        .templateTag: .layout(
            "<p>{{=<% %>=}}</p>", "4:4: error: this kind of Mustache tag is not supported [template-tag]",
            fix: "{{#name}}"),
        .templateLimit: .layout(
            String(repeating: "{{#lead.city}}", count: 101),
            "4:1401: error: sections are nested more than 100 deep [template-limit]", fix: "close sections"),
        .unknownPlaceholder: .file(
            "themes/base/ru.md",
            .text(TemporarySite.page("Привет{{#lead.name}}, {{lead.nmae}}{{/lead.name}}!")),
            "themes/base/ru.md:7:23: error: `{{lead.nmae}}` names nothing [unknown-placeholder]",
            fix: "did you mean `{{lead.name}}`?"),
        .privateField: .layout(
            "{{lead.phone}}", "4:1: error: `lead.phone` must not appear on a page [private-field]", fix: "forwarded"),
        .unguardedField: .layout(
            "<p>Город: {{lead.city}}</p>",
            "4:11: error: `lead.city` can be missing for a lead and would leave a gap [unguarded-field]",
            fix: "{{#lead.city}}…{{/lead.city}}"),
        .partialMissing: DiagnosticFixture(
            files: [
                "themes/base/layout.mustache": .text(TemporarySite.layout("  {{> voise}}")),
                "themes/base/partials/voice.mustache": "",
            ],
            diagnostics: ["themes/base/layout.mustache:4:3: error: there is no partial `voise` [partial-missing]"],
            fix: "did you mean `voice`?"),
        .partialCycle: DiagnosticFixture(
            files: [
                "themes/base/layout.mustache": .text(TemporarySite.layout("{{> a}}")),
                "themes/base/partials/a.mustache": "<p>\n{{> b}}</p>", "themes/base/partials/b.mustache": "b {{> a}}",
            ],
            diagnostics: ["themes/base/partials/b.mustache:1:3: error: partial `a` includes itself [partial-cycle]"],
            fix: "remove it from one of the files"),
        .forbiddenSlot: DiagnosticFixture(
            files: [
                "themes/base/layout.mustache": .text(
                    TemporarySite.layout("<script>let a = '{{#lead.name}}{{lead.name}}{{/lead.name}}'</script>")),
                "leads.csv": "id,theme,name\n1,base,Анна\n",
            ],
            diagnostics: [
                "themes/base/layout.mustache:4:32: error: a lead's value cannot stand in a script [forbidden-slot]"
            ], fix: "put it into the page's text"),
    ]

    /// A mistake on line 4 of the layout.
    private static func layout(_ line: String, _ diagnostic: String, fix: String) -> DiagnosticFixture {
        file(
            "themes/base/layout.mustache", .text(TemporarySite.layout(line)),
            "themes/base/layout.mustache:\(diagnostic)",
            fix: fix)
    }
}
