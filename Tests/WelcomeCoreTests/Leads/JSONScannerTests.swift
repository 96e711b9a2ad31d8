import Foundation
import Testing
import WelcomeCore
import WelcomeTestSupport

/// Checks the scanner against the standard decoder, and by hand where ours is meant to be stricter.
@Suite struct JSONScannerTests {
    private func scan(_ text: String) -> Result<RawValue, JSONScanner.Fault> { JSONScanner.value(of: Array(text.utf8)) }

    @Test(arguments: [
        "null", "true", "false", "0", "-0", "1", "-12", "1.5", "1e5", "1E+5", "1.25e-3", "12345678901234567890", "\"\"",
        "\"x\"", " [ ] ", "[1,\"a\",null,[true]]", "\"\\u0041\\n\\/\\\\\\\"\\b\\f\\r\\t\"", "\"\\ud83d\\udc4b\"",
        "\"Айгүл 👋\"", "{}", "[[],[[]],{}]", "\n\t{\"a\" : [ 1 , 2 ] }\r\n", "\"\\u0000\"", "\"\u{7F}\"",
        "01", "-", "+1", ".5", "1.", "1e", "1e+", "0x1", "NaN", "Infinity", "tru", "truee", "nul", "\"", "\"\n\"",
        "\"\t\"", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"", "[", "[1", "[1,", "[,]", "{", "{\"a\"", "{\"a\":",
        "{\"a\":1", "{a:1}", "{'a':1}", "{\"a\" 1}", "[1 2]", "1 2", "", " ", "// x\n1", "\"\\ud83d\"",
        "[1]]", "\\u0041", "'x'", "-01", "--1", "1.e5", "[\"a\" \"b\"]", "{\"a\":1 \"b\":2}", "{1:2}", "{null:1}",
    ])
    func agreesWithTheStandardDecoder(text: String) throws {
        let theirs = try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
        switch scan(text) {
        case .success(let ours):
            let expected = try #require(theirs, "only ours accepts this")
            #expect(isSame(ours, expected))
        case .failure:
            #expect(theirs == nil, "only the standard decoder accepts this")
        }
    }

    @Test func agreesOnEveryNaughtyString() throws {
        let data = try Data(contentsOf: Fixtures.url("corpora/blns.json"))
        let theirs = try #require(JSONSerialization.jsonObject(with: data) as? [String])
        guard case .success(.list(let ours)) = JSONScanner.value(of: Array(data)) else {
            Issue.record("the file is not accepted")
            return
        }
        let differing = zip(ours, theirs).filter { !isSame($0, $1) }.map(\.0)
        // The standard decoder drops a byte order mark even inside a text.
        #expect(differing == [.text([0xEF, 0xBB, 0xBF])])
        #expect(ours.count == theirs.count)
        for text in theirs {
            for options in [JSONSerialization.WritingOptions(), .withoutEscapingSlashes, .prettyPrinted] {
                let written = try JSONSerialization.data(withJSONObject: [text], options: options)
                #expect(JSONScanner.value(of: Array(written)) == .success(.list([.text(Array(text.utf8))])))
            }
        }
    }

    @Test(
        arguments: [
            ("[1,]", .comma), ("{\"a\":1,}", .comma), ("{\"a\":[{\"b\":1 , }]}", .comma), ("[1,", .syntax),
            ("{\"a\":1,\"a\":2}", .duplicateKey),
            ("[{\"a\":1,\"\\u0061\":2}]", .duplicateKey),
            ("\"\\udc4b\"", .surrogate), ("\"\\ud83dx\"", .surrogate), ("\"\\ud83d\\u0041\"", .surrogate),
            ("\"\\ud83d\\ud83d\"", .surrogate), ("\"\\ud83d", .syntax),
            (String(repeating: "[", count: 101) + String(repeating: "]", count: 33), .tooDeep),
            (String(repeating: "[", count: 100_000), .tooDeep),
            (String(repeating: "{\"a\":", count: 101) + "1" + String(repeating: "}", count: 33), .tooDeep),
        ] as [(String, JSONScanner.Fault)])
    func refusesWhatTheStandardLeavesOpen(text: String, fault: JSONScanner.Fault) {
        #expect(scan(text) == .failure(fault))
    }

    @Test func acceptsTheDeepestNesting() {
        let text = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        #expect((try? scan(text).get()) != nil)
    }

    @Test func findsADuplicateAmongManyKeys() {
        let keys = (0..<5000).map { "\"k\($0)\":0" }
        #expect(scan("{\(keys.joined(separator: ","))}") == .success(.object))
        #expect(scan("{\(keys.joined(separator: ",")),\"k17\":0}") == .failure(.duplicateKey))
    }

    @Test func givesMembersInOrderWithExactNumbers() {
        let line = Array(
            #"x{"id":123456789012345678901234567890,"n":-1.50e+2,"t":"a\u0000b","o":{"x":[1]},"b":false}"#
                .utf8)
        var names: [[UInt8]] = []
        let expected: [RawField] = [
            RawField(name: Array("id".utf8), value: .number(Array("123456789012345678901234567890".utf8))),
            RawField(name: Array("n".utf8), value: .number(Array("-1.50e+2".utf8))),
            RawField(name: Array("t".utf8), value: .text([0x61, 0, 0x62])),
            RawField(name: Array("o".utf8), value: .object),
            RawField(name: Array("b".utf8), value: .boolean(false)),
        ]
        for _ in 0..<2 {
            #expect(JSONScanner.object(in: 1..<line.count, of: line, sharing: &names) == .success(expected))
            #expect(names == expected.map(\.name))
        }
    }

    @Test func keepsKeysApartFromThoseOfTheLineBefore() {
        var names: [[UInt8]] = []
        for (text, keys) in [
            ("{\"a\":1,\"b\":2,\"c\":3}", ["a", "b", "c"]), ("{\"a\":1,\"c\":3}", ["a", "c"]), ("{}", []),
            ("{\"\\u0061\":1,\"bb\":2}", ["a", "bb"]), ("{\"a\\\"\":1}", ["a\""]),
            ("{\"a\\\\\":1,\"ab\":2}", ["a\\", "ab"]),
        ] as [(String, [String])] {
            let bytes = Array(text.utf8)
            let fields = try? JSONScanner.object(in: 0..<bytes.count, of: bytes, sharing: &names).get()
            #expect(fields?.map(\.name) == keys.map { Array($0.utf8) })
        }
    }

    @Test func neverReadsBeyondItsRange() {
        let bytes = Array("{\"a\":tru".utf8) + Array("e}".utf8)
        var names: [[UInt8]] = []
        #expect(JSONScanner.object(in: 0..<8, of: bytes, sharing: &names) == .failure(.syntax))
    }

    @Test func saysWhichKeyHoldsTextThatIsTooLong() {
        var names: [[UInt8]] = []
        for text in ["x", "\\n"] {
            let long = String(repeating: text, count: (1 << 20) + 1)
            let bytes = Array("{\"id\":\"1\",\"note\":[\"\(long)\"]}".utf8)
            let result = JSONScanner.object(in: 0..<bytes.count, of: bytes, sharing: &names)
            #expect(result == .failure(.tooLong(key: Array("note".utf8))))
        }
    }

    /// Compares with what `JSONSerialization` gives; it decodes numbers, so ours are compared by value.
    private func isSame(_ ours: RawValue, _ theirs: Any) -> Bool {
        switch ours {
        case .null: return theirs is NSNull
        case .text(let bytes): return (theirs as? String).map { Array($0.utf8) == bytes } ?? false
        case .number(let bytes):
            return (theirs as? NSNumber)?.doubleValue == Double(String(decoding: bytes, as: UTF8.self))
        case .boolean(let value): return (theirs as? NSNumber)?.boolValue == value
        case .object: return theirs is [String: Any]
        case .list(let values):
            guard let list = theirs as? [Any], list.count == values.count else { return false }
            return zip(values, list).allSatisfy { isSame($0, $1) }
        }
    }
}
