import GRDB
import GRDBSQLite

/// A statement that runs once for every lead: values go in and out as the bytes they are.
///
/// GRDB boxes each value and makes an object of each row, which costs more than what SQLite does with it. Transactions
/// stay GRDB's; the statement must end before its connection does.
@safe final class LeanStatement {
    private let connection: SQLiteConnection
    private let statement: SQLiteStatement
    /// The values that are bound, one behind another, until the statement has run: SQLite would copy each into memory that
    /// it asks for and gives back.
    private let values: UnsafeMutableRawBufferPointer
    private var usedBytes = 0
    /// What fits beside other values; a longer one SQLite copies.
    private static let maxValueBytes = 1024
    private static let valueBytes = 16 * maxValueBytes

    init(_ db: Database, sql: String) throws {
        guard let connection = unsafe db.sqliteConnection else {
            throw DatabaseError(resultCode: .SQLITE_MISUSE)
        }
        var statement: SQLiteStatement?
        let code = unsafe sqlite3_prepare_v3(
            connection, sql, -1, UInt32(bitPattern: SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement = unsafe statement else {
            throw unsafe Self.error(code, connection)
        }
        unsafe self.connection = connection
        unsafe self.statement = statement
        unsafe values = .allocate(byteCount: Self.valueBytes, alignment: 16)
    }

    deinit {
        unsafe sqlite3_finalize(statement)
        unsafe values.deallocate()
    }

    // MARK: Parameters, numbered from 1

    func bind(_ index: Int32, _ bytes: [UInt8]) {
        // A null pointer would bind NULL, and an empty array may have one.
        guard !bytes.isEmpty else {
            unsafe sqlite3_bind_zeroblob(statement, index, 0)
            return
        }
        unsafe bytes.withUnsafeBytes { value in
            let kept = unsafe keep(value)
            let start = unsafe kept ?? value.baseAddress
            let owner = unsafe kept == nil ? Self.transient : nil
            _ = unsafe sqlite3_bind_blob(statement, index, start, Int32(value.count), owner)
        }
    }

    func bind(_ index: Int32, _ text: String?) {
        guard var text else { return bindNull(index) }
        text.withUTF8 { characters in
            let value = UnsafeRawBufferPointer(characters)
            let kept = unsafe keep(value)
            let start = unsafe (kept ?? value.baseAddress)?.assumingMemoryBound(to: CChar.self)
            let owner = unsafe kept == nil ? Self.transient : nil
            _ = unsafe sqlite3_bind_text(statement, index, start, Int32(value.count), owner)
        }
    }

    /// Copies a value to where it stays until the statement has run; `nil` where there is no room.
    private func keep(_ value: UnsafeRawBufferPointer) -> UnsafeRawPointer? {
        guard value.count <= Self.maxValueBytes, usedBytes + value.count <= Self.valueBytes,
            let start = unsafe values.baseAddress
        else { return nil }
        let place = unsafe start + usedBytes
        // An empty text may have no address.
        if let address = value.baseAddress {
            unsafe place.copyMemory(from: address, byteCount: value.count)
            usedBytes += value.count
        }
        return UnsafeRawPointer(place)
    }

    func bind(_ index: Int32, _ number: Int64?) {
        guard let number else { return bindNull(index) }
        unsafe sqlite3_bind_int64(statement, index, number)
    }

    func bindNull(_ index: Int32) {
        unsafe sqlite3_bind_null(statement, index)
    }

    /// Tells SQLite to take a copy; the header's cast of -1 to a function is not there in Swift.
    private static let transient = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    // MARK: Running

    /// Runs a statement that gives no rows, and makes it ready for the next values.
    func run() throws {
        while try step() {}
    }

    /// Goes to the next row, if there is one; after the last the statement is ready for the next values.
    func step() throws -> Bool {
        let code = unsafe sqlite3_step(statement)
        if code == SQLITE_ROW { return true }
        // The error is read before the reset, which repeats its code alone.
        let error = code == SQLITE_DONE ? nil : unsafe Self.error(code, connection)
        reset()
        if let error { throw error }
        return false
    }

    /// Gives up the rows that are left, and the values that were bound.
    func reset() {
        unsafe sqlite3_reset(statement)
        guard usedBytes > 0 else { return }
        unsafe sqlite3_clear_bindings(statement)
        usedBytes = 0
    }

    // MARK: Columns of the current row, numbered from 0

    func isNull(_ column: Int32) -> Bool { unsafe sqlite3_column_type(statement, column) == SQLITE_NULL }

    /// The bytes of a text or a blob; none of NULL.
    func bytes(_ column: Int32) -> [UInt8] {
        let start = unsafe sqlite3_column_blob(statement, column)
        let count = unsafe Int(sqlite3_column_bytes(statement, column))
        return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// The whole number that is stored; `nil` where something else is.
    func number(_ column: Int32) -> Int64? {
        guard unsafe sqlite3_column_type(statement, column) == SQLITE_INTEGER else { return nil }
        return unsafe sqlite3_column_int64(statement, column)
    }

    /// The text that is stored; `nil` where something else is.
    func text(_ column: Int32) -> String? {
        guard unsafe sqlite3_column_type(statement, column) == SQLITE_TEXT else { return nil }
        return String(decoding: bytes(column), as: UTF8.self)
    }

    private static func error(_ code: Int32, _ connection: SQLiteConnection) -> DatabaseError {
        unsafe DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
            message: String(cString: sqlite3_errmsg(connection)))
    }
}
