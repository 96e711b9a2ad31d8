import GRDB
package import WelcomeCore

/// One identity as the walk over leads and ledger meets it: with a row of the source, with links, or with both.
package struct MergedEntry: Sendable {
    package var lead: Lead?
    /// The lead as it was staged, for a digest over the build's input.
    package var encodedLead: [UInt8] = []
    /// The line or row of the source that the lead comes from.
    package var position: Int64?
    /// Its links, oldest first.
    package var links: [LedgerRecord]
    /// What other leads of the same recipient mean for the lead.
    package var repetition: Repetition?
}

extension Ledger {
    /// Which records a walk covers besides those of the staged leads.
    package enum Scope: Sendable {
        case everything
        case tenant(LeadText)
        /// Only the identities that are staged.
        case stagedOnly
        /// A few identities, staged or not.
        case identities([LeadIdentity])
    }

    /// Walks staged leads and ledger records together, in the order of identity.
    ///
    /// - Complexity: O(leads + records in scope); memory does not depend on either.
    package func walk(
        _ scope: Scope, _ visit: (MergedEntry, LedgerNotes) throws -> Void,
        atEnd: (LedgerNotes) throws -> Void = { _ in }
    ) throws {
        try queue.write { db in
            let notes = try LedgerNotes(db)
            var entries = try MergedCursor(db, scope)
            while let entry = try entries.next() { try visit(entry, notes) }
            try atEnd(notes)
        }
    }

    /// Walks as `walk` does, many identities at a time.
    func walkInBatches(
        _ scope: Scope, _ visit: ([MergedEntry], LedgerNotes) throws -> Void, atEnd: (LedgerNotes) throws -> Void
    ) throws {
        var batch: [MergedEntry] = []
        try walk(scope) { entry, notes in
            batch.append(entry)
            guard batch.count == Self.visitSize else { return }
            try visit(batch, notes)
            batch.removeAll(keepingCapacity: true)
        } atEnd: { notes in
            try visit(batch, notes)
            try atEnd(notes)
        }
    }

    /// Walks as `walk` does and hands out, a batch at a time, what `jobs` makes of each identity.
    func handOut(
        _ scope: Scope, _ jobs: (MergedEntry) throws -> [PageJob],
        to take: ([PageJob], LedgerNotes) throws -> Void, atEnd: (LedgerNotes) throws -> Void
    ) throws {
        var batch: [PageJob] = []
        try walk(scope) { entry, notes in
            batch += try jobs(entry)
            guard batch.count >= Self.batchSize else { return }
            try take(batch, notes)
            batch = []
        } atEnd: { notes in
            if !batch.isEmpty { try take(batch, notes) }
            try atEnd(notes)
        }
    }

    /// Identities that change hands at once.
    private static let visitSize = 512

    /// Pages in flight: enough for one sync to serve many, few enough to stay small in memory.
    private static let batchSize = 1024
}

/// Staged leads and ledger records side by side, ascending.
private struct MergedCursor {
    private let leads: LeanStatement
    private var histories: HistoryCursor
    private var repetitions: RepetitionCursor
    /// The lead ahead; `nil` after the last.
    private var lead: StagedLead?

    init(_ db: Database, _ scope: Ledger.Scope) throws {
        leads = try LeanStatement(db, sql: "SELECT key, record, position FROM staged ORDER BY rowid")
        histories = try HistoryCursor(db, scope: scope)
        repetitions = try RepetitionCursor(db)
        lead = try StagedLead.next(of: leads)
    }

    mutating func next() throws -> MergedEntry? {
        if let links = try histories.next(before: lead) { return MergedEntry(lead: nil, links: links) }
        guard let staged = lead else { return nil }
        let links = try histories.links(of: staged)
        lead = try StagedLead.next(of: leads)
        return MergedEntry(
            lead: staged.lead, encodedLead: staged.encoded, position: staged.position, links: links,
            repetition: try repetitions.next(staged.key))
    }
}

private struct StagedLead {
    let key: [UInt8]
    let encoded: [UInt8]
    let lead: Lead
    let position: Int64

    static func next(of rows: LeanStatement) throws -> StagedLead? {
        guard try rows.step() else { return nil }
        let encoded = rows.bytes(1)
        return StagedLead(
            key: rows.bytes(0), encoded: encoded, lead: try LeadRecord.decode(encoded), position: rows.number(2) ?? 0)
    }
}

/// The links of each identity in scope, ascending, one row ahead of where the walk stands.
private struct HistoryCursor {
    private let rows: LeanStatement
    /// Whether each identity is looked up on its own.
    private let isLookup: Bool
    /// The key of the row ahead; `nil` after the last.
    private var nextKey: [UInt8]?

    init(_ db: Database, scope: Ledger.Scope) throws {
        var condition = ""
        var keys: [[UInt8]] = []
        switch scope {
        case .everything: break
        case .tenant(let tenant):
            condition = "WHERE key >= ? AND key < ?"
            keys = [tenant.bytes + [0], tenant.bytes + [1]]
        case .identities(let identities):
            condition = "WHERE key IN (\(identities.map { _ in "?" }.joined(separator: ", ")))"
            keys = identities.map(\.sortKey)
        case .stagedOnly: condition = "WHERE key = ?"
        }
        rows = try LeanStatement(
            db, sql: "SELECT \(Ledger.recordColumns) FROM \(Ledger.linksAndPages) \(condition) ORDER BY key, serial")
        if case .stagedOnly = scope { isLookup = true } else { isLookup = false }
        for (index, key) in keys.enumerated() { rows.bind(Int32(index + 1), key) }
        if !isLookup { try advance() }
    }

    /// The links of the next identity before that of `staged`, or before the end where there is no lead any more.
    mutating func next(before staged: StagedLead?) throws -> [LedgerRecord]? {
        guard let key = nextKey else { return nil }
        // Nearly every row ahead is the lead's own, so equality is asked first.
        if let staged, key == staged.key || !key.lexicographicallyPrecedes(staged.key) { return nil }
        return try history(key)
    }

    /// The links of `staged` itself, which is the next identity or has none.
    mutating func links(of staged: StagedLead) throws -> [LedgerRecord] {
        guard isLookup else { return nextKey == staged.key ? try history(staged.key, staged.lead.identity) : [] }
        rows.bind(1, staged.key)
        var links: [LedgerRecord] = []
        while try rows.step() { links.append(try Ledger.record(rows, of: staged.lead.identity)) }
        return links
    }

    private mutating func history(_ key: [UInt8]) throws -> [LedgerRecord] {
        guard let identity = LeadIdentity(sortKey: key) else { throw LedgerError.damaged }
        return try history(key, identity)
    }

    /// Takes the links whose key is `key`, that of `identity`.
    private mutating func history(_ key: [UInt8], _ identity: LeadIdentity) throws -> [LedgerRecord] {
        var links: [LedgerRecord] = []
        while nextKey == key {
            links.append(try Ledger.record(rows, of: identity))
            try advance()
        }
        return links
    }

    private mutating func advance() throws {
        // Asking on after the last row would begin anew.
        nextKey = try rows.step() ? rows.bytes(0) : nil
    }
}
