import Testing
import WelcomeCore

private let keyA = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
private let keyB = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="
private let keyC = "QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl8="

@Suite struct KeyFileTextTests {
    private func entry(_ id: UInt8, _ base64: String = keyC) throws -> KeyFileText.Entry {
        let day = try #require(CivilDate(iso: Array("2026-11-24".utf8)))
        return KeyFileText.Entry(id: id, notBefore: day, base64: base64)
    }

    /// A key file, and what is to stand in it after key 7 was added.
    struct Addition: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String
        var expected: String
        var testDescription: String { name }
    }

    /// The new key at an indentation.
    private static func item(_ indent: String = "") -> String {
        "\(indent)- id: 7\n\(indent)  not_before: 2026-11-24\n\(indent)  key: \(keyC)\n"
    }

    static let additions =
        [
            "keys:\n  - id: 0\n    not_before: 2020-01-01\n    key: \(keyA)\n",
            "# top\nkeys: # ours\n  # the first\n  - {id: 0, not_before: 2020-01-01, key: \(keyA)} # old\n\n# end\n",
            "keys:\n    -   id: 0\n        not_before: '2020-01-01'\n        key: >-\n          \(keyA)\n",
            "---\nkeys:\n- {id: 0, not_before: 2020-01-01, key: \(keyA)}\n- {id: 3, not_before: 2021-01-01, key: \(keyB)}\n",
            "keys:\r\n  - {id: 0, not_before: 2020-01-01, key: \(keyA)}\r\n",
        ].map { text in
            let indent = text.contains("\n    -") ? "    " : text.contains("\n-") ? "" : "  "
            return Addition(name: text, text: text, expected: text + item(indent))
        } + [
            Addition(
                name: "no line end", text: "keys:\n- {id: 0, not_before: 2020-01-01, key: \(keyA)}",
                expected: "keys:\n- {id: 0, not_before: 2020-01-01, key: \(keyA)}\n" + item())
        ]

    @Test(arguments: additions) func addsAKeyBelowTheOthersAndKeepsEveryLine(addition: Addition) throws {
        let added = try #require(KeyFileText(adding: entry(7), to: addition.text))
        // By bytes: a line end of two characters is one in Swift.
        #expect(Array(added.text.utf8) == Array(addition.expected.utf8))
        #expect(!added.isRewritten)
        #expect(added.ring.entries.last?.id == 7)
    }

    @Test(arguments: [
        "keys: [{id: 0, not_before: 2020-01-01, key: \(keyA)}]\n",
        "{keys: [{id: 0, not_before: 2020-01-01, key: \(keyA)}]}",
        "\"keys\":\n  [\n    {id: 0, not_before: \"2020-01-01\", key: '\(keyA)'},\n  ]\n",
        "keys:\n  - {id: 0, not_before: 2020-01-01, key: \(keyA)}\n...\n",
    ]) func writesAListBetweenBracketsAnew(text: String) throws {
        for comment in ["", "# by hand\n"] {
            let added = try #require(KeyFileText(adding: entry(7), to: comment + text))
            #expect(added.isRewritten)
            let old = "keys:\n  - id: 0\n    not_before: 2020-01-01\n    key: \(keyA)\n"
            #expect(added.text.hasSuffix(old + Self.item("  ")))
            #expect(added.text.hasPrefix(comment.isEmpty ? "# Signing keys of this site." : comment + "keys:"))
        }
    }

    @Test func keepsKeysThroughAdditionsUntilEveryIdIsUsed() throws {
        var text = try #require(KeyFileText(first: entry(0, keyA)))
        for id in 1...UInt8(31) {
            let next = try #require(text.ring.nextID(besides: []))
            #expect(next == id)
            let before = text.text
            // 'A' + id in the last digit but one: another key each time.
            let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef")
            let base64 = String(keyA.dropFirst()).replacing(/^/, with: String(digits[Int(id)]))
            text = try #require(KeyFileText(adding: entry(next, base64), to: before))
            #expect(text.text.hasPrefix(before))
        }
        #expect(text.ring.nextID(besides: []) == nil)
    }

    @Test func refusesWhatCannotStandInOneFile() throws {
        let text = "keys:\n  - {id: 0, not_before: 2020-01-01, key: \(keyA)}\n"
        #expect(KeyFileText(adding: try entry(0), to: text) == nil)
        #expect(KeyFileText(adding: try entry(1, keyA), to: text) == nil)
        #expect(KeyFileText(adding: try entry(32), to: text) == nil)
        #expect(KeyFileText(adding: try entry(1, "c2hvcnQ="), to: text) == nil)
        #expect(KeyFileText(adding: try entry(1), to: "keys: [\n") == nil)
        #expect(KeyFileText(adding: try entry(1), to: "") == nil)
    }

    @Test func showsNothingOfItself() throws {
        let made = try #require(KeyFileText(first: entry(0)))
        var dumped = ""
        dump(made, to: &dumped)
        dump(try entry(0), to: &dumped)
        for text in ["\(made)", String(reflecting: made), "\(try entry(0))", dumped] {
            #expect(!text.contains("QEFC"), "\(text)")
        }
    }
}
