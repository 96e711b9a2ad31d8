import Testing
import WelcomeCore

@Suite struct LedgerStandingTests {
    private func pointer(_ build: String, _ stamp: LedgerStamp?) -> ManifestPointer {
        ManifestPointer(
            build: build, publishedAt: Timestamp(secondsSinceEpoch: 0), counts: [:], files: [], ledger: stamp,
            forgotten: nil)
    }

    private func last(_ id: String, _ number: Int, _ build: String) -> NumberedPublication {
        NumberedPublication(stamp: LedgerStamp(id: id, number: number), build: build)
    }

    @Test func goesOnWhereTheLedgerKnowsThePublication() {
        #expect(LedgerStanding(of: last("a", 3, "B"), beside: pointer("B", LedgerStamp(id: "a", number: 3))) == .latest)
        #expect(LedgerStanding(of: nil, beside: nil) == .latest)
    }

    @Test func goesOnWhereABuildDiedBeforeItsPointer() {
        #expect(LedgerStanding(of: last("a", 4, "C"), beside: pointer("B", LedgerStamp(id: "a", number: 3))) == .latest)
        #expect(LedgerStanding(of: last("a", 1, "A"), beside: nil) == .latest)
    }

    @Test func goesOnWhereAnOlderVersionPublished() {
        #expect(LedgerStanding(of: nil, beside: pointer("B", nil)) == .latest)
        #expect(LedgerStanding(of: last("a", 3, "A"), beside: pointer("B", nil)) == .latest)
    }

    @Test func noticesAnOlderLedger() {
        #expect(LedgerStanding(of: last("a", 2, "A"), beside: pointer("B", LedgerStamp(id: "a", number: 3))) == .behind)
        #expect(LedgerStanding(of: nil, beside: pointer("B", LedgerStamp(id: "a", number: 1))) == .behind)
    }

    @Test func noticesAnotherLedger() {
        #expect(LedgerStanding(of: last("b", 9, "A"), beside: pointer("B", LedgerStamp(id: "a", number: 3))) == .other)
        #expect(
            LedgerStanding(of: last("a", 3, "A"), beside: pointer("B", LedgerStamp(id: "a", number: 3))) == .other,
            "two copies of one ledger went on separately")
    }

    @Test func numbersEveryBuildOnce() {
        let first = NumberedPublication(of: "A", after: nil)
        #expect(first.stamp.number == 1)
        #expect(first.stamp.id.utf8.count == 32)
        #expect(NumberedPublication(of: "A", after: first) == first, "the same build at the same moment")
        let second = NumberedPublication(of: "B", after: first)
        #expect(second.stamp == LedgerStamp(id: first.stamp.id, number: 2))
        #expect(NumberedPublication(of: "A", after: second).stamp.number == 3)
        #expect(NumberedPublication(of: "B", after: nil).stamp.id != first.stamp.id)
    }
}

@Suite struct TombstoneSealTests {
    private func ring(_ ids: UInt8...) throws -> KeyRing {
        KeyRing(
            try ids.map { id in
                KeyRing.Entry(
                    id: id, notBefore: CivilDate(daysSinceEpoch: 0),
                    key: try #require(MasterKey(bytes: (0..<32).map { $0 &* 7 &+ id })))
            })
    }

    @Test func opensUnderEachKeyThatSealedIt() throws {
        let key = Array(0..<32) as [UInt8]
        let seals = TombstoneSeal.make(key, under: try ring(0, 3))
        #expect(seals.map(\.keyID) == [0, 3])
        #expect(try seals.map { $0.open(with: try ring(0)) } == [key, nil])
        #expect(try seals.map { $0.open(with: try ring(3)) } == [nil, key])
        #expect(seals == TombstoneSeal.make(key, under: try ring(0, 3)), "the same bytes for the same key")
        #expect(!seals.contains { $0.sealed.count < 60 || $0.sealed.starts(with: key) })
    }

    @Test func opensUnderNoOtherKeyAndNotWhenChanged() throws {
        let key = Array(0..<32) as [UInt8]
        var seal = try #require(TombstoneSeal.make(key, under: try ring(0)).first)
        let foreign = KeyRing([
            KeyRing.Entry(
                id: 0, notBefore: CivilDate(daysSinceEpoch: 0),
                key: try #require(MasterKey(bytes: (0..<32).map { $0 &+ 1 })))
        ])
        #expect(seal.open(with: foreign) == nil)
        seal.sealed[20] ^= 1
        #expect(seal.open(with: try ring(0)) == nil)
        #expect(TombstoneSeal(keyID: 0, sealed: []).open(with: try ring(0)) == nil)
    }
}
