import Testing
import WelcomeCore

@Suite struct KeyInventoryTests {
    private func day(_ text: String) throws -> CivilDate { try #require(CivilDate(iso: Array(text.utf8))) }

    /// Keys 0 from 2020, 1 from 2026-07-01, 2 from 2027-01-01.
    private func inventory(_ uses: [UInt8: KeyUse], today: String = "2026-11-23") throws -> KeyInventory {
        let entries = try [(0, "2020-01-01"), (1, "2026-07-01"), (2, "2027-01-01")].map { id, from in
            let key = try #require(MasterKey(bytes: Array(UInt8(id)..<UInt8(id + 32))))
            return KeyRing.Entry(id: UInt8(id), notBefore: try day(from), key: key)
        }
        let now = try #require(Timestamp(rfc3339: Array("\(today)T12:00:00Z".utf8)))
        return KeyInventory(ring: KeyRing(entries), uses: uses, today: try day(today), now: now)
    }

    @Test func tellsWhatBecomesOfEachKey() throws {
        let uses: [UInt8: KeyUse] = [
            0: KeyUse(links: 9, live: 4, endless: 0, lastDay: try day("2026-12-31")),
            1: KeyUse(links: 3, live: 3, endless: 1, lastDay: try day("2027-02-01")),
            7: KeyUse(links: 5, live: 1, endless: 1), 9: KeyUse(links: 2),
        ]
        let list = try inventory(uses)
        #expect(list.keys.map(\.id) == [0, 1, 2, 7, 9])
        #expect(
            list.keys.map(\.disposition) == [
                .removable(from: try day("2027-01-01")), .signing, .waiting, .missing, .destroyed,
            ])
        #expect(list.keys.map(\.use.links) == [9, 3, 0, 5, 2])
        #expect(list.missing == [7])
    }

    @Test func freesAReplacedKeyThatNoLinkNeedsAtOnce() throws {
        let uses = [0: KeyUse(links: 4, live: 0), 1: KeyUse(links: 8, live: 2, endless: 2)] as [UInt8: KeyUse]
        let list = try inventory(uses, today: "2027-01-01")
        #expect(list.keys.map(\.disposition) == [.removable(from: try day("2027-01-01")), .neverRemovable, .signing])
    }

    @Test func keepsTheOldestKeyInUseWhileEveryKeyIsForLaterDays() throws {
        let list = try inventory([:], today: "2019-06-01")
        #expect(list.keys.map(\.disposition) == [.signing, .waiting, .waiting])
    }
}
