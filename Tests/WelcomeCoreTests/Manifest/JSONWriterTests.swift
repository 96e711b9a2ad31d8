import Foundation
import Testing
import WelcomeCore

@Suite struct JSONWriterTests {
    private func text(_ body: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter()
        body(&json)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    @Test func writesCompactJSONInTheOrderItIsTold() {
        let written = text { json in
            json.object { json in
                json.member("z", 1)
                json.member("a", "б")
                json.key("list")
                json.array { json in
                    json.number(-5)
                    json.boolean(true)
                    json.null()
                    json.array { _ in }
                    json.object { _ in }
                    json.object { json in json.member("none", nil as String?) }
                    json.string("x")
                }
                json.member("last", LeadText("y"))
            }
            json.endLine()
            json.object { _ in }
            json.endLine()
        }
        #expect(written == #"{"z":1,"a":"б","list":[-5,true,null,[],{},{"none":null},"x"],"last":"y"}"# + "\n{}\n")
    }

    @Test(arguments: [
        ("\"\\/", #""\"\\/""#), ("\n\r\t", #""\n\r\t""#),
        ("\u{0}\u{8}\u{B}\u{C}\u{1F}", #""\u0000\u0008\u000b\u000c\u001f""#),
        ("\u{7F}\u{80}", "\"\\u007f\u{80}\""), ("\u{2028}", "\"\u{2028}\""), ("é\u{301}🙂", "\"é\u{301}🙂\""),
        ("</script>", "\"</script>\""),
    ])
    func escapesWhatJSONMust(value: String, expected: String) {
        #expect(text { $0.string(value) } == expected)
        #expect(text { $0.string(Array(value.utf8)) } == expected)
    }

    @Test func givesFoundationBackEveryNaughtyString() throws {
        let url = URL(fileURLWithPath: #filePath).appending(path: "../../../Fixtures/corpora/blns.json").standardized
        // Foundation drops a byte order mark that begins a text.
        let strings = try JSONDecoder().decode([String].self, from: Data(contentsOf: url)).filter { $0 != "\u{FEFF}" }
        try #require(strings.count > 400)
        let written = text { json in json.array { json in for string in strings { json.string(string) } } }
        let parsed = try JSONSerialization.jsonObject(with: Data(written.utf8)) as? [String]
        let changed = zip(parsed ?? [], strings).filter { !$0.utf8.elementsEqual($1.utf8) }.map {
            "\($0.unicodeScalars) for \($1.unicodeScalars)"
        }
        #expect(parsed?.count == strings.count)
        #expect(changed == [])
        let pairs = text { json in json.object { json in for string in Set(strings) { json.member(string, string) } } }
        let object = try JSONSerialization.jsonObject(with: Data(pairs.utf8)) as? [String: String]
        #expect(object?.allSatisfy { $0.key == $0.value } == true)
    }

    @Test func writesEveryByteOfASCIISoThatFoundationReadsIt() throws {
        let all = String(decoding: (1...127).map { UInt8($0) }, as: UTF8.self)
        let written = text { json in json.array { json in json.string(all) } }
        #expect(try JSONSerialization.jsonObject(with: Data(written.utf8)) as? [String] == [all])
    }
}
