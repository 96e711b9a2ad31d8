import Testing
import WelcomeCore
import WelcomeIO

/// Quotes that do not close where they should: no value of one row gets into another, and every line that is lost is named.
@Suite struct CSVQuoteTests {
    private func events(_ text: String) throws -> [SourceEvent] { try LeadFile(text).events() }

    private func lost(_ lines: ClosedRange<Int>, _ column: String?, _ code: DiagnosticCode) -> SourceEvent {
        .problem(
            RowProblem(
                position: .line(lines.lowerBound), column: column, code: code,
                lastLine: lines.count > 1 ? lines.upperBound : nil))
    }

    @Test func refusesALineBreakInAColumnOfOneLine() throws {
        let text = "id,name,phone\n1,\"Заря,+77010000001\n2,Экран 24\",+77010000024\n3,Окна,+77010000003\n"
        #expect(
            try events(text) == [
                lost(2...3, "name", .leadLineBreak),
                row(.line(4), ["id": "3", "name": "Окна", "phone": "+77010000003"]),
            ])
    }

    @Test(arguments: LeadColumn.allCases.filter { $0 != .note && $0 != .id })
    func refusesALineBreakInEveryColumnOfOneLine(column: LeadColumn) throws {
        for lineBreak in ["\n", "\r\n", "\r"] {
            let text = "id,\(column.columnName)\n1,\"a\(lineBreak)b\"\n2,c\n"
            let last = lineBreak == "\r" ? 2 : 3
            #expect(
                try events(text) == [
                    lost(2...last, column.columnName, .leadLineBreak),
                    row(.line(last + 1), ["id": "2", column.columnName: "c"]),
                ])
        }
    }

    @Test func keepsLineBreaksOfTexts() throws {
        let text = "id,note,area,phone\n1,\"Дом, 10×12\n3, 4, +7701\",\"a\n\nb\",+77010000001\n"
        #expect(
            try events(text) == [
                row(
                    .line(2),
                    ["id": "1", "note": "Дом, 10×12\n3, 4, +7701", "area": "a\n\nb", "phone": "+77010000001"])
            ])
    }

    @Test(
        arguments: [
            // The quote of a text is closed by the inch mark of the next row's.
            ("id,note,phone\n1,\"Доска,+77010000001\n2,Экран 24\",+77010000024\n", 2...3),
            ("id,phone,note\n1,+77010000001,\"Доска\n2,+77010000002,Экран 24\"\n", 2...3),
            ("id,note,phone\n1,\"Доска,+77010000001\n2,б,+77010000002\n3,Экран 24\",+77010000024\n", 2...4),
            ("id,note\nclx0001,\"Доска\nclx0002,Экран 24\"\n", 2...3),
            ("id;note;created_at\n1;\"Доска;2026-10-01\n2;Экран 24\";02.10.2026\n", 2...3),
            ("id,phone,extra\r\na-1,87010000001,\"x\r\na-2,87010000002,y\"\r\n", 2...3),
        ] as [(String, ClosedRange<Int>)])
    func refusesATextThatHoldsRows(text: String, lines: ClosedRange<Int>) throws {
        let events = try events(text)
        #expect(events.count == 1)
        guard case .problem(let problem)? = events.first else {
            Issue.record("the row is taken")
            return
        }
        #expect(problem.code == .leadLineBreak)
        #expect(problem.positions == Int64(lines.lowerBound)...Int64(lines.upperBound))
    }

    @Test(arguments: [
        "id,note,phone\n1,\"Заказ:\n2, шт, упаковка\",+77010000024\n",
        "id,phone,note\n1,+77010000001,\"Привет\nзвонить, после 18, завтра\"\n",
        "id,phone,note\n1,+77010000001,\"1, 2, 3\n4, 5, 6\"\n",
        "id,name,note\n1,Заря,\"Дом\nстены, крыша, пол\"\n",
        "id,note,phone\n1,\"Телефон жены,\n+77010000002,\nспасибо\",+77010000024\n",
        "id,note\n1,\"a\nb, c\"\n", "id,note\nclx0001,\"a\nb, c\"\n",
    ])
    func takesATextOfSeveralLinesForOne(text: String) throws {
        guard case .row? = try events(text).first else {
            Issue.record("the row is refused")
            return
        }
    }

    @Test func countsEveryLineThatIsLost() throws {
        let header = "id,name,note\n"
        #expect(try events(header + "1,\"a\n2,b\n3,\"c,d\n4,e,f\n").first == lost(2...4, "name", .leadColumns))
        #expect(try events(header + "1,\"a\n2,b\",c,d\n4,e,f\n").first == lost(2...3, nil, .leadColumns))
        let long = "1,\"a\n" + String(repeating: "2,b,c\n", count: 200_000) + "3,d\",e\n4,f,g\n"
        #expect(
            try events(header + long) == [
                lost(2...200_003, "name", .leadTooLong),
                row(.line(200_004), ["id": "4", "name": "f", "note": "g"]),
            ])
    }

    @Test func refusesAHeaderOfSeveralLines() throws {
        let fault = try LeadFile("id,\"name,phone\n1,Экран 24\",+77010000024\n2,a,b\n").fault()
        #expect(fault?.code == .sourceColumns)
        #expect(fault?.summary == "the header's quotes join lines 1 to 2")
    }
}
