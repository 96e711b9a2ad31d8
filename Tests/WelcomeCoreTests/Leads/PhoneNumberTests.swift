import Foundation
import Testing
import WelcomeCore
import WelcomeTestSupport

/// The rules of numbers, by a table: what was typed, the digits a message goes to, and what was said about it.
@Suite struct PhoneNumberTests {
    /// A row of `Tests/Fixtures/numbers/phones.tsv`.
    struct Row: Sendable, CustomTestStringConvertible {
        var line: Int
        var raw: String
        var region: Region
        var digits: String?
        var problem: ProblemCode?
        var kind: RecipientKind
        var notes: [RecipientNote]

        init(_ text: Substring, line: Int) throws {
            let cells = text.split(separator: "\t", omittingEmptySubsequences: false)
            try #require(cells.count >= 3, "line \(line)")
            self.line = line
            raw = try Self.unescaped(cells[0])
            region = try #require(Region(rawValue: String(cells[1])), "line \(line)")
            if let digits = Int(cells[2]) {
                (self.digits, kind) = ("\(digits)", .phone)
            } else {
                let parts = cells[2].components(separatedBy: " as ")
                let found: ProblemCode = try #require(ProblemCode(rawValue: parts[0]), "line \(line)")
                problem = found
                kind = try #require(RecipientKind(rawValue: parts.count > 1 ? parts[1] : "invalid"), "line \(line)")
            }
            notes = try (cells.count > 3 ? cells[3] : "").split(separator: ",").map {
                try #require(RecipientNote(rawValue: String($0)), "line \(line)")
            }
        }

        var testDescription: String { "line \(line): \(raw.debugDescription) in \(region)" }

        private static func unescaped(_ text: Substring) throws -> String {
            var result = ""
            var rest = text
            while let start = rest.firstRange(of: #"\u{"#), let end = rest.firstIndex(of: "}") {
                result += rest[..<start.lowerBound]
                let value = try #require(UInt32(rest[start.upperBound..<end], radix: 16).flatMap(Unicode.Scalar.init))
                result.unicodeScalars.append(value)
                rest = rest[rest.index(after: end)...]
            }
            return result + rest
        }
    }

    private static func rows() throws -> [Row] {
        let text = try String(contentsOf: Fixtures.url("numbers/phones.tsv"), encoding: .utf8)
        return try text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .filter { !$0.element.isEmpty && !$0.element.hasPrefix("# ") && !$0.element.hasPrefix("## ") }
            .map { try Row($0.element, line: $0.offset + 1) }
    }

    @Test func readsEveryRowOfTheTable() throws {
        let rows = try Self.rows()
        #expect(rows.count >= 150)
        for row in rows {
            let recipient = Recipient.normalise(raw: Array(row.raw.utf8), region: row.region)
            let place = Comment(rawValue: row.testDescription)
            #expect(recipient.digits == row.digits, place)
            #expect(recipient.problem == row.problem, place)
            #expect(recipient.kind == row.kind, place)
            #expect(recipient.notes == row.notes, place)
            #expect(recipient.e164 == row.digits.map { "+\($0)" }, place)
            #expect(recipient.jid == row.digits.map { "\($0)@s.whatsapp.net" }, place)
        }
    }

    @Test func showsEveryProblemAndNoteInTheTable() throws {
        let rows = try Self.rows()
        let problems = ProblemCode.allCases.filter { $0.rawValue.hasPrefix("phone_") } + [.notAPerson, .unknownServer]
        #expect(Set(rows.compactMap(\.problem)) == Set(problems))
        #expect(Set(rows.flatMap(\.notes)) == Set(RecipientNote.allCases))
    }

    @Test func namesAreStableForTheManifest() {
        #expect(RecipientNote.trunk8Replaced.rawValue == "trunk_8_replaced")
        #expect(ProblemCode.phoneHidden.rawValue == "phone_hidden")
    }

    @Test func refusesBytesThatAreNoTextWithoutCrashing() {
        #expect(Recipient.normalise(raw: [0xFF, 0x00, 0xC3], region: .KZ).problem == .phoneMissing)
    }
}
