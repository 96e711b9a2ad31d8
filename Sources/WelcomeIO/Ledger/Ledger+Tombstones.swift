import Foundation
import GRDB
package import WelcomeCore

/// How tombstones outlive their ledger: their marks lie beside the manifest, and their key is sealed there.
extension Ledger {
    private static let seals = "tombstone_seals"

    /// The marks of all leads that were forgotten, ascending.
    package func tombstoneMarks() throws -> [[UInt8]] {
        try queue.read { db in
            try Row.fetchAll(db, sql: "SELECT mark FROM tombstones ORDER BY mark").map { Self.bytes($0, 0) }
        }
    }

    /// The key of the tombstones, made where there is none yet.
    static func madeTombstoneKey(_ db: Database) throws -> [UInt8] {
        if let key = try tombstoneKey(db) { return key }
        var generator = SystemRandomNumberGenerator()
        let key = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        try setFact(tombstoneFact, hexadecimal(key), db)
        return key
    }

    /// Seals the key of the tombstones under the keys of `ring`, of which some may be new.
    ///
    /// Done by builds, before anybody is forgotten: a command that forgets a lead has no signing keys.
    package func sealTombstones(under ring: KeyRing) throws {
        let (known, sealed) = try queue.read { db in (try Self.tombstoneKey(db), try Self.fact(Self.seals, db)) }
        if let known, sealed == Self.text(of: TombstoneSeal.make(known, under: ring)) { return }
        try queue.write { db in
            let key = try Self.madeTombstoneKey(db)
            try Self.setFact(Self.seals, Self.text(of: TombstoneSeal.make(key, under: ring)), db)
        }
    }

    private static func text(of seals: [TombstoneSeal]) -> String {
        seals.map { "\($0.keyID) \(hexadecimal($0.sealed))" }.joined(separator: ",")
    }

    /// The key of the tombstones, sealed under each signing key that the last build had.
    package func tombstoneSeals() throws -> [TombstoneSeal] {
        guard let text = try fact(Self.seals) else { return [] }
        return try text.split(separator: ",").map { seal in
            let parts = seal.split(separator: " ")
            guard parts.count == 2, let id = UInt8(parts[0]), let sealed = decodeHexadecimal(String(parts[1]))
            else { throw LedgerError.damaged }
            return TombstoneSeal(keyID: id, sealed: sealed)
        }
    }

    /// Fills an empty ledger with tombstones whose `key` was found again.
    static func restoreTombstones(_ marks: [[UInt8]], key: [UInt8], at moment: Timestamp, _ db: Database) throws {
        try setFact(tombstoneFact, hexadecimal(key), db)
        let insert = try db.makeStatement(sql: "INSERT OR IGNORE INTO tombstones VALUES(?, ?)")
        for mark in marks { try insert.execute(arguments: [Data(mark), moment.secondsSinceEpoch]) }
    }
}
