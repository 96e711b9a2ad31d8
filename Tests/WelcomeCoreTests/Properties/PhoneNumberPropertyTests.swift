import Foundation
import Testing
import WelcomeCore
import WelcomeTestSupport

/// What must hold for any phone field, tried with fields that are made of the rows of the table.
///
/// A field that breaks a rule belongs into `Tests/Fixtures/numbers/phones.tsv` with its right reading.
@Suite struct PhoneNumberPropertyTests {
    private static let pieces: [String] = [
        "0", "1", "7", "8", "9", "+", "+7", "00", "810", " ", "-", "(", ")", ".", ",", ";", "/", "#", "x", "X", "*",
        "e", "E+10",
        "доб.", "вн", "ext", "ішкі", "p", "@s.whatsapp.net", "@lid", "@", ":12", ".0", "wa.me/", "\u{200E}", "\u{A0}",
        "٧", "７",
        "\n", "и", "тел", "🙂", "\u{301}", "(0)", "101", "87011234567", "+996 700 123 456", "901234567",
    ]

    private static let corpus = Result {
        try String(contentsOf: Fixtures.url("numbers/phones.tsv"), encoding: .utf8).split(separator: "\n")
            .filter { !$0.hasPrefix("#") || $0.hasPrefix("#1") }.compactMap {
                $0.split(separator: "\t").first.map(Array.init)
            }
    }

    /// A row of the table, changed in a few places.
    private func field(_ corpus: [[Character]], _ random: inout SeededNumbers) -> String {
        var field = random.pick(corpus)
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            let place = Int.random(in: 0...field.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0 where place < field.count: field.remove(at: place)
            case 1: field.insert(contentsOf: random.pick(corpus), at: place)
            case 2 where place < field.count: field.swapAt(place, Int.random(in: 0..<field.count, using: &random))
            default: field.insert(contentsOf: random.pick(Self.pieces), at: place)
            }
        }
        return String(field)
    }

    private func read(_ field: String, _ region: Region) -> NormalisedRecipient {
        Recipient.normalise(raw: Array(field.utf8), region: region)
    }

    /// The decimal digits of a text in their order, whatever their script.
    private func digits(of text: String) -> String {
        text.unicodeScalars.compactMap { scalar in
            scalar.properties.numericType == .decimal ? scalar.properties.numericValue.map { "\(Int($0))" } : nil
        }.joined()
    }

    @Test func readsANumberOrSaysWhyNot() throws {
        let corpus = try Self.corpus.get()
        TrialBudget.run(count: 2_000) { random in
            let field = field(corpus, &random)
            let region = random.pick(Region.allCases)
            let recipient = read(field, region)
            let place = Comment(rawValue: "\(field.debugDescription) in \(region)")
            guard let digits = recipient.digits else {
                #expect(recipient.problem != nil && recipient.kind != .phone, place)
                return
            }
            #expect(recipient.problem == nil && recipient.kind == .phone, place)
            #expect(digits.wholeMatch(of: /[1-9][0-9]{7,12}/) != nil, place)
            // No digit is invented but a country code.
            #expect(self.digits(of: field).contains(digits.suffix(min(9, digits.count - 1))), place)
            // What was read is read the same again, in any form and any country.
            // Only WhatsApp itself is sure that eleven digits from 8 begin with a country code and not with a trunk 8.
            let isOfServerOnly = digits.count == 11 && digits.hasPrefix("8")
            let typed = isOfServerOnly ? [] : ["+\(digits)", "00\(digits)", "tel:+\(digits)"]
            for form in ["\(digits)@s.whatsapp.net"] + typed {
                for region in Region.allCases { #expect(read(form, region).digits == digits, place) }
            }
        }
    }

    @Test func givesNobodyElsesNumberForDigitsThatStandBesideOne() throws {
        let corpus = try Self.corpus.get()
        let marks = [
            ",", ", ", ";", "#", "x", " x ", " доб. ", ", доб ", " вн. ", " внутр. ", " ext ", ";ext=", " ішкі ", "p",
            "w", "/", "e+",
            " кв ", "\n", " и ",
        ]
        TrialBudget.run(count: 2_000) { random in
            let field = field(corpus, &random)
            let region = random.pick(Region.allCases)
            guard let digits = read(field, region).digits else { return }
            let mark = random.pick(marks)
            let more = (0..<Int.random(in: 1...6, using: &random)).map { _ in "\(Int.random(in: 0...9, using: &random))"
            }
            let longer = field + mark + more.joined()
            let recipient = read(longer, region)
            #expect(
                recipient.digits == nil || recipient.digits == digits, "\(longer.debugDescription) in \(region)")
        }
    }

    @Test func readsANumberWithAPlusAlikeEverywhere() throws {
        let corpus = try Self.corpus.get()
        TrialBudget.run(count: 1_000) { random in
            let field = field(corpus, &random)
            guard field.hasPrefix("+"), field.filter({ $0 == "+" }).count == 1, !field.contains("@") else { return }
            let readings = Set(Region.allCases.map { read(field, $0).digits })
            // A second number in the field has no plus of its own.
            #expect(readings.compactMap(\.self).count <= 1, "\(field.debugDescription)")
        }
    }
}
