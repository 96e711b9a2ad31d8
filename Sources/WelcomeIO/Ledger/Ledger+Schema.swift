import GRDB

extension Ledger {
    /// Marks the file as ours ("WLCM"), so that no other SQLite file is taken for a ledger.
    static let applicationID: Int32 = 0x574C_434D
    private static let version = 5

    /// Makes the tables of a new ledger, or brings those of an older version up to date.
    ///
    /// - Throws: `LedgerError` when the file is somebody else's or of a later version.
    static func prepareSchema(_ db: Database) throws {
        let id = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        guard id == applicationID || (id == 0 && tables == 0) else { throw LedgerError.foreign }
        let found = tables == 0 ? 0 : try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard found <= version else { throw LedgerError.newer }
        if found < 1 { try db.execute(sql: links) }
        if found < 2 { try db.execute(sql: lives) }
        if found < 3 { try db.execute(sql: pagesApart) }
        if found == 3 { try db.execute(sql: greetings) }
        if found < 4 { try db.execute(sql: indexOfRecipients) }
        if found < 5 { try db.execute(sql: origins) }
        if found < version {
            try db.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version);")
        }
    }

    private static let links = """
        CREATE TABLE links(
            key BLOB NOT NULL,             -- tenant, lead and slot, with a zero byte between them
            serial INTEGER NOT NULL,
            code BLOB NOT NULL UNIQUE,
            state INTEGER NOT NULL,        -- LedgerRecord.State
            theme TEXT NOT NULL,
            locale TEXT NOT NULL,
            issued_at INTEGER NOT NULL,
            fingerprint BLOB,              -- these four are null where no page is on disk
            sha256 BLOB,
            bytes INTEGER,
            changed_in TEXT,
            manifest_state TEXT,           -- null where the manifest has no line of the link
            PRIMARY KEY(key, serial)
        ) WITHOUT ROWID;
        CREATE TABLE facts(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        """

    private static let lives = """
        ALTER TABLE links ADD COLUMN expires_on INTEGER;  -- the day the row asked for, in days since 1970-01-01
        -- People who are forgotten: a keyed hash of tenant and lead, so that an old source cannot bring them back.
        CREATE TABLE tombstones(mark BLOB PRIMARY KEY, erased_at INTEGER NOT NULL) WITHOUT ROWID;
        -- The last build of everything, counted from 1, that used an asset.
        CREATE TABLE assets(name TEXT PRIMARY KEY, last_used INTEGER NOT NULL) WITHOUT ROWID;
        """

    /// What was promised and what lies behind it, in a table each.
    ///
    /// A link's row keeps its length when its page is made, so both tables grow at their ends. The codes have an index of
    /// their own, which many links at once are better off without until they are all in.
    private static let pagesApart = """
        ALTER TABLE links RENAME TO links_with_pages;
        CREATE TABLE links\(linkColumns);
        CREATE TABLE pages\(pageColumns);
        INSERT INTO links SELECT key, serial, code, state, theme, locale, issued_at, expires_on FROM links_with_pages;
        INSERT INTO pages SELECT key, serial, fingerprint, sha256, bytes, changed_in, manifest_state, NULL, NULL, NULL
            FROM links_with_pages WHERE changed_in IS NOT NULL OR manifest_state IS NOT NULL;
        DROP TABLE links_with_pages;
        \(indexOfCodes);
        """

    /// The columns of `links`, and of a table of links that are to be issued: SQLite copies rows as they are from one
    /// table to another of the same layout.
    static let linkColumns = """
        (
            key BLOB NOT NULL,             -- tenant, lead and slot, with a zero byte between them
            serial INTEGER NOT NULL,
            code BLOB NOT NULL,
            state INTEGER NOT NULL,        -- LedgerRecord.State
            theme TEXT NOT NULL,
            locale TEXT NOT NULL,
            issued_at INTEGER NOT NULL,
            expires_on INTEGER,            -- the day the row asked for, in days since 1970-01-01
            PRIMARY KEY(key, serial)
        ) WITHOUT ROWID
        """

    /// The columns of `pages`, which has no row where neither a page nor a line of the manifest was ever made, and of a
    /// table of what becomes of pages.
    static let pageColumns = """
        (
            key BLOB NOT NULL,
            serial INTEGER NOT NULL,
            fingerprint BLOB,              -- these four are null where no page is on disk
            sha256 BLOB,
            bytes INTEGER,
            changed_in TEXT,
            manifest_state TEXT,           -- null where the manifest has no line of the link
            greeting INTEGER,              -- GreetingRecord.Role; null while the lead was neither offered nor held back
            recipient INTEGER,             -- a digest, see RecipientDigests
            since INTEGER,                 -- when the lead came, in seconds since 1970-01-01
            PRIMARY KEY(key, serial)
        ) WITHOUT ROWID
        """

    /// What the ledger remembers of greetings, in pages that were recorded without.
    private static let greetings = """
        ALTER TABLE pages ADD COLUMN greeting INTEGER;
        ALTER TABLE pages ADD COLUMN recipient INTEGER;
        ALTER TABLE pages ADD COLUMN since INTEGER;
        """

    /// Makes the index by which the leads of one recipient are found.
    static let indexOfRecipients = "CREATE INDEX pages_by_recipient ON pages(recipient) WHERE recipient IS NOT NULL"

    /// Makes the index that no two links have one code by; over many links at once by sorting, not by searching.
    static let indexOfCodes = "CREATE UNIQUE INDEX links_by_code ON links(code)"

    /// The links with what is recorded of their pages.
    static let linksAndPages = "links LEFT JOIN pages USING(key, serial)"
}
