import Testing
import WelcomeCore
import WelcomeIO

/// What programs make of CSV: separators that are named, other line ends, and headers in other words.
@Suite struct CSVDialectTests {
    private func events(_ text: String) throws -> [SourceEvent] { try LeadFile(text).events() }

    @Test(arguments: [
        "sep=;\nid;name\n1;a,b\n", "sep=;\r\nid;name\r\n1;a,b\r\n", "\u{FEFF}sep=;\nid;name\n1;a,b\n",
        "\"sep=;\"\nid;name\n1;a,b\n", "SEP=|\nid|name\n1|a,b\n", "sep=\t\nid\tname\n1\ta,b\n",
        "sep=;\rid;name\r1;a,b\r",
    ])
    func obeysALineThatNamesTheSeparator(text: String) throws {
        #expect(try events(text) == [row(.line(3), ["id": "1", "name": "a,b"])])
    }

    @Test(arguments: ["sep=\nid,name\n1,2\n", "sep=x\nidxname\n", "sep=;;\nid;name\n1;2\n", "sep=\"\nid\n1\n"])
    func refusesASeparatorThatCannotBeOne(text: String) throws {
        #expect(try LeadFile(text).fault()?.code == .sourceColumns)
    }

    @Test func refusesAFileWithASeparatorAlone() throws {
        #expect(try LeadFile("sep=;").fault()?.code == .sourceEmpty)
        #expect(try LeadFile("sep=;\n").fault()?.code == .sourceEmpty)
    }

    @Test(arguments: ["id,name\r1,a\r2,b\r", "id,name\r1,a\r2,b", "\"id\",\"name\"\r\"1\",\"a\"\r\"2\",\"b\"\r"])
    func readsLinesThatEndWithCR(text: String) throws {
        #expect(
            try events(text) == [row(.line(2), ["id": "1", "name": "a"]), row(.line(3), ["id": "2", "name": "b"])])
    }

    @Test func readsLinesThatEndWithMoreCRs() throws {
        let expected = [row(.line(2), ["id": "1", "name": "a"]), row(.line(3), ["id": "2", "name": "b"])]
        #expect(try events("id,name\r\r\n1,a\r\r\n2,\"b\"\r\r\n") == expected)
        #expect(try events("id,name\n1,a\n2,b\r") == expected)
    }

    @Test func refusesABreakOfAnotherKindOutsideQuotes() throws {
        #expect(
            try events("id,name\n1,a\rb\n2,c\n") == [
                problem(.line(2), "name", .leadLineBreak), row(.line(3), ["id": "2", "name": "c"]),
            ])
        #expect(try events("id,name\r1,a\nb\r") == [problem(.line(2), "name", .leadLineBreak)])
    }

    @Test(
        arguments: [
            ("ID,Phone,Name", ["id", "phone", "name"]), ("lead_id;Телефон;Имя", ["id", "phone", "name"]),
            ("\u{200B}id, PHONE ,\u{FEFF}name\u{200E}", ["id", "phone", "name"]),
            ("Lead ID,phone number,First Name", ["id", "phone", "name"]),
            (
                "Record ID,Mobile Phone Number,First Name,City,Create Date",
                ["id", "phone", "name", "city", "created_at"]
            ),
            ("ID;Имя;Рабочий телефон;Дата создания;Фамилия", ["id", "name", "phone", "created_at", "Фамилия"]),
            ("ИД,Ұялы телефон,Аты,Қала", ["id", "phone", "name", "city"]),
            (
                "id,Created At,sent-at,Expires  On,channel\u{A0}address",
                [
                    "id", "created_at", "sent_at", "expires_on", "channel_address",
                ]
            ),
            // й in two characters, as macOS writes it.
            ("id,Мобильныи\u{306} телефон,ИМЯ", ["id", "phone", "name"]),
            ("id,тел.,ФИО:", ["id", "phone", "name"]),
            ("id,Комментарий,Примечание", ["id", "Комментарий", "Примечание"]),
        ] as [(String, [String])])
    func knowsHeadersInOtherWords(header: String, columns: [String]) throws {
        let separator: Character = header.contains(";") ? ";" : ","
        let values = columns.indices.map { "v\($0)" }
        let file = try LeadFile("\(header)\n\(values.joined(separator: String(separator)))\n")
        let source = try LeadSourceDetector.open(LeadSourceRequest(path: file.path))
        #expect(source.columnNames == columns.map { Array($0.utf8) })
    }

    @Test func leavesAFieldOfAThemeItsName() throws {
        let file = try LeadFile("id,phone,mobile,first_name\n1,2,3,4\n")
        var request = LeadSourceRequest(path: file.path)
        request.declaredFields = ["mobile", "first_name"]
        #expect(
            try LeadSourceDetector.open(request).columnNames
                == ["id", "phone", "mobile", "first_name"].map { Array($0.utf8) })
    }

    @Test(
        arguments: [
            ("id,phone,Телефон", "phone", "two columns mean `phone`: `phone`, `Телефон`"),
            (
                "id,Рабочий телефон,Мобильный телефон", "phone",
                "two columns mean `phone`: `Рабочий телефон`, `Мобильный телефон`"
            ),
            ("ID,lead_id,name", "id", "two columns mean `id`: `ID`, `lead_id`"),
            ("id,name,Name ", "name", "two columns mean `name`: `name`, `Name`"),
        ] as [(String, String, String)])
    func refusesTwoHeadersForOneColumn(header: String, field: String, summary: String) throws {
        let fault = try LeadFile("\(header)\n1,2,3\n").fault()
        #expect(fault?.code == .sourceColumns)
        #expect(fault?.location.field == field)
        #expect(fault?.summary == summary)
    }

    @Test func listsTheColumnsAndTheNearest() throws {
        let fault = try LeadFile("leed_id;Телефон;Имя\n1;2;3\n").fault()
        #expect(fault?.summary == "there is no column `id` among `leed_id`, `Телефон`, `Имя`")
        #expect(fault?.fix == "call the column `leed_id` `id`")
    }

    @Test(arguments: ["1,Айгүл,+77010000001\n2,Б,+77010000002\n", "Айгүл,87010000001\n", "a@b.kz,Айгүл\n"])
    func showsNothingOfAFileWithoutAHeader(text: String) throws {
        let fault = try #require(try LeadFile(text).fault())
        #expect(fault.code == .sourceColumns)
        #expect(!"\(fault)".contains("Айгүл"))
        #expect(!"\(fault)".contains("7701"))
    }

    @Test(arguments: [1, 2, 3, 5, 7, 64])
    func readsTheSameWhateverIsReadAtATime(chunk: Int) throws {
        let texts = [
            "\u{FEFF}sep=;\r\nID;\"Имя\"\r\n1;\"a\"\"b\"\r\n\r\n2;\"x;y\"\r\n3;z", "id,name\r1,\"a\"\r2,b\r",
            "id,note\n1,\"a\r\n\r\n\"\"\"\n2,b\r\n", "id\n1\n2", "\n\nid,note\n1,a\r\r\n",
            "{\"ID\":\"1\",\"name\":\"\\u0411\"}\r\n\n{\"id\":\"2\"}", "{\"id\":\"1\"}\r{\"id\":\"2\"}\r",
        ]
        for text in texts {
            let file = try LeadFile(text)
            var request = LeadSourceRequest(path: file.path, file: "leads")
            request.chunkBytes = chunk
            let source = try LeadSourceDetector.open(request)
            var events: [SourceEvent] = []
            while let event = try source.next() { events.append(event) }
            #expect(try events == file.events())
        }
    }
}
