import WelcomeCore
import WelcomeTestSupport

extension DiagnosticFixture {
    /// Theme files and Markdown.
    static let themes: [DiagnosticCode: DiagnosticFixture] = [
        .themeMissing: .file(
            "themes/panels/theme.yml", "title: Panels\nextends: bace\n",
            "themes/panels/theme.yml:2:10: error: there is no theme `bace` [theme-missing]",
            fix: "did you mean `base`?", run: .check),
        .themeCycle: DiagnosticFixture(
            files: [
                "themes/a/theme.yml": "extends: b\n", "themes/b/theme.yml": "extends: a\n",
                "leads.csv": "id,theme\n1,a\n",
            ],
            diagnostics: ["themes/b/theme.yml:1:10: error: themes extend one another: a → b → a [theme-cycle]"],
            fix: "remove `extends` from one of them"),
        .themeFaulty: DiagnosticFixture(
            files: [
                "leads.csv": .database(
                    """
                    CREATE TABLE leads(id, tenant, theme, phone); INSERT INTO leads VALUES('1', 't', 'base', '+77011234567');
                    CREATE TABLE themes(tenant, title); INSERT INTO themes VALUES('t', 'Панели');
                    """)
            ],
            diagnostics: [
                "leads.csv row 1 column themes.theme: error: a row of `themes` must name its theme [theme-value]",
                "leads.csv row 1: warning: rows of the tenant have errors: a page that is there stays, and nothing is sent [theme-faulty]",
            ], fix: "`themes` or `tenants`"),
        .themeSyntax: .file(
            "themes/base/theme.yml", "title: Base\nparams: {a: [b}\n",
            "themes/base/theme.yml:2:15: error: did not find expected ',' or ']' [theme-syntax]", fix: "quotes"),
        .themeUnknownKey: .file(
            "themes/base/theme.yml", "title: Base\nvoise: media/a.ogg\n",
            "themes/base/theme.yml:2:1: error: unknown key `voise` [theme-unknown-key]",
            fix: "did you mean `voice`?"),
        .themeValue: .file(
            "themes/base/theme.yml", "title: Base\naccent: green\n",
            "themes/base/theme.yml:2:9: error: `accent` must be a colour of six hexadecimal digits [theme-value]",
            fix: "#0b6b53"),
        .themeText: .file(
            "themes/base/ru.md", .absent,
            "themes/base: error: theme `base` has no text in any of the site's locales [theme-text-missing]",
            fix: "add ru.md"),
        .themeContrast: .file(
            "themes/base/theme.yml", "title: Base\naccent: \"#ffd400\"\n",
            "themes/base/theme.yml:2:9: warning: text in `#ffd400` has a contrast of 1.4:1 on the page, and 4.5:1 is needed [theme-contrast]",
            fix: "nearest shade"),
        .themeUnsafeFile: .file(
            "themes/base/media/a.jpg", .symbolicLink(to: "/etc/passwd"),
            "themes/base/media/a.jpg: error: a symbolic link cannot be part of a theme [theme-unsafe-file]",
            fix: "put the file itself here"),
        .themeCaseTwins: DiagnosticFixture(
            files: [
                "themes/base/media/A.jpg": .sample("media/grey.jpg"),
                "themes/base/media/a.jpg": .sample("media/grey.jpg"),
            ],
            diagnostics: [
                "themes/base/media/a.jpg: error: `media/A.jpg` has the same name but for capital letters [theme-case-twins]"
            ], fix: "rename one"),
        .themeEncoding: .file(
            "themes/base/partials/foot.mustache", .bytes([0xCF, 0xF0, 0xE8]),
            "themes/base/partials/foot.mustache: error: a text of a theme must be UTF-8 [theme-encoding]",
            fix: "as UTF-8"),
        .themeFileName: DiagnosticFixture(
            afterBuild: { site in
                // Two names that look alike where they are shown.
                let script = #"mkdir -p "$0" && touch "$0"/$'\xe0'.jpg "$0"/$'\xe1'.jpg"#
                _ = try ProgramRun.run("/bin/bash", ["-c", script, "\(site.folder)/themes/base/media"])
                return nil
            },
            diagnostics: [
                "themes/base/media/\u{FFFD}.jpg: warning: the name is not UTF-8; what it names is left out [theme-file-name]",
                "themes/base/media/\u{FFFD}.jpg: warning: the name is not UTF-8; what it names is left out [theme-file-name]",
            ], fix: "another name"),
        .themeTooLarge: .file(
            "themes/base/assets/base.css", .bytes([UInt8](repeating: 32, count: 1_048_577)),
            "themes/base/assets/base.css: error: a text of a theme can have 1024 KiB at most [theme-too-large]"),
        .frontMatterUnclosed: DiagnosticFixture(
            files: ["themes/base/ru.md": "---\ntitle: Панели\nТекст.\n"],
            diagnostics: [
                "themes/base/ru.md:1:1: error: front matter opens here and never closes [front-matter-unclosed]"
            ], fix: "three dashes"),
        .frontMatterSyntax: DiagnosticFixture(
            files: ["themes/base/ru.md": "---\ntitle: \"Панели\" и ламинат\nmessage: x\n---\nТекст.\n"],
            diagnostics: [
                "themes/base/ru.md:2:17: error: did not find expected key [front-matter-syntax]"
            ], fix: "quotes"),
        .markdownLimit: .file(
            "themes/base/ru.md",
            .text(TemporarySite.page("Текст.\n\n" + String(repeating: "> ", count: 120) + "глубоко")),
            "themes/base/ru.md:9: error: the text is beyond what is allowed: Markdown is nested more than 100 deep [markdown-limit]",
            fix: "simpler"),
        .markdownRawHTML: .file(
            "themes/base/ru.md", .text(TemporarySite.page("Текст\nи <br>.")),
            "themes/base/ru.md:8:3: warning: HTML inside a text is left out of the page [markdown-raw-html]",
            fix: "write it as Markdown"),
        .urlScheme: .file(
            "themes/base/ru.md", .text(TemporarySite.page("Цена [здесь](http://example.kz/price).")),
            "themes/base/ru.md:7:14: error: `http://example.kz/price` is not a link that a page may have: destination must use https, not http [url-scheme]",
            fix: "https://…"),
    ]
}
