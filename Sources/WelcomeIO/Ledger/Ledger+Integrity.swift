import GRDB
import WelcomeCore

extension Ledger {
    /// Whether no build was ever begun with this ledger.
    func isBlank() throws -> Bool { try fact("build") == nil && !isDirty() }

    /// Whether the file is whole and every link in it is what `signer` makes of it, as far as its key is still needed.
    ///
    /// - Complexity: O(bytes of the file).
    func isWhole(signer: inout LinkSigner, now: Timestamp) throws -> Bool {
        do {
            return try queue.read { db in
                guard try String.fetchOne(db, sql: "PRAGMA integrity_check(1)") == "ok" else { return false }
                let rows = try LeanStatement(db, sql: "SELECT \(Self.recordColumns) FROM \(Self.linksAndPages)")
                while try rows.step() {
                    guard isSigned(try Self.record(rows), by: &signer, now) else { return false }
                }
                return true
            }
        } catch {
            guard LedgerError(error)?.isCuredByRecovery == true else { throw error }
            return false
        }
    }

    private func isSigned(_ record: LedgerRecord, by signer: inout LinkSigner, _ now: Timestamp) -> Bool {
        do throws(LinkError) {
            return try signer.isValid(record.code, for: record.identity, serial: record.serial)
        } catch {
            guard case .unknownKey = error else { return false }
            return record.state != .active || record.code.expiry.isOver(at: now)
        }
    }

    /// Passes links that have the code of one that was noted as to be issued to `visit`.
    ///
    /// Signatures hardly ever meet; a row whose lead was changed by hand meets its lead's next link.
    func forEachLinkInTheWay(_ visit: (LedgerRecord) throws -> Void) throws {
        try queue.read { db in
            let rows = try LeanStatement(
                db,
                sql: """
                    SELECT \(Self.recordColumns) FROM \(Self.linksAndPages) WHERE (key, serial) IN (
                        SELECT links.key, links.serial FROM issued CROSS JOIN links ON links.code = issued.code)
                    """)
            while try rows.step() { try visit(try Self.record(rows)) }
        }
    }
}
