import Testing
import WelcomeCore

@Suite struct LeadParserTests {
    private let parser = LeadParser(
        schema: LeadSchema(
            defaultLocale: "ru",
            defaultTheme: "panels",
            tenants: [
                LeadText("stroydom"): .init(theme: "laminate", locale: "kk"), LeadText("ghost"): .init(theme: "gone"),
            ],
            themes: [
                "panels": .init(declared: ["address", "area"]),
                "laminate": .init(),
                "strict": .init(declared: ["area", "name"], required: ["area", "name"]),
            ]
        )
    )

    private func row(_ fields: [(String, RawValue)]) -> RawRow {
        RawRow(
            position: .line(7), fields: fields.map { RawField(name: Array($0.0.utf8), value: $0.1) }
        )
    }

    private func text(_ string: String) -> RawValue { .text(Array(string.utf8)) }

    private func parse(_ fields: (String, RawValue)...) -> Result<Lead, RowProblem> { parser.parse(row(fields)) }

    private func lead(_ fields: (String, RawValue)...) throws -> Lead {
        try parser.parse(row([("id", text("1"))] + fields)).get()
    }

    private func problem(_ fields: (String, RawValue)...) -> RowProblem? {
        guard case .failure(let problem) = parser.parse(row([("id", text("1"))] + fields)) else { return nil }
        return problem
    }

    private func expected(_ code: DiagnosticCode, _ column: String) -> RowProblem {
        RowProblem(position: .line(7), column: column, code: code)
    }

    @Test func fillsInDefaults() throws {
        let lead = try lead()
        let identity = LeadIdentity(tenant: LeadText("default"), lead: LeadText("1"), slot: LeadText("welcome"))
        #expect(lead == Lead(identity: identity, theme: "panels", locale: "ru"))
    }

    @Test func takesDefaultsOfTheTenant() throws {
        let lead = try lead(("tenant", text("stroydom")))
        #expect(lead.theme == "laminate")
        #expect(lead.locale == "kk")
        let other = try self.lead(("tenant", text("stroydom")), ("theme", text("panels")), ("locale", text("en")))
        #expect(other.theme == "panels")
        #expect(other.locale == "en")
    }

    @Test func readsEveryColumn() throws {
        let lead = try lead(
            ("tenant", text("t")), ("slot", text("second")), ("theme", text("panels")), ("locale", text("kk")),
            ("phone", text(" 8 701 ")), ("channel", text("telegram")), ("channel_address", .number(Array("42".utf8))),
            ("name", text(" Айгүл\n")), ("city", text("Алматы")), ("note", text("a\nb")), ("voice", text("v.ogg")),
            ("images", text("[\"a.jpg\", \"b|c.jpg\"]")), ("documents", .list([])),
            ("created_at", text("2026-10-01T09:12:00+05:00")), ("expires_on", text("2027-03-31")),
            ("sent_at", text("2026-10-01 04:12:00")), ("revoked", text("YES")), ("address", text("Абая 1")),
            ("area", .number(Array("120.50".utf8))), ("secret", text("not declared"))
        )
        var expected = Lead(
            identity: LeadIdentity(tenant: LeadText("t"), lead: LeadText("1"), slot: LeadText("second")),
            theme: "panels", locale: "kk"
        )
        expected.phone = LeadText(" 8 701 ")
        expected.channel = "telegram"
        expected.channelAddress = LeadText("42")
        expected.fields = [
            LeadField(name: "address", value: LeadText("Абая 1")), LeadField(name: "area", value: LeadText("120.50")),
            LeadField(name: "city", value: LeadText("Алматы")), LeadField(name: "name", value: LeadText("Айгүл")),
            LeadField(name: "note", value: LeadText("a\nb")),
        ]
        expected.voice = "v.ogg"
        expected.images = ["a.jpg", "b|c.jpg"]
        expected.documents = []
        expected.createdAt = Timestamp(secondsSinceEpoch: 1_790_827_920)
        expected.expiresOn = CivilDate(year: 2027, month: 3, day: 31)
        expected.isSent = true
        expected.isRevoked = true
        #expect(lead == expected)
    }

    @Test func keepsIdsByteForByte() throws {
        let decomposed = try parse(("id", text("e\u{301} "))).get()
        #expect(decomposed.identity.lead.bytes == [0x65, 0xCC, 0x81, 0x20])
        let number = try parse(("id", .number(Array("00012345678901234567890".utf8)))).get()
        #expect(number.identity.lead == LeadText("00012345678901234567890"))
        let longest = try parse(("id", text(String(repeating: "x", count: 512)))).get()
        #expect(longest.identity.lead.bytes.count == 512)
    }

    @Test func refusesBadIdentities() {
        let long = text(String(repeating: "x", count: 513))
        #expect(parse(("id", long)) == .failure(expected(.leadID, "id")))
        #expect(parse(("id", text(""))) == .failure(expected(.leadID, "id")))
        #expect(parse(("id", .null)) == .failure(expected(.leadID, "id")))
        #expect(parse(("ID", text("1"))) == .failure(expected(.leadID, "id")))
        #expect(parse() == .failure(expected(.leadID, "id")))
        #expect(problem(("tenant", long)) == expected(.leadTooLong, "tenant"))
        #expect(problem(("slot", long)) == expected(.leadSlot, "slot"))
    }

    @Test(arguments: LeadColumn.allCases)
    func refusesNULAndBytesThatAreNotUTF8InEveryColumn(column: LeadColumn) {
        let others: [RawField] =
            column == .id ? [] : [RawField(name: Array("id".utf8), value: .text([0x31]))]
        for (bytes, code) in [
            ([0x61, 0, 0x62], .leadNUL), ([0xC3, 0x28], .leadEncoding), ([0xED, 0xA0, 0x80], .leadEncoding),
            ([0xC0, 0xAF], .leadEncoding), ([0xD0], .leadEncoding), ([0xF5, 0x80, 0x80, 0x80], .leadEncoding),
        ] as [([UInt8], DiagnosticCode)] {
            let field = RawField(name: Array(column.columnName.utf8), value: .text(bytes))
            let result = parser.parse(RawRow(position: .row(3), fields: others + [field]))
            #expect(result == .failure(RowProblem(position: .row(3), column: column.columnName, code: code)))
        }
    }

    @Test func checksDeclaredFieldsAndNoOthers() throws {
        #expect(problem(("area", .text([0]))) == expected(.leadNUL, "area"))
        #expect(problem(("area", .text([0xFF]))) == expected(.leadEncoding, "area"))
        #expect(problem(("area", .list([]))) == expected(.leadNotText, "area"))
        #expect(try lead(("secret", .text([0])), ("x", .object)).fields.isEmpty)
    }

    @Test(arguments: [
        "id", "tenant", "slot", "theme", "locale", "phone", "channel", "channel_address", "name", "city",
        "note", "voice", "created_at", "expires_on", "sent_at", "revoked",
    ])
    func refusesListsAndObjectsWhereTextIsDue(column: String) {
        for value in [RawValue.list([text("a")]), .object] {
            let others = column == "id" ? [] : [("id", text("1"))]
            #expect(parser.parse(row(others + [(column, value)])) == .failure(expected(.leadNotText, column)))
        }
    }

    @Test func refusesUnknownAndMissingThemes() {
        #expect(problem(("theme", text("pannels"))) == expected(.leadTheme, "theme"))
        #expect(problem(("theme", text("../panels"))) == expected(.leadTheme, "theme"))
        #expect(problem(("tenant", text("ghost"))) == expected(.leadTheme, "theme"))
        let bare = LeadParser(schema: LeadSchema(defaultLocale: "ru", themes: ["panels": .init()]))
        #expect(bare.parse(row([("id", text("1"))])) == .failure(expected(.leadTheme, "theme")))
    }

    @Test(arguments: [
        ("RU", "ru"), ("kk", "kk"), ("kk_KZ", "kk-KZ"), ("sr-Latn-RS", "sr-Latn-RS"), ("", "ru"),
    ])
    func readsLocales(text: String, expected: String) throws {
        #expect(try lead(("locale", self.text(text))).locale == expected)
    }

    @Test(arguments: ["r", "русский", "../ru", "ru-", "-ru", "ru RU", "12", "ru--RU"])
    func refusesWhatIsNoLocale(text: String) {
        #expect(problem(("locale", self.text(text))) == expected(.leadLocale, "locale"))
    }

    @Test func refusesBadDates() throws {
        for column in ["created_at", "expires_on", "sent_at"] {
            #expect(problem((column, text("yesterday"))) == expected(.leadDate, column))
            #expect(problem((column, text("2026-02-30T10:00:00Z"))) == expected(.leadDate, column))
            #expect(problem((column, .number(Array("1790827920".utf8)))) == expected(.leadDate, column))
        }
        #expect(problem(("expires_on", text("2026-02-30"))) == expected(.leadDate, "expires_on"))
    }

    @Test func keepsTheDayOfAnExpiryAsWritten() throws {
        let day = CivilDate(year: 2027, month: 3, day: 31)
        #expect(try lead(("expires_on", text("2027-03-31T23:30:00-09:00"))).expiresOn == day)
        #expect(try lead(("expires_on", text("2027-03-31T00:30:00+09:00"))).expiresOn == day)
    }

    @Test(
        arguments: [
            (.boolean(true), true), (.boolean(false), false), (.number([0x31]), true), (.number([0x30]), false),
            (.null, false),
            (.text(Array("True".utf8)), true), (.text(Array("NO".utf8)), false), (.text([]), false),
            (.text([0x31]), true),
        ] as [(RawValue, Bool)])
    func readsTruths(value: RawValue, isRevoked: Bool) throws {
        #expect(try lead(("revoked", value)).isRevoked == isRevoked)
    }

    @Test(arguments: ["2", "maybe", "да", "truetrue", " true"])
    func refusesWhatIsNoTruth(text: String) {
        #expect(problem(("revoked", self.text(text))) == expected(.leadBoolean, "revoked"))
    }

    @Test(
        arguments: [
            ("a.jpg", ["a.jpg"]), ("a.jpg|b.jpg", ["a.jpg", "b.jpg"]), (" a.jpg | b.jpg ", ["a.jpg", "b.jpg"]),
            ("a||b", ["a", "b"]),
            (" [\"a\",\"b\"]", ["a", "b"]), ("[]", []), ("", nil),
            ("https://x.example/a,b.jpg", ["https://x.example/a,b.jpg"]),
        ] as [(String, [String]?)])
    func readsListsFromText(text: String, items: [String]?) throws {
        #expect(try lead(("images", self.text(text))).images == items)
    }

    @Test func readsNativeLists() throws {
        #expect(try lead(("documents", .list([text("a"), text("b")]))).documents == ["a", "b"])
        #expect(try lead(("documents", .null)).documents == nil)
    }

    @Test func refusesMalformedLists() {
        for value in [
            text("[\"a\""), text("[1]"), text("[null]"), text("[\"\"]"), text("[[\"a\"]]"), .object, .boolean(true),
            .number([0x31]), .list([.null]), .list([.object]), .list([text("")]),
        ] {
            #expect(problem(("images", value)) == expected(.leadList, "images"))
        }
        #expect(problem(("images", text("[\"a\\u0000\"]"))) == expected(.leadNUL, "images"))
        #expect(problem(("images", .list([.text([0xFF])]))) == expected(.leadEncoding, "images"))
    }

    @Test func demandsRequiredFields() throws {
        let area = ("area", text("10"))
        let name = ("name", text("Айгүл"))
        let strict = ("theme", text("strict"))
        #expect(try lead(strict, area, name).fields.count == 2)
        #expect(problem(strict, name) == expected(.leadRequired, "area"))
        #expect(problem(strict, area) == expected(.leadRequired, "name"))
        #expect(problem(strict, area, ("name", text(" \u{200B}"))) == expected(.leadRequired, "name"))
    }

    @Test func turnsInvisibleTextIntoNone() throws {
        #expect(try lead(("name", text("\u{202E} ")), ("city", text(""))).fields.isEmpty)
    }

    @Test func writesTruthsAsText() throws {
        #expect(try lead(("area", .boolean(true))).field("area") == LeadText("true"))
    }
}
