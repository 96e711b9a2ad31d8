import GRDB
import Testing

@testable import WelcomeIO

/// Values come back as the bytes they were, whether the statement or SQLite keeps them meanwhile.
@Suite struct LeanStatementTests {
    @Test(arguments: [0, 1, 1023, 1024, 1025, 100_000])
    func keepsValuesOfEveryLength(count: Int) throws {
        try DatabaseQueue().write { db in
            try db.execute(sql: "CREATE TABLE kept(bytes BLOB NOT NULL, text TEXT NOT NULL)")
            let insert = try LeanStatement(db, sql: "INSERT INTO kept VALUES(?, ?)")
            let values = [UInt8](repeating: 0x61, count: count)
            for _ in 1...3 {
                insert.bind(1, values)
                insert.bind(2, String(decoding: values, as: UTF8.self))
                try insert.run()
            }
            let rows = try LeanStatement(db, sql: "SELECT bytes, text FROM kept")
            var found = 0
            while try rows.step() {
                #expect(rows.bytes(0) == values)
                #expect(rows.text(1)?.utf8.elementsEqual(values) == true)
                found += 1
            }
            #expect(found == 3)
        }
    }

    @Test func keepsMoreValuesThanItHasRoomFor() throws {
        try DatabaseQueue().read { db in
            let list = (1...40).map { "?\($0)" }.joined(separator: " || ")
            let query = try LeanStatement(db, sql: "SELECT \(list)")
            for index in 1...40 as ClosedRange<Int32> {
                query.bind(index, String(repeating: index % 2 == 0 ? "a" : "ж", count: 500))
            }
            #expect(try query.step())
            let expected = String(
                repeating: String(repeating: "ж", count: 500) + String(repeating: "a", count: 500), count: 20)
            #expect(query.text(0) == expected)
        }
    }
}
