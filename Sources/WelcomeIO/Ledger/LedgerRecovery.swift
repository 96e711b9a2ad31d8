import Crypto
import Foundation
import GRDB
import WelcomeCore

/// Makes a ledger anew from the manifest that was published last.
///
/// The manifest names every link that anybody may have been sent but those that a later one of the same lead followed;
/// they are found again by the pages that still lie on disk. Who was forgotten says a file beside the manifest, as long as
/// one of the signing keys that it was sealed under is there.
struct LedgerRecovery {
    /// The next ledger, until it is whole.
    private static let temporary = "tmp/ledger.db"
    /// More links than any lead has had.
    private static let maxSerial: UInt32 = 1000

    private var signer: LinkSigner
    private let keys: KeyRing
    /// Where the keys come from, for diagnostics.
    private let keysFile: String
    private let now: Timestamp
    private let stop: StopFlag

    /// Recovers links that `signer` can sign, by `keys`.
    init(signer: LinkSigner, keys: KeyRing, keysFile: String, now: Timestamp, stop: StopFlag) {
        self.signer = signer
        self.keys = keys
        self.keysFile = keysFile
        self.now = now
        self.stop = stop
    }

    /// Whether `ledger` needs no recovery.
    func accepts(_ ledger: Ledger) throws -> Bool {
        var signer = signer
        return try ledger.isWhole(signer: &signer, now: now)
    }

    /// Replaces the ledger of the output folder `folder`, whose files are `files`, or leaves it as it was.
    ///
    /// The new file takes the place of the old one by one rename, when it is whole and durable.
    ///
    /// - Throws: `BuildFailure.output` when the manifest cannot be relied on, or when the keys do not give its links.
    mutating func run(files: any FileSystem, folder: String) throws {
        do {
            let manifest = try PublishedManifest(files: files, folder: folder)
            try files.createDirectory("tmp")
            try files.clearTemporaries()
            try files.write([], to: Self.temporary, mode: .secret)
            try fill(from: manifest, files, path: "\(folder)/\(Self.temporary)")
            try files.syncFile(Self.temporary)
            // A journal belongs to the ledger that is given up; SQLite would play it back into the new one.
            for name in ["ledger.db-journal", "ledger.db-wal", "ledger.db-shm"] { try files.remove(name) }
            try files.syncDirectory("")
            try files.rename(Self.temporary, to: "ledger.db")
            try files.syncDirectory("")
        } catch {
            // What went wrong first is what matters; the next build sweeps the folder.
            try? files.remove(Self.temporary)
            guard let fault = error as? PublishedManifest.Fault else { throw error }
            throw BuildFailure.output(fault.diagnostic(in: folder))
        }
    }

    private mutating func fill(from manifest: PublishedManifest, _ files: any FileSystem, path: String) throws {
        let ledger = try Ledger(path: path)
        try ledger.queue.inDatabase { db in
            // Nobody reads the file before it is whole, and one that is not is thrown away.
            try db.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
            try db.inTransaction {
                try addListedLinks(of: manifest, db)
                let strays = try addEarlierLinks(files, build: manifest.pointer.build, db)
                try Ledger.noteRecovery(
                    db, from: manifest.pointer, unknownPages: strays,
                    losesTombstones: try !restoreTombstones(of: manifest.pointer, files, db))
                return .commit
            }
        }
        try ledger.queue.close()
    }

    /// Brings back who was forgotten.
    ///
    /// - Returns: whether nobody is missing.
    private func restoreTombstones(
        of pointer: ManifestPointer, _ files: any FileSystem, _ db: Database
    ) throws -> Bool {
        // An older version of the program did not say who was forgotten.
        guard let forgotten = pointer.forgotten else { return pointer.ledger != nil }
        guard let content = try ForgottenFile.read(forgotten, files),
            let key = content.seals.lazy.compactMap({ $0.open(with: keys) }).first
        else { return false }
        try Ledger.restoreTombstones(content.marks, key: key, at: pointer.publishedAt, db)
        return true
    }

    // MARK: Links that the manifest lists

    private mutating func addListedLinks(of manifest: PublishedManifest, _ db: Database) throws {
        let decoder = ManifestLink.decoder
        let forgetLink = try db.makeStatement(sql: "DELETE FROM links WHERE key = ?")
        let forgetPage = try db.makeStatement(sql: "DELETE FROM pages WHERE key = ?")
        let insertLink = try db.makeStatement(
            sql: """
                INSERT INTO links(key, serial, code, state, theme, locale, issued_at) VALUES(?, ?, ?, ?, ?, ?, ?)
                """)
        let insertPage = try db.makeStatement(sql: "INSERT INTO pages VALUES(?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)")
        let issuedAt = manifest.pointer.publishedAt.secondsSinceEpoch
        try manifest.forEachLine { line, file in
            try stop.check()
            guard let link = ManifestLink(line: line, by: decoder) else { throw PublishedManifest.Fault.damaged(file) }
            guard let serial = try serial(of: link) else {
                throw BuildFailure.output(Self.mismatch(manifest.path(of: file)))
            }
            let key = Data(link.identity.sortKey)
            try forgetLink.execute(arguments: [key])
            try forgetPage.execute(arguments: [key])
            let state = link.state == .revoked ? LedgerRecord.State.revoked : .active
            do {
                try insertLink.execute(arguments: [
                    key, serial, Data(link.code.bytes), state.rawValue, link.theme, link.locale, issuedAt,
                ])
                try insertPage.execute(arguments: [
                    key, serial, link.page.map { _ in Data() }, link.page.map { Data($0.sha256) },
                    link.page?.byteCount, link.page?.changedIn, link.state.rawValue,
                    // Leads that were offered or sent say so by their state.
                    link.isRepeated ? GreetingRecord.Role.held.rawValue : nil,
                ])
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
                // Two leads never had one code.
                throw PublishedManifest.Fault.damaged(file)
            }
        }
    }

    /// Which of its lead's links this is, counted from 0; `nil` when the keys do not give it.
    private mutating func serial(of link: ManifestLink) throws -> UInt32? {
        do throws(LinkError) {
            for serial in 0..<Self.maxSerial {
                if try signer.isValid(link.code, for: link.identity, serial: serial) { return serial }
            }
            return nil
        } catch {
            // A key may be destroyed when no link needs it any more; those that are over stay in the manifest.
            guard case .unknownKey(let id) = error else { return nil }
            if link.state == .revoked || link.code.expiry.isOver(at: now) { return 0 }
            throw BuildFailure.settings([KeyRing.missing(id, in: keysFile)])
        }
    }

    private static func mismatch(_ path: String) -> Diagnostic {
        Diagnostic(
            .error, .linkMismatch, at: SourceLocation(file: path),
            "the signing keys do not give the links that the manifest names",
            fix: "restore the key file that belongs to this output folder; nothing was written")
    }

    // MARK: Links that were followed by others

    /// Finds the earlier links whose pages are still there, and tells how many pages belong to nobody.
    private mutating func addEarlierLinks(_ files: any FileSystem, build: String, _ db: Database) throws -> Int {
        try db.execute(
            sql: """
                CREATE TEMP TABLE strays(code BLOB PRIMARY KEY) WITHOUT ROWID;
                CREATE TEMP TABLE earlier(key BLOB, serial INTEGER, code BLOB);
                """)
        try collectUnknownPages(files, db)
        try matchUnknownPages(db)
        let insertLink = try db.makeStatement(
            sql: """
                INSERT INTO links(key, serial, code, state, theme, locale, issued_at)
                SELECT key, ?, ?, ?, theme, locale, issued_at FROM links WHERE key = ? ORDER BY serial DESC LIMIT 1
                """)
        let insertPage = try db.makeStatement(
            sql: "INSERT INTO pages VALUES(?, ?, x'', ?, ?, ?, NULL, NULL, NULL, NULL)")
        let earlier = try Row.fetchCursor(db, sql: "SELECT key, serial, code FROM earlier")
        while let row = try earlier.next() {
            try stop.check()
            guard let code = LinkCode(Ledger.bytes(row, 2)), let page = try Self.pageFile(of: code, files) else {
                continue
            }
            let serial: Int64 = row[1]
            let key = Data(Ledger.bytes(row, 0))
            try insertLink.execute(arguments: [
                serial, Data(code.bytes), LedgerRecord.State.active.rawValue, key,
            ])
            try insertPage.execute(arguments: [key, serial, Data(SHA256.hash(data: page)), page.count, build])
        }
        return try Int.fetchOne(db, sql: "SELECT count(*) FROM strays") ?? 0
    }

    /// The file of a page in whichever form it lies there.
    private static func pageFile(of code: LinkCode, _ files: any FileSystem) throws -> [UInt8]? {
        for store in PageStore.allCases {
            if let bytes = try files.read(code.pageFile(store, in: "site/")) { return bytes }
        }
        return nil
    }

    private func collectUnknownPages(_ files: any FileSystem, _ db: Database) throws {
        let isKnown = try db.makeStatement(sql: "SELECT 1 FROM links WHERE code = ?")
        let insert = try db.makeStatement(sql: "INSERT OR IGNORE INTO strays VALUES(?)")
        for directory in try files.list("site/p") where directory.utf8.count == 2 {
            try stop.check()
            for name in try files.list("site/p/\(directory)") {
                guard let (code, _) = LinkCode.ofPage(at: "p/\(directory)/\(name)"),
                    try Bool.fetchOne(isKnown, arguments: [Data(code.bytes)]) == nil
                else { continue }
                try insert.execute(arguments: [Data(code.bytes)])
            }
        }
    }

    /// Tries the earlier serials of every lead that had several links with the key and day of each page in question.
    private mutating func matchUnknownPages(_ db: Database) throws {
        // The last four characters are key and day; which sixteen precede them makes no difference here.
        let ends = try Data.fetchAll(db, sql: "SELECT DISTINCT substr(code, 17) FROM strays")
        let terms = ends.compactMap { LinkCode([UInt8](repeating: UInt8(ascii: "0"), count: 16) + $0) }
        guard !terms.isEmpty else { return }
        let take = try db.makeStatement(sql: "DELETE FROM strays WHERE code = ?")
        let insert = try db.makeStatement(sql: "INSERT INTO earlier VALUES(?, ?, ?)")
        let renewed = try Row.fetchCursor(db, sql: "SELECT key, serial FROM links WHERE serial > 0")
        while let row = try renewed.next() {
            try stop.check()
            let key = Ledger.bytes(row, 0)
            guard let identity = LeadIdentity(sortKey: key) else { continue }
            let newest: Int64 = row[1]
            for serial in 0..<UInt32(newest) {
                for term in terms {
                    // A page whose key is gone stays one of the unknown.
                    guard
                        let code = try? signer.code(
                            for: identity, serial: serial, keyID: term.keyID, expiry: term.expiry)
                    else { continue }
                    try take.execute(arguments: [Data(code.bytes)])
                    guard db.changesCount > 0 else { continue }
                    try insert.execute(arguments: [Data(key), serial, Data(code.bytes)])
                }
            }
        }
    }
}

extension PublishedManifest.Fault {
    /// What a person is told who wanted the ledger of the output folder `folder` back.
    fileprivate func diagnostic(in folder: String) -> Diagnostic {
        let place: String
        let summary: String
        switch self {
        case .missing:
            place = folder
            summary = "there is no manifest.json that a new ledger could be made from"
        case .damaged(let name):
            place = "\(folder)/\(name)"
            summary = "the manifest is damaged, so that no new ledger can be made from it"
        }
        return Diagnostic(
            .error, .outputLedger, at: SourceLocation(file: place), summary,
            fix: "restore the output folder from a backup; nothing was written")
    }
}
