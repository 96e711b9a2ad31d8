import Foundation
import Testing
import WelcomeCore
import WelcomeTestSupport

@Suite struct DisplayTextTests {
    private func line(_ text: String) -> String? { DisplayText.clean(Array(text.utf8), as: .line)?.string }

    /// Compares scalars, since Swift holds canonically equivalent strings for equal.
    private func expect(_ text: String?, is expected: String?, _ location: Testing.SourceLocation = #_sourceLocation) {
        #expect(
            text.map { Array($0.unicodeScalars) } == expected.map { Array($0.unicodeScalars) }, sourceLocation: location
        )
    }

    @Test(arguments: [
        ("Айгүл", "Айгүл"), ("Қарағанды Өскемен", "Қарағанды Өскемен"), ("Jane O'Neil", "Jane O'Neil"),
        ("<b>Тимур</b> & «Ко»", "<b>Тимур</b> & «Ко»"), ("Жанна 👋", "Жанна 👋"), ("  Ерлан ", "Ерлан"),
        ("\u{A0}Ерлан\u{3000}", "Ерлан"), ("a\tb\r\nc\nd", "a b c d"), ("a \n b", "a  b"),
        ("a\u{2028}b\u{85}c", "a b c"),
        ("a\u{0}b\u{1B}[31mc\u{7F}\u{9B}d", "ab[31mcd"), ("\u{202E}gpj.exe\u{202C}", "gpj.exe"),
        ("\u{2066}x\u{2069}\u{200E}\u{200F}\u{061C}", "x"), ("\u{FEFF}Ерлан\u{200B}\u{2060}", "Ерлан"),
        ("ta\u{AD}g\u{E0041}\u{E007F}", "tag"), ("\u{3164}x\u{FFA0}", "x"),
        ("e\u{301}", "\u{E9}"), ("и\u{306}", "й"), ("\u{212B}", "\u{C5}"), ("\u{301}x", "x"), (" \u{301}x", "x"),
    ])
    func cleansALine(text: String, expected: String) {
        expect(line(text), is: expected)
    }

    @Test(arguments: [0xFFFE, 0xFFFF, 0xFDD0, 0x1FFFF, 0x10FFFE] as [UInt32])
    func removesNoncharacters(code: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(code))
        expect(line("x\(scalar)y"), is: "xy")
    }

    @Test(arguments: ["", " ", "\n\t", "\u{200B}\u{FEFF}", "\u{202E}", "\u{A0}\u{2800}", "\u{200D}", "\u{301}\u{302}"])
    func findsNothingInInvisibleText(text: String) {
        expect(line(text), is: nil)
        expect(DisplayText.clean(Array(text.utf8), as: .paragraph)?.string, is: nil)
    }

    @Test(arguments: [
        ("👩\u{200D}👧", "👩\u{200D}👧"), ("❤\u{FE0F}\u{200D}🔥", "❤\u{FE0F}\u{200D}🔥"),
        ("👩🏽\u{200D}🚀", "👩🏽\u{200D}🚀"), ("می\u{200C}خواهم", "می\u{200C}خواهم"),
        ("क्\u{200D}ष", "क्\u{200D}ष"), ("a\u{200D}b", "ab"), ("А\u{200C}Б", "АБ"),
        ("👩\u{200D}\u{200D}👧", "👩\u{200D}👧"),
        ("1\u{200D}2", "12"), ("👩\u{200D}x", "👩x"),
    ])
    func keepsJoinersOnlyWhereTheyShapeText(text: String, expected: String) {
        expect(line(text), is: expected)
    }

    @Test func keepsLineFeedsOfAParagraph() {
        let text = "Дом 10×12\tм\r\nЗвонить\u{2029}после\rобеда\n"
        expect(DisplayText.clean(Array(text.utf8), as: .paragraph)?.string, is: "Дом 10×12 м\nЗвонить\nпосле\nобеда")
    }

    @Test func limitsCombiningMarks() {
        let marks = String(repeating: "\u{336}", count: 10_000)
        let kept = String(repeating: "\u{336}", count: 8)
        expect(line("a\(marks)b\(marks)"), is: "a\(kept)b\(kept)")
    }

    @Test func cutsLongTextBetweenCharacters() {
        expect(line(String(repeating: "ү", count: 101)), is: String(repeating: "ү", count: 100))
        expect(line(String(repeating: "ү", count: 100)), is: String(repeating: "ү", count: 100))
        let family = "👨\u{200D}👩\u{200D}👧"
        expect(line(String(repeating: "x", count: 97) + family), is: String(repeating: "x", count: 97))
        expect(line(String(repeating: "x", count: 95) + family), is: String(repeating: "x", count: 95) + family)
        expect(line(String(repeating: "x ", count: 60)), is: String(repeating: "x ", count: 50).dropLast().description)
        let note = String(repeating: "с\n", count: 600)
        #expect(DisplayText.clean(Array(note.utf8), as: .paragraph)?.string.unicodeScalars.count == 999)
    }

    @Test func leavesMarkupBytesAlone() {
        let bytes = Array("<script>alert(1)</script>".utf8)
        #expect(DisplayText.clean(bytes, as: .line)?.bytes == bytes)
    }

    @Test func cleansEveryNaughtyStringOnceAndForAll() throws {
        let data = try Data(contentsOf: Fixtures.url("corpora/blns.json"))
        let strings = try #require(JSONSerialization.jsonObject(with: data) as? [String])
        #expect(strings.count > 500)
        for text in strings { expectIsClean(text) }
    }

    @Test func cleansRandomMixturesOfAwkwardCharactersOnceAndForAll() {
        let awkward: [Unicode.Scalar] = [
            "a", "и", " ", "\n", "\t", "\r", "\u{300}", "\u{306}", "\u{344}", "\u{34F}", "\u{94D}", "\u{915}",
            "\u{958}",
            "\u{200C}", "\u{200D}", "\u{200B}", "\u{202E}", "\u{2028}", "\u{FE0F}", "👩", "🏽", "\u{1100}", "\u{1161}",
            "\u{11A8}", "\u{1160}", "\u{AC00}", "\u{E0061}", "\u{FEFF}", "\u{A0}", "\u{2800}", "\u{212B}", "\u{1D15E}",
            "\u{0}", "\u{627}", "\u{654}", "<", "\"",
        ]
        var state: UInt64 = 42
        for _ in 0..<20_000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<12 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text.append(awkward[Int(state >> 33) % awkward.count])
            }
            expectIsClean(String(text))
        }
    }

    private func expectIsClean(_ text: String) {
        for kind in [DisplayKind.line, .paragraph] {
            guard let once = DisplayText.clean(Array(text.utf8), as: kind) else { continue }
            let scalars = Array(once.string.unicodeScalars)
            let hint = Comment(rawValue: text.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " "))
            #expect(DisplayText.clean(once.bytes, as: kind) == once, hint)
            #expect(scalars == Array(once.string.precomposedStringWithCanonicalMapping.unicodeScalars), hint)
            #expect(!scalars.isEmpty && scalars.count <= (kind == .line ? 100 : 1000), hint)
            let forbidden = scalars.contains { scalar in
                let isControl = scalar.properties.generalCategory == .control
                return (isControl && !(kind == .paragraph && scalar == "\n"))
                    || scalar.properties.isNoncharacterCodePoint
                    || scalar.properties.isBidiControl || scalar == "\u{200B}" || scalar == "\u{FEFF}"
                    || (0xE0000...0xE007F).contains(scalar.value) || scalar == "\u{2028}" || scalar == "\u{2029}"
            }
            #expect(!forbidden, hint)
        }
    }
}
