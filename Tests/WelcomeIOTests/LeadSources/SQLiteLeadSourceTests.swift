import Foundation
import GRDB
import Testing
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

@Suite struct SQLiteLeadSourceTests {
    @Test func keepsValuesExactlyAsTheyAreStored() throws {
        let file = try LeadFile(
            sql: """
                CREATE TABLE leads(id TEXT PRIMARY KEY, a, b);
                INSERT INTO leads VALUES('1', NULL, 12345678901234567), ('2', 1.5, 1e300),
                  ('', x'00ff41', CAST(x'cff0' AS TEXT)),
                  (CAST(x'610062' AS TEXT), '', x'');
                INSERT INTO leads(rowid, id, a, b) VALUES(77, 'é', 'e' || char(769), -0.5);
                """
        )
        #expect(
            try file.events() == [
                row(.row(1), ["id": "1", "a": .null, "b": .number(Array("12345678901234567".utf8))]),
                row(.row(2), ["id": "2", "a": .number(Array("1.5".utf8)), "b": .number(Array("1e+300".utf8))]),
                row(.row(3), ["id": "", "a": .text([0x00, 0xFF, 0x41]), "b": .text([0xCF, 0xF0])]),
                row(.row(4), ["id": .text([0x61, 0x00, 0x62]), "a": "", "b": ""]),
                row(
                    .row(77),
                    ["id": .text([0xC3, 0xA9]), "a": .text([0x65, 0xCC, 0x81]), "b": .number(Array("-0.5".utf8))]),
            ]
        )
    }

    @Test func countsRowsThatHaveNoRowID() throws {
        let table = try LeadFile(
            sql: "CREATE TABLE leads(id TEXT PRIMARY KEY) WITHOUT ROWID; INSERT INTO leads VALUES('a'), ('b')")
        #expect(try table.events() == [row(.row(1), ["id": "a"]), row(.row(2), ["id": "b"])])
        let view = try LeadFile(
            sql: "CREATE TABLE t(x); INSERT INTO t VALUES('a'); CREATE VIEW leads AS SELECT x AS id FROM t")
        #expect(try view.events() == [row(.row(1), ["id": "a"])])
        #expect(try view.events(query: "SELECT x AS id FROM t;") == [row(.row(1), ["id": "a"])])
    }

    @Test func readsColumnsOfAnyName() throws {
        let file = try LeadFile(
            sql: #"CREATE TABLE leads(id, "a""b; --", "select"); INSERT INTO leads VALUES('1', '2', '3')"#)
        #expect(try file.events() == [row(.row(1), ["id": "1", "a\"b; --": "2", "select": "3"])])
        let query = "-- all of them\nWITH x AS (SELECT * FROM leads) SELECT id, 1 + 1, \"select\" || '!' FROM x -- end"
        #expect(
            try file.events(query: query) == [
                row(.row(1), ["id": "1", "1 + 1": .number([0x32]), "\"select\" || '!'": "3!"])
            ])
    }

    @Test func passesOnAnIdThatIsNull() throws {
        let file = try LeadFile(sql: "CREATE TABLE leads(id, name); INSERT INTO leads VALUES(NULL, 'a')")
        #expect(try file.events() == [row(.row(1), ["id": .null, "name": "a"])])
        #expect(try file.events(query: "SELECT * FROM leads") == [row(.row(1), ["id": .null, "name": "a"])])
    }

    @Test func readsDatabasesInUTF16() throws {
        let file = try LeadFile(
            sql: "PRAGMA encoding = 'UTF-16'; CREATE TABLE leads(id); INSERT INTO leads VALUES('Айгүл')")
        #expect(try file.events() == [row(.row(1), ["id": "Айгүл"])])
    }

    @Test func reportsValuesThatAreTooLong() throws {
        let file = try LeadFile(
            sql:
                """
                CREATE TABLE leads(id, note, x);
                INSERT INTO leads VALUES('1', zeroblob(1048577), ''), ('2', '', zeroblob(1048577)), ('3', '', '');
                """
        )
        #expect(
            try file.events() == [
                problem(.row(1), "note", .leadTooLong), problem(.row(2), nil, .leadTooLong),
                row(.row(3), ["id": "3", "note": "", "x": ""]),
            ]
        )
    }

    @Test func narrowsToIdsAndTenants() throws {
        let file = try LeadFile(
            sql: """
                CREATE TABLE leads(id TEXT PRIMARY KEY, tenant TEXT);
                INSERT INTO leads VALUES('a', 't'), ('b', NULL), ('c', ''), ('7', 'default');
                CREATE TABLE numbers(id INTEGER, tenant TEXT); INSERT INTO numbers VALUES(7, NULL), (8, 't');
                CREATE TABLE blobs(id BLOB); INSERT INTO blobs VALUES(x'61');
                """
        )
        func ids(_ ids: [String]?, _ tenant: String? = nil, query: String? = nil) throws -> [RawValue] {
            try file.events(query: query, onlyIDs: ids, onlyTenant: tenant).compactMap { event in
                guard case .row(let row) = event else { return nil }
                return row.fields[0].value
            }
        }
        #expect(try ids(["7", "a", "x'; DROP TABLE leads"]) == ["7", "a"])
        #expect(try ids(nil, "default") == ["b", "c", "7"])
        #expect(try ids(["a", "b"], "t") == ["a"])
        #expect(try ids([]) == [])
        #expect(try ids(["7"], query: "SELECT * FROM numbers") == [.number([0x37])])
        #expect(try ids(nil, "t", query: "SELECT * FROM numbers") == [.number([0x38])])
        #expect(try ids(["a"], query: "SELECT id FROM blobs") == ["a"])
        #expect(try ids(nil, "default", query: "SELECT id FROM blobs") == ["a"])
        #expect(try ids(nil, "t", query: "SELECT id FROM blobs") == [])
    }

    @Test func refusesDatabasesWithoutLeads() throws {
        let table = try LeadFile(sql: "CREATE TABLE \"Lead\"(id)").fault()
        #expect(table?.code == .sourceColumns)
        let column = try LeadFile(sql: "CREATE TABLE leads(nid, number)").fault()
        #expect(column?.code == .sourceColumns)
        #expect(column?.summary == "there is no column `id` among `nid`, `number`")
        #expect(column?.fix == "call the column `nid` `id`")
        let twice = try LeadFile(sql: "CREATE TABLE leads(lead_id, deal_id)").fault()
        #expect(twice?.summary == "two columns mean `id`: `lead_id`, `deal_id`")
        #expect(try LeadFile(sql: "CREATE TABLE leads(id)").fault()?.code == .sourceEmpty)
    }

    @Test(arguments: [
        "SELECT nothing FROM leads", "SELEC id FROM leads", "SELECT id FROM leads; SELECT 1", "DELETE FROM leads", "",
        "SELECT json_extract('{', '$.a') AS id", "SELECT ? AS id", "PRAGMA journal_mode",
    ])
    func refusesQueriesThatFail(query: String) throws {
        let file = try LeadFile(sql: "CREATE TABLE leads(id); INSERT INTO leads VALUES('1')")
        let fault = file.fault(query: query)
        #expect(fault?.code == .sourceQuery || fault?.code == .sourceColumns, "\(String(describing: fault))")
        #expect(try file.events() == [row(.row(1), ["id": "1"])])
    }

    @Test func repeatsWhatSQLiteSaysOfAQuery() throws {
        let file = try LeadFile(sql: "CREATE TABLE leads(id)")
        let fault = file.fault(query: "SELECT nobody AS id FROM leads")
        #expect(fault?.summary == "`leads_query` fails: no such column: nobody")
        #expect(file.fault(query: "SELECT id, 1 AS id FROM leads")?.code == .sourceColumns)
        #expect(file.fault(query: "SELECT 1 AS name")?.code == .sourceColumns)
    }

    @Test func refusesDamagedDatabases() throws {
        let whole = try LeadFile(
            sql:
                """
                CREATE TABLE leads(id, note);
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000)
                INSERT INTO leads SELECT i, hex(zeroblob(50)) FROM n;
                """
        )
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: whole.path)))
        let header = Array(bytes[0..<16]) + Array(repeating: 0x55, count: 2000)
        #expect(try LeadFile(bytes: header).fault()?.code == .sourceUnreadable)
        for index in 8192..<(bytes.count - 4096) { bytes[index] = 0xAA }
        #expect(try LeadFile(bytes: bytes).fault()?.code == .sourceUnreadable)
    }

    @Test func seesOneStateWhileTheCRMWrites() throws {
        let file = try LeadFile(
            sql:
                """
                PRAGMA journal_mode = WAL;
                CREATE TABLE leads(id);
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000)
                INSERT INTO leads SELECT i FROM n;
                """
        )
        let writer = try DatabaseQueue(path: file.path)
        let source = try LeadSourceDetector.open(LeadSourceRequest(path: file.path))
        _ = try source.next()
        try writer.write { try $0.execute(sql: "DELETE FROM leads") }
        var count = 1
        while try source.next() != nil { count += 1 }
        #expect(count == 1000)
    }

    @Test func readsTheTablesOfTheCRM() throws {
        let file = try LeadFile(sql: String(contentsOf: Fixtures.url("crm-sample.sql"), encoding: .utf8))
        let query = try String(contentsOf: Fixtures.url("crm-leads-query.sql"), encoding: .utf8)
        let images: RawValue = #"["media/photo-building.jpg","media/price-list.png","media/photo-sideways-gps.jpg"]"#
        let address: RawValue = "Алматы, ул. Северное кольцо, 12"
        #expect(
            try file.events(query: query) == [
                row(
                    .row(1),
                    [
                        "id": "cm1", "tenant": "seed-tenant-1", "theme": "panels", "phone": "77011234567",
                        "channel": "chatflow",
                        "name": "Айгүл", "city": "Алматы", "voice": "media/voice-ru.ogg", "images": images,
                        "documents": #"["media/catalog.pdf"]"#, "address": address, "created_at": "2026-10-01 04:12:00",
                        "sent_at": .null,
                    ]),
                row(
                    .row(2),
                    [
                        "id": "cm2", "tenant": "seed-tenant-1", "theme": "panels", "phone": "87075550102",
                        "channel": "chatflow",
                        "name": .null, "city": .null, "voice": "media/voice-ru.ogg", "images": images,
                        "documents": #"["media/catalog.pdf"]"#, "address": address, "created_at": "2026-10-02 04:12:00",
                        "sent_at": .null,
                    ]),
                row(
                    .row(3),
                    [
                        "id": "cm3", "tenant": "seed-tenant-1", "theme": "laminate", "phone": "77471234567",
                        "channel": "chatflow",
                        "name": "Ерлан", "city": "Қарағанды", "voice": .null, "images": #"["media/photo-flower.jpg"]"#,
                        "documents": .null, "address": .null, "created_at": "2026-10-03 04:12:00",
                        "sent_at": "2026-10-03 10:00:00",
                    ]),
                row(
                    .row(4),
                    [
                        "id": "cm4", "tenant": "seed-tenant-1", "theme": "laminate", "phone": "77471234999",
                        "channel": "chatflow",
                        "name": "Без темы", "city": .null, "voice": .null, "images": #"["media/photo-flower.jpg"]"#,
                        "documents": .null, "address": .null, "created_at": "2026-10-03 04:12:00", "sent_at": .null,
                    ]),
                row(
                    .row(5),
                    [
                        "id": "cm5", "tenant": "seed-tenant-1", "theme": "panels", "phone": "77471234888",
                        "channel": "chatflow",
                        "name": "Марат", "city": .null, "voice": "media/voice-ru.ogg", "images": images,
                        "documents": #"["media/catalog.pdf"]"#, "address": address, "created_at": "2026-10-03 04:12:00",
                        "sent_at": "2026-10-03 04:12:05",
                    ]),
            ]
        )
        #expect(try file.events(query: query, onlyIDs: ["cm3"]).count == 1)
    }
}
