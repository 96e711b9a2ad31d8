import GRDB
import GRDBSQLite
import WelcomeCore

/// A whole row of a query's result, each value with the bytes it is stored as.
///
/// GRDB reads text as C strings, which end at a NUL, and repairs what is not UTF-8; a lead's id must suffer neither. So
/// the row is taken from SQLite itself through GRDB's protocol for types of one column.
struct StoredRow: StatementColumnConvertible, DatabaseValueConvertible {
    /// The longest value that is taken, in bytes.
    static let maxValueBytes = 1 << 20

    /// The values in the order of the columns.
    let values: [RawValue]
    /// The first column whose value is too long, which is empty in `values`.
    let tooLongColumn: Int?

    init?(sqliteStatement: SQLiteStatement, index: CInt) {
        var values: [RawValue] = []
        var tooLongColumn: Int?
        let count = unsafe sqlite3_column_count(sqliteStatement)
        values.reserveCapacity(Int(count))
        for column in index..<count {
            // The type must be asked for first: reading a number as text changes it.
            let type = unsafe sqlite3_column_type(sqliteStatement, column)
            if type == SQLITE_NULL {
                values.append(.null)
                continue
            }
            if type == SQLITE_FLOAT {
                values.append(.number(Self.text(of: unsafe sqlite3_column_double(sqliteStatement, column))))
                continue
            }
            let start: UnsafeRawPointer? =
                type == SQLITE_BLOB
                ? unsafe sqlite3_column_blob(sqliteStatement, column)
                : unsafe UnsafeRawPointer(sqlite3_column_text(sqliteStatement, column))
            let length = unsafe Int(sqlite3_column_bytes(sqliteStatement, column))
            var bytes: [UInt8] = []
            if length > Self.maxValueBytes {
                tooLongColumn = tooLongColumn ?? values.count
            } else {
                unsafe bytes = Array(UnsafeRawBufferPointer(start: start, count: length))
            }
            values.append(type == SQLITE_INTEGER ? .number(bytes) : .text(bytes))
        }
        self.values = values
        self.tooLongColumn = tooLongColumn
    }

    /// A number as it is stored: SQLite itself would write the first 15 digits.
    private static func text(of number: Double) -> [UInt8] {
        Array((Int64(exactly: number).map { "\($0)" } ?? "\(number)").utf8)
    }

    /// Decodes a row whatever its first value is; GRDB's own version takes NULL for a missing row.
    static func fromStatement(_ sqliteStatement: SQLiteStatement, atUncheckedIndex index: CInt) -> StoredRow? {
        unsafe StoredRow(sqliteStatement: sqliteStatement, index: index)
    }

    // GRDB asks for these two of whatever it fetches; a whole row is nothing that a single column could hold.

    var databaseValue: DatabaseValue { .null }

    static func fromDatabaseValue(_ value: DatabaseValue) -> StoredRow? { nil }
}
