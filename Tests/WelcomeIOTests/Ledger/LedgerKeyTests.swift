import Foundation
import Testing
import WelcomeCore

@testable import WelcomeIO

/// What the links of a ledger need of each key.
@Suite final class LedgerKeyTests {
    private let folder = FileManager.default.temporaryDirectory.path + "/welcome-keys-\(UUID().uuidString)"
    private var path: String { "\(folder)/ledger.db" }

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit {
        // Nothing depends on the folder being gone.
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Day 20780 is 2026-11-23.
    private let now = Timestamp(secondsSinceEpoch: 20_780 * 86_400 + 5)

    /// Issues links, each by its key and day; a day below zero stands for a link that was revoked.
    private func issue(_ links: [(key: UInt8, day: Int)]) throws {
        let ledger = try Ledger(path: path)
        _ = try ledger.stage { _ in }
        try ledger.walk(.everything) { _, _ in
        } atEnd: { notes in
            for (index, link) in links.enumerated() {
                let expiry = try #require(ExpiryDay(daysSinceEpoch: abs(link.day)))
                let identity = LeadIdentity(
                    tenant: LeadText("t"), lead: LeadText("\(index)"), slot: LeadText("welcome"))
                let tag = [UInt8](repeating: UInt8(index), count: 10)
                try notes.issue(
                    LedgerRecord(
                        identity: identity, serial: 0, code: LinkCode(tag: tag, keyID: link.key, expiry: expiry),
                        state: .active, theme: "base", locale: "ru"), at: now)
                guard link.day < 0 else { continue }
                try notes.note(
                    PageOutcome(
                        identity: identity, serial: 0, state: .revoked, theme: "base", locale: "ru", page: nil,
                        manifestState: .revoked, changesLink: true))
            }
        }
        _ = try ledger.freezeIssuedLinks { link, _ in link.code }
        try ledger.recordBuild(facts: [:])
    }

    @Test func countsLinksOfEachKeyAndTheirLastDay() throws {
        try issue([
            (0, 20_779), (0, 20_780), (0, 20_900), (0, 20_899), (0, -21_000), (3, 20_779), (3, -20_800), (31, 32_767),
            (31, 32_766), (31, 32_767), (4, 32_767), (5, -32_767),
        ])
        let day = CivilDate.init(daysSinceEpoch:)
        #expect(
            try Ledger.keyUses(at: path, now: now) == [
                0: KeyUse(links: 5, live: 3, lastDay: day(20_900)), 3: KeyUse(links: 2),
                4: KeyUse(links: 1, live: 1, endless: 1), 5: KeyUse(links: 1),
                31: KeyUse(links: 3, live: 3, endless: 2, lastDay: day(32_766)),
            ])
    }

    @Test func countsEndlessLinksAloneInTheFarFuture() throws {
        try issue([(0, 32_766), (0, 32_767)])
        let uses = try Ledger.keyUses(at: path, now: Timestamp(secondsSinceEpoch: 40_000 * 86_400))
        #expect(uses == [0: KeyUse(links: 2, live: 1, endless: 1)])
    }

    @Test func countsNothingWhereThereIsNoLedgerAndMakesNone() throws {
        #expect(try Ledger.keyUses(at: path, now: now) == [:])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
        try Data().write(to: URL(fileURLWithPath: path))
        #expect(try Ledger.keyUses(at: path, now: now) == [:])
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)).isEmpty)
    }

    @Test func refusesADatabaseOfSomebodyElse() throws {
        let file = try LeadFile(sql: "CREATE TABLE leads(id)")
        #expect(throws: LedgerError.foreign) { try Ledger.keyUses(at: file.path, now: now) }
    }
}
