import Foundation
import GRDB
import WelcomeCore

/// Who is written to by several leads.
///
/// The members of all groups go through a temporary table, so that memory does not grow with leads; only what a member of a
/// group of several has to know is kept for the second walk.
extension Ledger {
    /// The key of `RecipientDigests` that this ledger's digests were made with, or that its first are to be made with.
    func recipientKey() throws -> [UInt8] {
        if let newRecipientKey { return newRecipientKey }
        if let text = try fact(Self.recipientKeyFact) {
            guard let key = decodeHexadecimal(text), key.count == 32 else { throw LedgerError.damaged }
            return key
        }
        var generator = SystemRandomNumberGenerator()
        let key = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        newRecipientKey = key
        return key
    }

    /// Keeps the key with the first digests that were made with it.
    func keepRecipientKey(_ db: Database) throws {
        guard let newRecipientKey else { return }
        try db.execute(
            sql: "INSERT INTO facts VALUES(?, ?)", arguments: [Self.recipientKeyFact, hexadecimal(newRecipientKey)])
        self.newRecipientKey = nil
    }

    private static let recipientKeyFact = "recipient_key"

    /// The temporary tables that this needs.
    static let recipientTables = """
        CREATE TEMP TABLE recipients(
            recipient INTEGER NOT NULL, since INTEGER NOT NULL, key BLOB NOT NULL, role INTEGER, is_candidate INTEGER NOT NULL);
        CREATE TEMP TABLE repetitions(key BLOB NOT NULL, lead BLOB, was_greeted INTEGER NOT NULL);
        """

    /// Finds out, of the members that a walk has noted, what others of the same recipient mean for each.
    ///
    /// `isPartial` tells that leads beyond those of the walk may be of a group: they are taken from the ledger as the last
    /// manifest has them.
    ///
    /// - Complexity: O(members · log members).
    func findRepetitions(isPartial: Bool) throws {
        try queue.write { db in
            if isPartial { try Self.addOtherMembers(db) }
            try db.execute(
                sql: """
                    CREATE TEMP TABLE repeated_recipients AS SELECT recipient FROM recipients
                        GROUP BY recipient HAVING count(*) > 1 OR max(role) = ?;
                    CREATE TEMP TABLE members AS SELECT recipient, since, key, role, is_candidate FROM recipients
                        WHERE recipient IN (SELECT recipient FROM repeated_recipients) ORDER BY recipient;
                    DELETE FROM recipients;
                    """, arguments: [GreetingRecord.Role.barred.rawValue])
            try Self.judgeMembers(db)
        }
    }

    private static func addOtherMembers(_ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO recipients
                SELECT recipient, coalesce(since, 0), key, greeting, greeting = ? AND manifest_state = ? FROM pages
                WHERE greeting IN (?, ?) AND recipient IN (SELECT recipient FROM recipients)
                    AND key NOT IN (SELECT key FROM recipients)
                """,
            arguments: [
                GreetingRecord.Role.offered.rawValue, ManifestState.ready.rawValue,
                GreetingRecord.Role.offered.rawValue, GreetingRecord.Role.sent.rawValue,
            ])
    }

    /// Goes over the members group by group: one cursor adds those of a group, and another judges them.
    private static func judgeMembers(_ db: Database) throws {
        let sql = "SELECT recipient, since, key, role, is_candidate FROM members ORDER BY rowid"
        let ahead = try LeanStatement(db, sql: sql)
        let behind = try LeanStatement(db, sql: sql)
        let insert = try LeanStatement(db, sql: "INSERT INTO repetitions VALUES(?, ?, ?)")
        var group = RecipientGroup()
        var size = 0
        var recipient: Int64?
        func judge() throws {
            for _ in 0..<size {
                guard try behind.step() else { return }
                let member = try member(behind)
                let lead: LeadText?
                let wasGreeted: Bool
                switch group.repetition(of: member) {
                case nil: continue
                case .repeats(let other): (lead, wasGreeted) = (other, false)
                case .greetedBefore(let other): (lead, wasGreeted) = (other, true)
                }
                insert.bind(1, member.key)
                if let lead { insert.bind(2, lead.bytes) } else { insert.bindNull(2) }
                insert.bind(3, wasGreeted ? 1 : 0)
                try insert.run()
            }
        }
        while try ahead.step() {
            let member = try member(ahead)
            if member.recipient != recipient {
                try judge()
                (group, size, recipient) = (RecipientGroup(), 0, member.recipient)
            }
            group.add(member)
            size += 1
        }
        try judge()
        behind.reset()
    }

    private static func member(_ row: LeanStatement) throws -> RecipientMember {
        guard let recipient = row.number(0), let since = row.number(1) else { throw LedgerError.damaged }
        return RecipientMember(
            recipient: recipient, since: since, key: row.bytes(2),
            role: row.number(3).flatMap { GreetingRecord.Role(rawValue: Int($0)) }, isCandidate: row.number(4) == 1)
    }

    /// Bars those who were held back in favour of a lead that is being erased: nothing is left to tell that the person was
    /// greeted, and whoever asks to be forgotten is not to be written to again.
    static func barHeldByErased(_ db: Database) throws {
        try db.execute(
            sql: """
                UPDATE pages SET greeting = ? WHERE greeting = ? AND recipient IN (
                    SELECT pages.recipient FROM links JOIN pages USING(key, serial)
                    WHERE links.state = ? AND pages.recipient IS NOT NULL)
                """,
            arguments: [
                GreetingRecord.Role.barred.rawValue, GreetingRecord.Role.held.rawValue,
                LedgerRecord.State.erased.rawValue,
            ])
    }

    /// What the other leads of its recipient mean for one lead, as the last manifest has them; nothing is written.
    func repetition(of member: RecipientMember) throws -> Repetition? {
        try queue.write { db in
            let rows = try LeanStatement(
                db,
                sql: """
                    SELECT recipient, coalesce(since, 0), key, greeting, greeting = ? AND manifest_state = ? FROM pages
                    WHERE recipient = ? AND greeting IN (?, ?) AND key <> ?
                    """)
            rows.bind(1, Int64(GreetingRecord.Role.offered.rawValue))
            rows.bind(2, ManifestState.ready.rawValue)
            rows.bind(3, member.recipient)
            rows.bind(4, Int64(GreetingRecord.Role.offered.rawValue))
            rows.bind(5, Int64(GreetingRecord.Role.sent.rawValue))
            rows.bind(6, member.key)
            var group = RecipientGroup()
            group.add(member)
            while try rows.step() { group.add(try Self.member(rows)) }
            return group.repetition(of: member)
        }
    }
}

/// What other leads mean for those of a walk, ascending by identity.
struct RepetitionCursor {
    private let rows: LeanStatement
    /// The identity ahead; `nil` after the last.
    private var nextKey: [UInt8]?

    init(_ db: Database) throws {
        rows = try LeanStatement(db, sql: "SELECT key, lead, was_greeted FROM repetitions ORDER BY key")
        try advance()
    }

    /// What holds for the identity with `key`; identities are asked for in their order.
    mutating func next(_ key: [UInt8]) throws -> Repetition? {
        while let nextKey, nextKey.lexicographicallyPrecedes(key) { try advance() }
        guard nextKey == key else { return nil }
        let lead = rows.isNull(1) ? nil : LeadText(checked: rows.bytes(1))
        if let lead, rows.number(2) == 1 { return .greetedBefore(lead) }
        return .repeats(lead)
    }

    private mutating func advance() throws {
        // Asking on after the last row would begin anew.
        nextKey = try rows.step() ? rows.bytes(0) : nil
    }
}
