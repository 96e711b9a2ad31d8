import Testing
import WelcomeCore
import WelcomeIO

@Suite struct CSVLeadSourceTests {
    private func events(_ text: String) throws -> [SourceEvent] { try LeadFile(text).events() }

    private func fault(_ text: String) throws -> LeadSourceError? { try LeadFile(text).fault() }

    @Test(arguments: [
        "id,name\n1,Айгүл\n", "id,name\r\n1,Айгүл\r\n", "\u{FEFF}id,name\n1,Айгүл", "id;name\n1;Айгүл\n",
        "id\tname\n1\tАйгүл\n",
        "\"id\",\"name\"\n\"1\",\"Айгүл\"\n", "id,name\r\n\"1\",\"Айгүл\"\r\n", "\n\nid,name\n",
        "\u{FEFF}\"id\",name\n1,Айгүл\n",
    ])
    func readsEveryDialect(text: String) throws {
        let hasRow = text.contains("1")
        if hasRow {
            let position = RowPosition.line(2)
            #expect(try events(text) == [row(position, ["id": "1", "name": "Айгүл"])])
        } else {
            #expect(try fault(text)?.code == .sourceEmpty)
        }
    }

    @Test func readsQuotedFields() throws {
        let text = """
            id,area,note
            1,"a,b","x ""y"" z"
            2,"line one
            line two",""
            3,a"b,"c"
            4,"\"\"","\r
            "

            5, "q" ,
            """
        let events = try events(text + "\n")
        #expect(
            events == [
                row(.line(2), ["id": "1", "area": "a,b", "note": "x \"y\" z"]),
                row(.line(3), ["id": "2", "area": "line one\nline two", "note": ""]),
                row(.line(5), ["id": "3", "area": "a\"b", "note": "c"]),
                row(.line(6), ["id": "4", "area": "\"", "note": "\r\n"]),
                row(.line(9), ["id": "5", "area": " \"q\" ", "note": ""]),
            ]
        )
    }

    @Test func looksAtBytesAndNotAtCharacters() throws {
        let text = "id,name\r\n1,a\u{301},\r\n2,\u{301}b\r\n3,\"x\"\"\u{301}y\"\r\n"
        #expect(
            try events(text) == [
                problem(.line(2), nil, .leadColumns), row(.line(3), ["id": "2", "name": "\u{301}b"]),
                row(.line(4), ["id": "3", "name": "x\"\u{301}y"]),
            ]
        )
    }

    @Test func passesOnBytesThatAreNotText() throws {
        let file = try LeadFile(bytes: Array("id,name\n".utf8) + [0x31, 0x2C, 0xCF, 0xF0, 0x00, 0x0A])
        let name = RawField(name: Array("name".utf8), value: .text([0xCF, 0xF0, 0x00]))
        let id = RawField(name: Array("id".utf8), value: .text([0x31]))
        #expect(try file.events() == [.row(RawRow(position: .line(2), fields: [id, name]))])
    }

    @Test func reportsRowsOfTheWrongLength() throws {
        let text = "id,name\n1\n2,a,b\n3,c\n4,d,e,f,g,h,i,j\n"
        #expect(
            try events(text) == [
                problem(.line(2), nil, .leadColumns), problem(.line(3), nil, .leadColumns),
                row(.line(4), ["id": "3", "name": "c"]),
                problem(.line(5), nil, .leadColumns),
            ]
        )
    }

    @Test func reportsTextBehindQuotes() throws {
        #expect(
            try events("id,name\n1,\"a\"b\n2,\"c\"\r\n3,\"d\" ,x\n") == [
                problem(.line(2), "name", .leadColumns), row(.line(3), ["id": "2", "name": "c"]),
                problem(.line(4), "name", .leadColumns),
            ]
        )
    }

    @Test(arguments: [
        "id,name\n1,a\n2", "id,name\n1,a\n2,\"b", "id,name\n1,a\n2,\"b\n3,c\n", "id,name,city\n1,a,b\n2,c",
    ])
    func refusesAFileThatIsCutOff(text: String) throws {
        let fault = try fault(text)
        #expect(fault?.code == .sourceCut)
        #expect(fault?.location == SourceLocation(file: "leads", line: 3))
    }

    @Test func acceptsAWholeLastRowWithoutLineEnd() throws {
        #expect(try events("id,name\n1,") == [row(.line(2), ["id": "1", "name": ""])])
        #expect(try events("id\n1") == [row(.line(2), ["id": "1"])])
    }

    @Test func refusesHeadersItCannotUse() throws {
        let missing = try fault("idd,phnoe\n1,2\n")
        #expect(missing?.code == .sourceColumns)
        #expect(missing?.location == SourceLocation(file: "leads", line: 1))
        #expect(missing?.summary == "there is no column `id` among `idd`, `phnoe`")
        #expect(missing?.fix == "call the column `idd` `id`")
        #expect(try fault("name,phone\n1,2\n")?.fix == "add the lead's id in a column called `id`")
        let twice = try fault("id,name,name\n1,2,3\n")
        #expect(twice?.code == .sourceColumns)
        #expect(twice?.location.field == "name")
        #expect(try fault("id,\"name\n1,2\n")?.code == .sourceColumns)
        #expect(try fault("id" + String(repeating: ",", count: 5000) + "\n")?.code == .sourceColumns)
        #expect(
            try LeadFile(bytes: Array("id,".utf8) + [0xE8, 0xEC, 0xFF] + Array("\n1,2\n".utf8)).fault()?.code
                == .sourceEncoding)
    }

    @Test func tellsHeadersApartByBytes() throws {
        #expect(try events("id,\u{E9},e\u{301}\n1,2,3\n").count == 1)
    }

    @Test func namesItsColumns() throws {
        let file = try LeadFile("id,phnoe\n1,2\n")
        let source = try LeadSourceDetector.open(LeadSourceRequest(path: file.path))
        #expect(source.columnNames == [Array("id".utf8), Array("phnoe".utf8)])
    }

    @Test func refusesFieldsThatAreTooLongWithoutLosingItsPlace() throws {
        let long = String(repeating: "x", count: (1 << 20) + 1)
        let fits = String(repeating: "y", count: 1 << 20)
        let text = "id,name\n1,\(long)\n2,\"\(long)\nz\"\n3,\(fits)\n\(long),a\n4,\"\(fits)\"\n5,\(long),\(long)\n6,f\n"
        let expected: [SourceEvent] = [
            problem(.line(2), "name", .leadTooLong),
            .problem(RowProblem(position: .line(3), column: "name", code: .leadTooLong, lastLine: 4)),
            row(.line(5), ["id": "3", "name": .text(Array(fits.utf8))]), problem(.line(6), "id", .leadTooLong),
            row(.line(7), ["id": "4", "name": .text(Array(fits.utf8))]), problem(.line(8), "name", .leadTooLong),
            row(.line(9), ["id": "6", "name": "f"]),
        ]
        #expect(try events(text) == expected)
    }

    @Test func readsTheSameWhereverChunksEnd() throws {
        // Rows of many lengths put every kind of byte at the end of a chunk.
        var text = "id,area,note\r\n"
        var expected: [SourceEvent] = []
        var line = 2
        for index in 0..<20_000 {
            let filler = String(repeating: "ә", count: index % 37)
            text += "\(index),\"\(filler)\"\"\n\",\(filler)\r\n"
            expected.append(
                row(
                    .line(line),
                    [
                        "id": .text(Array("\(index)".utf8)), "area": .text(Array("\(filler)\"\n".utf8)),
                        "note": .text(Array(filler.utf8)),
                    ]
                )
            )
            line += 2
        }
        #expect(text.utf8.count > 1 << 20)
        #expect(try events(text) == expected)
    }
}
