import Testing

@testable import WelcomeCore

/// In the tables `_` stands for a space that does not break, and `=` for a hyphen that does not.
@Suite struct TypographyTests {
    private func shown(_ text: String) -> String {
        text.replacing("\u{A0}", with: "_").replacing("\u{2011}", with: "=")
    }

    private func expect(_ locale: String, _ text: String, _ expected: String) throws {
        let typography = try #require(Typography(locale: locale))
        let result = typography.set(text)
        #expect(shown(result) == expected)
        #expect(Array(typography.set(result).utf8) == Array(result.utf8), "what is set stays as it is")
    }

    @Test(arguments: [
        // Short words stay with what follows.
        ("Доставка в Алматы и на дом", "Доставка в_Алматы и_на_дом"), ("В доме", "В_доме"),
        ("не за горами, от и до", "не_за_горами, от_и_до"), ("из-за угла", "из-за_угла"),
        ("для вас, без наценки", "для_вас, без_наценки"), ("Москва, к вам", "Москва, к_вам"),
        ("слово в", "слово в"), ("в  два", "в  два"), ("Иванов", "Иванов"), ("дом в\nдеревне", "дом в_деревне"),
        // Numbers stay with their unit or noun.
        ("50 мм, 3 м² и 7 %", "50_мм, 3_м² и_7_%"), ("5–7 %", "5–7_%"), ("5 ноября 2026 г.", "5_ноября 2026_г."),
        ("100 и 150 мм", "100 и_150_мм"), ("32 класс", "32_класс"), ("м2 стоит", "м2 стоит"),
        ("12 Алматы", "12 Алматы"),
        ("10 × 12, высота 3 м.", "10 × 12, высота 3_м."),
        // Abbreviations and initials.
        ("Алматы, ул. Абая, д. 5, кв. 7", "Алматы, ул._Абая, д._5, кв._7"), ("г. Алматы", "г._Алматы"),
        ("А. С. Пушкин и И.Иванов", "А._С._Пушкин и_И.Иванов"), ("№ 5", "№_5"), ("Всё. Да", "Всё. Да"),
        // Quotes.
        ("ТОО \"Алюком\"", "ТОО «Алюком»"), ("(\"да\"), \"нет\".", "(«да»), «нет»."),
        ("\"Клуб \"Заря\" тут\"", "«Клуб „Заря“ тут»"), ("«Клуб \"Заря\"»", "«Клуб „Заря“»"),
        ("экран 27\" и 5\"", "экран 27\" и_5\""), ("\"без конца", "\"без_конца"), ("\"\"", "\"\""),
        // Dashes.
        ("Алматы - город", "Алматы_— город"), ("Алматы — город", "Алматы_— город"), ("10 - 12", "10 - 12"),
        ("- да", "- да"), ("— Да", "— Да"), ("сэндвич-панели", "сэндвич-панели"), ("а – б", "а_– б"),
        // Prices.
        ("12500 ₸", "12_500_₸"), ("1234567 тг.", "1_234_567_тг."), ("12500,50 ₽", "12_500,50_₽"),
        ("12 500 ₸", "12_500_₸"), ("1 234 567 ₸", "1_234_567_₸"), ("900 ₸", "900_₸"), ("код 12500", "код 12500"),
        ("в 2026 году", "в_2026_году"), ("7 900", "7_900"), ("50 100 панелей", "50 100_панелей"), ("12500₸", "12_500₸"),
        ("артикул А12500 ₸", "артикул А12500 ₸"),
        // Phones.
        ("+7 701 123-45-67, звоните", "+7_701_123=45=67, звоните"), ("+5 %", "+5_%"),
    ])
    func setsRussian(text: String, expected: String) throws {
        try expect("ru", text, expected)
    }

    @Test(arguments: [
        ("Қабырғаға да, шатырға да", "Қабырғаға_да, шатырға_да"), ("Келесіз бе, ала ма?", "Келесіз бе, ала_ма?"),
        ("50 мм, 12500 теңге", "50_мм, 12_500_теңге"), ("6 сурет", "6_сурет"),
        ("Дайын \"сэндвич\".", "Дайын «сэндвич»."),
        ("Алматы - қала", "Алматы_— қала"), ("\"а \"б\" в\"", "«а \"б\" в»"),
        // A Russian preposition is no word of Kazakh.
        ("и к с в", "и к с в"), ("ұзындығы 3 м", "ұзындығы 3_м"),
    ])
    func setsKazakh(text: String, expected: String) throws {
        try expect("kk", text, expected)
    }

    @Test(arguments: [
        ("A \"sandwich\" of 50 mm", "A “sandwich” of 50_mm"), ("\"a \"b\" c\"", "“a ‘b’ c”"),
        ("a - b, in a 12 panels", "a - b, in a 12 panels"), ("12500 ₸, 5 %", "12500_₸, 5_%"),
        ("it's 5\" wide", "it's 5\" wide"),
    ])
    func setsEnglish(text: String, expected: String) throws {
        try expect("en", text, expected)
    }

    @Test func hasNoRulesForOtherLanguages() {
        #expect(Typography(locale: "de") == nil)
        #expect(Typography(locale: "") == nil)
    }

    // MARK: On a page

    private func page(_ layout: String, body: String = "Текст.", _ fields: [String: String] = [:], yml: String = "")
        throws -> String
    {
        let bench = try CompileBench(layout: layout, body: body, ["base/theme.yml": "title: Base\n\(yml)"])
        let outcome = bench.render(fields)
        #expect(outcome.diagnostics == [])
        return shown(outcome.html)
    }

    @Test func setsTheTextOfAPageAcrossTagsInsideALine() throws {
        #expect(
            try page("<p>ТОО \"<b>Алюком</b>\" в <i>Алматы</i></p><p>\"а</p><p>б\"</p>")
                == "<p>ТОО «<b>Алюком</b>» в_<i>Алматы</i></p><p>&quot;а</p><p>б&quot;</p>")
        #expect(
            try page("{{{content}}}", body: "# Цены - тут\n\nЦена \"под ключ\" в\nАлматы: 12500 ₸ & 5 <")
                == "<h1>Цены_— тут</h1>\n<p>Цена «под_ключ» в_Алматы: 12_500_₸ &amp; 5 &lt;</p>\n")
    }

    @Test func setsAttributesThatAreReadToPeopleAndNoOthers() throws {
        #expect(
            try page("<img alt=\"Вид в &quot;Заре&quot;\" data-a=\"а в б\" title='а в б' src=\"/в а\">")
                == "<img alt=\"Вид в_«Заре»\" data-a=\"а в б\" title='а в б' src=\"/в а\">")
    }

    @Test(arguments: [
        "<style>p::before { content: \"в а\" }</style>", "<script>let a = \"в а\"</script>", "<!-- \"в а\" -->",
        "<textarea>\"в а\"</textarea>", "<svg><path d=\"M 1 1\"/><title>в а</title></svg>",
        "<a href=\"https://x.kz/?a=в а\">x</a>",
    ])
    func leavesWhatIsNoTextAlone(markup: String) throws {
        #expect(try page("<p>\(markup)</p>") == "<p>\(markup)</p>")
    }

    @Test func leavesCodeAlone() throws {
        #expect(
            try page("{{{content}}}", body: "в `в \"а\" - б` доме\n\n    12500 ₸ \"а\"\n")
                == "<p>в_<code>в &quot;а&quot; - б</code> доме</p>\n<pre><code>12500 ₸ &quot;а&quot;\n</code></pre>\n")
    }

    @Test func joinsAValueWithTheWordsAroundItAndLeavesItselfAlone() throws {
        let body = "{{#lead.city}}Едем в {{lead.city}} - \"{{lead.city}}\", {{lead.city}} м² {{/lead.city}}"
        #expect(
            try page("{{{content}}}", body: body, ["city": "г. \"А\" - в 12500 ₸"]).replacing("<bdi>", with: "[")
                .replacing("</bdi>", with: "]")
                == "<p>Едем в_[г. \"А\" - в 12500 ₸]_— «[г. \"А\" - в 12500 ₸]», [г. \"А\" - в 12500 ₸]_м²</p>\n")
        #expect(
            try page("<a title=\"{{#lead.city}}в {{lead.city}}{{/lead.city}}\">x</a>", ["city": "\"Б\" в 5"])
                == "<a title=\"в_&quot;Б&quot; в 5\">x</a>")
    }

    @Test func leavesMessagesAndDraftsAlone() throws {
        let text = CompileBench.text("x", message: "Цена \"тут\" - в 5 м\n{{url}}")
        let outcome = try CompileBench(["base/ru.md": text]).render()
        #expect(outcome.message.hasPrefix("Цена \"тут\" - в 5 м\n"))
    }

    @Test func setsWhatPreviewsShow() throws {
        let text = "---\ntitle: Панели - \"люкс\"\ndescription: Всё в одном\nmessage: \"{{url}}\"\n---\n"
        let bench = try CompileBench(
            layout: "<title>{{title}}</title><meta content=\"{{title}}|{{description}}\">", ["base/ru.md": text])
        #expect(
            shown(bench.render().html)
                == "<title>Панели_— «люкс»</title><meta content=\"Панели_— «люкс»|Всё в_одном\">")
    }

    @Test func isSwitchedOffByATheme() throws {
        #expect(try page("<p>\"а\" в б</p>", yml: "typography: off\n") == "<p>\"а\" в б</p>")
        let bench = try CompileBench(["base/theme.yml": "typography: none\n"])
        #expect(bench.render().places == ["1:13 theme-value"])
    }
}
