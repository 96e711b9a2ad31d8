import Testing
import WelcomeCore

/// Values that programs leave where a name should be are no names; whatever somebody may be called is one.
@Suite struct ImplausibleNameTests {
    private let parser = LeadParser(
        schema: LeadSchema(defaultLocale: "ru", defaultTheme: "base", themes: ["base": .init()]))

    private func parse(_ name: [UInt8], column: String = "name") throws -> (shown: String?, warnings: [RowProblem]) {
        var warnings: [RowProblem] = []
        let row = RawRow(
            position: .line(2),
            fields: [
                RawField(name: Array("id".utf8), value: .text([0x31])),
                RawField(name: Array(column.utf8), value: .text(name)),
            ])
        let lead = try parser.parse(row, &warnings).get()
        return (lead.field(column)?.string, warnings)
    }

    @Test(arguments: [
        "NULL", "null", "Null", " NULL ", "nan", "NaN", "undefined", "Undefined", "None", "nil", "(null)", "\\N",
        "#N/A", "n/a", "#Н/Д", "#ИМЯ?", "#REF!", "[object Object]", "Без имени", "НЕ УКАЗАНО", "Не указан", "unknown",
        "No Name", "Клиент", "ФИО", "Name", "�", "Им�", "Айг�л", "????", "-", "—", "...", "0", "12345",
        "+7 701 123 45 67", "87011234567", "8 (701) 123-45-67", "77011234567@s.whatsapp.net", "123456@lid",
        "&amp;", "Иван &amp; Ко", "&quot;Заря&quot;", "&#1040;&#1081;", "&#x41;", "Сделка №15", "сделка #15",
        "СДЕЛКА № 15", "Лид №1024", "Лид 1024", "Заявка #7", "Deal #15", "Lead: 42", "Контакт 77010000001",
        "Новая сделка", "Новый лид", "Заявка с сайта", "Мәміле №15", "Аты жоқ",
    ])
    func leavesOutWhatIsNoName(name: String) throws {
        let result = try parse(Array(name.utf8))
        #expect(result.shown == nil)
        #expect(
            result.warnings == [RowProblem(position: .line(2), column: "name", code: .leadName)])
    }

    @Test(arguments: [
        "Айгүл", "Нан", "Нуль", "Нурлан Null", "Null Нурлан", "Nan", "Nan Goldin", "Nil", "Ли", "О", "Ы", "Jo", "Y",
        "Ng",
        "Лидия", "Лида", "Лид Петров", "Сделкина Мария", "Клиентов", "Контакион", "Заря 24", "Айгүл 2", "Экран №1",
        "Ұлпан", "Әлі", "Ілияс", "ІЛИЯС", "СІСІ", "ДІНІ", "ӘЛІБЕК", "Ёлка", "Тёма", "ПЁТР", "Лё", "Лёва", "Сёра",
        "Їжак",
        "Сергій", "Юрій", "Ґалаґан", "Єва", "Ђорђе", "Љубица", "Њњ", "O'Neil", "О’Нил", "Д'Артаньян", "Жан-Поль",
        "А. Б.",
        "José", "JOSÉ", "João", "JOÃO", "ÑANDÚ", "Zoë", "Åsa", "Øystein", "Müller", "MÜLLER", "Łukasz", "Šárka",
        "Đorđe",
        "Þór", "ÆØÅ", "Élodie", "Çağrı", "Gülnur", "李小龙", "박지성", "ნინო", "Նարե", "محمد", "דוד", "สมชาย", "🌸", "Айгүл 🌸",
        "AT&T", "Иван & Ко", "A&B;", "ТОО «Заря»", "ИП Ким", "Мама", "Undine", "Nulla", "Nanette", "Noname's shop",
        "X Æ A-12", "Ø", "№1 Окна", "Ж", "Імран", "Кіім", "Анна-Мария", "Эн", "Nonenko", "Клиент Иван",
        "Мария Не указана",
    ])
    func keepsEveryName(name: String) throws {
        let result = try parse(Array(name.utf8))
        #expect(result.shown == name)
        #expect(result.warnings.isEmpty)
    }

    /// UTF-8 as other encodings show it, made by Python's codecs.
    @Test(arguments: [
        // cp1251
        "РђР№РіТЇР»", "РђР»РµРєСЃРµР№", "Р\u{98}РІР°РЅ", "Р\u{98}СЂРёРЅР°", "РќСѓСЂР»Р°РЅ", "Т°Р»РїР°РЅ",
        "РЎРµСЂРіРµР№ Рџ",
        "РљСЃРµРЅРёСЏ", "РђР»РјР°С‚С‹", "РСЂРёРЅР°",
        // cp1252 and Latin-1
        "ÐÐ¹Ð³Ò¯Ð»", "Ð\u{90}Ð¹Ð³Ò¯Ð»", "ÐÐ»ÐµÐºÑÐµÐ¹", "Ð\u{9D}ÑƒÑ€Ð»Ð°Ð½", "JosÃ©", "MÃ¼ller",
        // Windows-1251 as Latin-1
        "Àéãóë", "Àëåêñåé", "Èâàí Ïåòðîâ",
    ])
    func leavesOutWhatWasReadInAnotherEncoding(name: String) throws {
        #expect(try parse(Array(name.utf8)).shown == nil)
        #expect(try parse(Array(name.utf8), column: "city").shown == nil)
    }

    @Test func leavesNotesAlone() throws {
        #expect(try parse(Array("NULL".utf8), column: "note").shown == "NULL")
    }

    @Test func takesAnEmptyNameForNone() throws {
        for name in ["", " ", "\u{200B}"] {
            let result = try parse(Array(name.utf8))
            #expect(result.shown == nil)
            #expect(result.warnings.isEmpty)
        }
    }
}
