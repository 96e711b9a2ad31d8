import Testing
import WelcomeCore
import WelcomeIO

@Suite struct SQLiteThemeOverridesTests {
    private func read(_ sql: String) throws -> SQLiteThemeOverrides {
        let file = try LeadFile(sql: "CREATE TABLE leads(id); " + sql)
        return try SQLiteThemeOverrides.read(from: SQLiteLeadDatabase(path: file.path, file: "leads"))
    }

    @Test func findsNothingWithoutTheTables() throws {
        #expect(try read("") == SQLiteThemeOverrides())
        #expect(try read("CREATE TABLE tenants(other); INSERT INTO tenants VALUES('x')") == SQLiteThemeOverrides())
    }

    @Test func readsTheColumnsThatAreThere() throws {
        let overrides = try read(
            """
            CREATE TABLE tenants(id TEXT, name TEXT, phone, logo);
            INSERT INTO tenants VALUES('t1', 'Алюком', 77011234567, 'x'), ('t2', NULL, NULL, NULL);
            CREATE TABLE themes(theme, locale, markdown, voice);
            INSERT INTO themes VALUES('panels', 'ru', '# Панели', NULL), ('panels', NULL, '', 'v.ogg');
            """
        )
        #expect(
            overrides.tenants == [
                .init(position: .row(1), values: ["id": "t1", "name": "Алюком", "phone": "77011234567"]),
                .init(position: .row(2), values: ["id": "t2"]),
            ]
        )
        #expect(
            overrides.themes == [
                .init(position: .row(1), values: ["theme": "panels", "locale": "ru", "markdown": "# Панели"]),
                .init(position: .row(2), values: ["theme": "panels", "markdown": "", "voice": "v.ogg"]),
            ]
        )
        #expect(overrides.themes[1]["voice"] == "v.ogg")
    }

    @Test func namesWhatIsNotText() throws {
        for value in ["CAST(x'cff0' AS TEXT)", "'a' || char(0)", "zeroblob(1048577)"] {
            let overrides = try read("CREATE TABLE themes(theme, title); INSERT INTO themes VALUES('a', \(value))")
            #expect(
                overrides.themes == [
                    TableRow(position: .row(1), values: ["theme": "a"], unreadableColumns: ["title"])
                ])
        }
    }
}
