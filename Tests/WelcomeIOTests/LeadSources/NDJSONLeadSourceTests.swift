import Testing
import WelcomeCore
import WelcomeIO

@Suite struct NDJSONLeadSourceTests {
    private func events(_ text: String) throws -> [SourceEvent] { try LeadFile(text).events() }

    @Test func readsALinePerLead() throws {
        let text =
            "\u{FEFF}{\"id\":\"1\",\"name\":\"Айгүл\"}\r\n\n  \n"
            + "{\"id\":2,\"name\":null,\"images\":[\"a\"],\"o\":{}}\n {\"name\":true,\"id\":\"3\"}"
        #expect(
            try events(text) == [
                row(.line(1), ["id": "1", "name": "Айгүл"]),
                row(.line(4), ["id": .number([0x32]), "name": .null, "images": .list(["a"]), "o": .object]),
                row(.line(5), ["name": .boolean(true), "id": "3"]),
            ]
        )
    }

    @Test(
        arguments: [
            ("{\"id\":1", .leadJSON), ("{\"id\":1}}", .leadJSON), ("[1]", .leadJSON), ("1", .leadJSON),
            ("{\"id\":1,\"id\":2}", .leadKeyTwice), ("{\"id\":\"\\ud83d\"}", .leadSurrogate),
            ("{\"id\":\"\\q\"}", .leadJSON), ("{id:1}", .leadJSON), ("{\"id\":1,}", .leadComma),
            ("{\"id\":1,\"images\":[\"a\",]}", .leadComma), ("{\"id\":\"\\udc4b\"}", .leadSurrogate),
        ] as [(String, DiagnosticCode)])
    func namesWhatIsWrongWithALineAndGoesOn(line: String, code: DiagnosticCode) throws {
        let whole = "{\"id\":\"1\"}\n"
        #expect(
            try events(whole + line + "\n" + whole) == [
                row(.line(1), ["id": "1"]), problem(.line(2), nil, code), row(.line(3), ["id": "1"]),
            ]
        )
    }

    @Test func knowsKeysInOtherWords() throws {
        let text = "{\"ID\":\"1\",\"Телефон\":\"+7\"}\n{\"id\":\"2\",\"Phone\":\"+7\",\"тел\":\"+8\"}\n"
        #expect(
            try events(text + "{\"id\":\"3\",\"phone\":\"+7\",\"Телефон\":\"+8\"}\n") == [
                row(.line(1), ["id": "1", "phone": "+7"]), problem(.line(2), "phone", .leadKeyTwice),
                // What a program calls by our own name is ours, whatever stands beside it.
                row(.line(3), ["id": "3", "phone": "+7", "Телефон": "+8"]),
            ])
    }

    @Test func readsLinesThatEndWithCR() throws {
        #expect(
            try events("{\"id\":\"1\"}\r{\"id\":\"2\"}\r\r{\"id\":\"3\"}") == [
                row(.line(1), ["id": "1"]), row(.line(2), ["id": "2"]), row(.line(4), ["id": "3"]),
            ])
        #expect(try events("{\"id\":\"1\"}\r\r\n{\"id\":\"2\"}\r\r\n").count == 2)
    }

    @Test func passesOnNULForTheParserToRefuse() throws {
        #expect(try events("{\"id\":\"a\\u0000b\"}\n") == [row(.line(1), ["id": .text([0x61, 0, 0x62])])])
    }

    @Test func refusesAFileThatIsCutOff() throws {
        let fault = try LeadFile("{\"id\":\"1\"}\n{\"id\":\"2\",\"na").fault()
        #expect(fault?.code == .sourceCut)
        #expect(fault?.location == SourceLocation(file: "leads", line: 2))
    }

    @Test func refusesTextAndLinesThatAreTooLong() throws {
        let long = String(repeating: "x", count: (1 << 20) + 1)
        let many = (0..<2000).map { "\"k\($0)\":\"\(String(repeating: "y", count: 5000))\"" }.joined(separator: ",")
        let text = "{\"id\":\"1\",\"note\":\"\(long)\"}\n{\"id\":\"2\",\"x\":\"\(long)\"}\n{\(many)}\n{\"id\":\"4\"}\n"
        #expect(
            try events(text) == [
                problem(.line(1), "note", .leadTooLong), problem(.line(2), nil, .leadTooLong),
                problem(.line(3), nil, .leadTooLong),
                row(.line(4), ["id": "4"]),
            ]
        )
    }

    @Test func readsTheSameWhereverChunksEnd() throws {
        var text = ""
        var expected: [SourceEvent] = []
        for index in 0..<20_000 {
            let filler = String(repeating: "ә", count: index % 41)
            text += "{\"id\":\(index),\"name\":\"\(filler)\\n\"}\n"
            expected.append(
                row(
                    .line(index + 1), ["id": .number(Array("\(index)".utf8)), "name": .text(Array("\(filler)\n".utf8))])
            )
        }
        #expect(text.utf8.count > 1 << 20)
        #expect(try events(text) == expected)
    }
}
