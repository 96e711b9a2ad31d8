import Foundation
import Testing
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

/// The sample leads, written in every format by code that has nothing to do with the readers.
@Suite struct LeadSourceEquivalenceTests {
    private static let columns = [
        "id", "tenant", "slot", "theme", "locale", "phone", "name", "city", "note", "voice", "images", "created_at",
        "expires_on", "sent_at", "revoked",
    ]

    private let parser = LeadParser(
        schema: LeadSchema(defaultLocale: "ru", themes: ["panels": .init(), "laminate": .init()])
    )

    private func samples() throws -> [[String: Any]] {
        try String(contentsOf: Fixtures.url("leads.ndjson"), encoding: .utf8).split(separator: "\n").map { line in
            try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    /// The text a table has for a value; lists as a JSON array.
    private func cell(_ value: Any?) throws -> String? {
        switch value {
        case let list as [String]:
            String(decoding: try JSONSerialization.data(withJSONObject: list), as: UTF8.self)
        case let text as String: text
        case let truth as Bool: truth ? "1" : "0"
        default: nil
        }
    }

    private func leads(_ file: LeadFile) throws -> [Lead] {
        try file.events().compactMap { event in
            guard case .row(let row) = event else { return nil }
            return try parser.parse(row).get()
        }
    }

    @Test func readsTheSameLeadsFromEveryFormat() throws {
        let samples = try samples()
        let ndjson = try leads(LeadFile(bytes: Array(Data(contentsOf: Fixtures.url("leads.ndjson")))))
        #expect(ndjson.count == 18)

        let csvRows = try samples.map { sample in
            try Self.columns.map { column in
                let text = try cell(sample[column]) ?? ""
                return "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
            }.joined(separator: ";")
        }
        let header = Self.columns.joined(separator: ";")
        #expect(try leads(LeadFile("\u{FEFF}" + ([header] + csvRows).joined(separator: "\r\n") + "\r\n")) == ndjson)

        let sqlRows = try samples.map { sample in
            let cells = try Self.columns.map { column in
                try cell(sample[column]).map { "'" + $0.replacingOccurrences(of: "'", with: "''") + "'" } ?? "NULL"
            }
            return "INSERT INTO leads VALUES(\(cells.joined(separator: ", ")));"
        }
        let table = "CREATE TABLE leads(\(Self.columns.joined(separator: ", ")));"
        #expect(try leads(LeadFile(sql: ([table] + sqlRows).joined(separator: "\n"))) == ndjson)
    }

    @Test func readsTheSampleLeadsAsTheyAreMeant() throws {
        let leads = try leads(LeadFile(bytes: Array(Data(contentsOf: Fixtures.url("leads.ndjson")))))
        #expect(leads[0].identity.slot == LeadText("welcome"))
        #expect(leads[16].identity.slot == LeadText("laminate"))
        #expect(leads[0].identity.lead == leads[16].identity.lead)
        #expect(leads[2].field("name") == nil)
        #expect(leads[6].field("name") == LeadText("<b>Тимур</b> & «Ко»"))
        #expect(leads.filter(\.isSent).count == 1)
        #expect(leads.filter(\.isRevoked).count == 1)
        #expect(leads[13].field("note") == LeadText("Дом 10×12, высота 3 м.\nЗвонить после 18:00."))
        #expect(leads[14].images == ["media/photo-coffee.png", "media/photo-flower.jpg"])
        #expect(leads[17].identity.lead == LeadText("клиент-77"))
        #expect(leads[17].expiresOn == CivilDate(year: 2027, month: 3, day: 31))
    }

    @Test(
        arguments: [
            ("+7 701 123-45-67", "77011234567"), ("8 (707) 555 01 02", "77075550102"),
            ("77471234567@s.whatsapp.net", "77471234567"),
            ("7012345678", "77012345678"), ("123", nil), ("218349021938475@lid", nil),
            ("77011112233:12@s.whatsapp.net", "77011112233"),
            ("+1 415 555 0100", "14155550100"), ("+996 700 123 456", "996700123456"),
            ("+998 90 123 45 67", "998901234567"),
        ] as [(String, String?)])
    func normalisesThePhonesOfTheSample(phone: String, digits: String?) throws {
        let leads = try leads(LeadFile(bytes: Array(Data(contentsOf: Fixtures.url("leads.ndjson")))))
        let raw = try #require(leads.compactMap(\.phone).first { $0 == LeadText(phone) })
        #expect(Recipient.normalise(raw: raw.bytes, region: .KZ).digits == digits)
    }
}
