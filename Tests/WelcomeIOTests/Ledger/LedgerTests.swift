import Foundation
import GRDB
import Testing
import WelcomeCore
import WelcomeIO

/// A ledger in a temporary folder, filled by its own methods.
private final class LedgerBench {
    let path: String
    let ledger: Ledger

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/welcome-ledger-\(UUID().uuidString).db"
        ledger = try Ledger(path: path)
    }

    deinit {
        // Nothing depends on the file being gone.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// A record whose code is `number` in its tag.
    static func record(_ tenant: String, _ lead: String, slot: String = "welcome", number: UInt8) throws -> LedgerRecord
    {
        let expiry = try #require(ExpiryDay(daysSinceEpoch: 20820))
        var record = LedgerRecord(
            identity: LeadIdentity(tenant: LeadText(tenant), lead: LeadText(lead), slot: LeadText(slot)), serial: 0,
            code: LinkCode(tag: [UInt8](repeating: number, count: 10), keyID: 0, expiry: expiry), state: .active,
            theme: "base", locale: "ru")
        record.issuedAt = 1000
        return record
    }

    /// Makes links last, as a build does.
    func issue(_ records: [LedgerRecord]) throws {
        _ = try ledger.stage { _ in }
        try ledger.walk(.everything) { _, _ in
        } atEnd: { notes in
            for record in records { try notes.issue(record, at: Timestamp(secondsSinceEpoch: 1000)) }
        }
        _ = try ledger.freezeIssuedLinks { link, serial in
            LinkCode(tag: [UInt8](repeating: UInt8(serial), count: 10), keyID: 0, expiry: link.code.expiry)
        }
    }

    /// Opens the same file anew, as the next build does.
    func reopened() throws -> Ledger { try Ledger(path: path) }
}

@Suite struct LedgerTests {
    private func lead(_ tenant: String, _ id: String, slot: String = "welcome", name: String? = nil) -> Lead {
        var lead = Lead(
            identity: LeadIdentity(tenant: LeadText(tenant), lead: LeadText(id), slot: LeadText(slot)), theme: "base",
            locale: "ru")
        lead.fields = name.map { [LeadField(name: "name", value: LeadText($0))] } ?? []
        return lead
    }

    /// The walk over `leads` and what is recorded, as `tenant/lead: row, record`.
    private func walk(_ ledger: Ledger, _ leads: [Lead], _ scope: Ledger.Scope = .everything) throws -> [String] {
        try ledger.stage { stage in
            for (position, lead) in leads.enumerated() {
                var record: [UInt8] = []
                LeadRecord.encode(lead, into: &record)
                try stage.add(record, key: lead.identity.sortKey, position: Int64(position + 2))
            }
        }
        _ = try ledger.rejectDuplicates()
        var visited: [String] = []
        try ledger.walk(scope) { entry, _ in
            guard let identity = entry.lead?.identity ?? entry.links.first?.identity else { return }
            let what = [
                entry.lead == nil ? nil : "row" + (entry.lead?.field("name").map { " \($0.string)" } ?? ""),
                entry.links.isEmpty ? nil : "record",
            ]
            visited.append(
                "\(identity.tenant.string)/\(identity.lead.string)/\(identity.slot.string): "
                    + what.compactMap(\.self).joined(separator: ", "))
        }
        return visited
    }

    @Test func walksRowsAndRecordsTogetherInTheOrderOfIdentity() throws {
        let bench = try LedgerBench()
        try bench.issue([
            LedgerBench.record("b", "1", number: 1), LedgerBench.record("a", "2", number: 2),
            LedgerBench.record("ab", "1", number: 3), LedgerBench.record("a", "9", number: 4),
        ])
        let leads = [
            lead("b", "2"), lead("a", "2"), lead("a", "10"), lead("a", "2", slot: "a"), lead("a", "é"), lead("c", "1"),
        ]
        #expect(
            try walk(try bench.reopened(), leads) == [
                "a/10/welcome: row", "a/2/a: row", "a/2/welcome: row, record", "a/9/welcome: record",
                "a/é/welcome: row", "ab/1/welcome: record", "b/1/welcome: record", "b/2/welcome: row",
                "c/1/welcome: row",
            ])
    }

    @Test func narrowsTheWalkToATenantOrToWhatIsStaged() throws {
        let bench = try LedgerBench()
        try bench.issue([
            LedgerBench.record("a", "1", number: 1), LedgerBench.record("a", "2", number: 2),
            LedgerBench.record("ab", "1", number: 3), LedgerBench.record("b", "1", number: 4),
        ])
        let leads = [lead("a", "2"), lead("a", "3")]
        #expect(
            try walk(try bench.reopened(), leads, .tenant(LeadText("a")))
                == ["a/1/welcome: record", "a/2/welcome: row, record", "a/3/welcome: row"])
        #expect(
            try walk(try bench.reopened(), leads, .stagedOnly) == ["a/2/welcome: row, record", "a/3/welcome: row"])
    }

    @Test func keepsTheFirstOfRowsWithOneIdentity() throws {
        let bench = try LedgerBench()
        let leads = [
            lead("a", "1", name: "first"), lead("a", "2", name: "only"), lead("a", "1", name: "second"),
            lead("a", "1", slot: "other", name: "slot"), lead("a", "1", name: "third"),
        ]
        #expect(
            try walk(bench.ledger, leads)
                == ["a/1/other: row slot", "a/1/welcome: row first", "a/2/welcome: row only"])
        var rejects: [String] = []
        try bench.ledger.rejects { rejects.append("\($0) \($1 ?? "") \($2)") }
        #expect(rejects == ["4 id lead-duplicate", "6 id lead-duplicate"])
    }

    @Test func takesIdsThatDifferOnlyByNormalisationForTwo() throws {
        let bench = try LedgerBench()
        let visited = try walk(bench.ledger, [lead("a", "\u{E9}"), lead("a", "e\u{301}")])
        #expect(visited.count == 2)
    }

    @Test func remembersOutcomesAndFacts() throws {
        let bench = try LedgerBench()
        let record = try LedgerBench.record("a", "1", number: 1)
        try bench.issue([record])
        #expect(try bench.ledger.record(of: record.code) == record)
        let page = PageRecord(fingerprint: [1], sha256: [2], byteCount: 3, changedIn: "b1")
        let next = try bench.reopened()
        _ = try next.stage { _ in }
        try next.walk(.everything) { _, notes in
            try notes.note(
                PageOutcome(
                    identity: record.identity, serial: record.serial, state: .revoked, theme: "panels", locale: "kk",
                    page: page,
                    manifestState: .revoked, changesLink: true))
        }
        #expect(try next.record(of: record.code) == record, "a note is not yet a memory")
        try next.recordBuild(facts: ["build": "b1"])
        let stored = try #require(try bench.reopened().links(of: record.identity).last)
        #expect(stored.state == .revoked)
        #expect(stored.page == page)
        #expect(stored.theme == "panels" && stored.locale == "kk" && stored.manifestState == .revoked)
        #expect(try bench.reopened().fact("build") == "b1")
        #expect(try bench.reopened().fact("other") == nil)
    }

    @Test func givesTheLaterOfTwoIdentitiesWithOneCodeTheNextSerial() throws {
        let bench = try LedgerBench()
        let records = [
            try LedgerBench.record("a", "1", number: 7), try LedgerBench.record("a", "2", number: 7),
            try LedgerBench.record("a", "3", number: 1),
        ]
        try bench.issue(records)
        #expect(try records.map { try bench.reopened().links(of: $0.identity).map(\.serial) } == [[0], [1], [2]])
        #expect(try bench.reopened().links(of: records[2].identity).first?.code.tag.first == 2)
        #expect(try bench.reopened().record(of: records[0].code)?.identity == records[0].identity)
    }

    @Test func keepsNoLinkWhenNoOtherSerialHelps() throws {
        let bench = try LedgerBench()
        let records = [try LedgerBench.record("a", "1", number: 1), try LedgerBench.record("a", "2", number: 1)]
        _ = try bench.ledger.stage { _ in }
        try bench.ledger.walk(.everything) { _, _ in
        } atEnd: { notes in
            for record in records { try notes.issue(record, at: Timestamp(secondsSinceEpoch: 1000)) }
        }
        #expect(throws: LedgerError.damaged) {
            try bench.ledger.freezeIssuedLinks { link, _ in link.code }
        }
        #expect(try bench.reopened().record(of: records[0].code) == nil, "all links of a build or none")
    }

    @Test func isDirtyUntilAWholeBuildHasEnded() throws {
        let bench = try LedgerBench()
        #expect(try !bench.ledger.isDirty())
        _ = try bench.ledger.beginPublication(of: "b1")
        _ = try bench.ledger.beginPublication(of: "b2")
        #expect(try bench.reopened().isDirty())
        try bench.ledger.endPublication()
        #expect(try !bench.reopened().isDirty())
    }

    @Test func refusesADatabaseOfSomebodyElse() throws {
        let file = try LeadFile(sql: "CREATE TABLE leads(id)")
        #expect(throws: LedgerError.foreign) { _ = try Ledger(path: file.path) }
        try file.change("PRAGMA application_id = 1")
        #expect(throws: LedgerError.foreign) { _ = try Ledger(path: file.path) }
        let text = try LeadFile("id,name\n1,2\n3,4\n")
        #expect(throws: DatabaseError.self) { _ = try Ledger(path: text.path) }
    }

    @Test func leavesNothingOfALeadInTheFile() throws {
        let bench = try LedgerBench()
        _ = try walk(bench.ledger, [lead("a", "1", name: "Ведьмакова")])
        let bytes = try Data(contentsOf: URL(fileURLWithPath: bench.path))
        #expect(bytes.firstRange(of: Data("Ведьмакова".utf8)) == nil)
    }
}
