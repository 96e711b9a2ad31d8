import Testing
import WelcomeCore

@Suite struct LeadColumnTests {
    @Test(arguments: LeadColumn.allCases)
    func findsEveryColumnByItsName(column: LeadColumn) {
        #expect(LeadColumn(Array(column.columnName.utf8)) == column)
    }

    @Test func namesTheColumnsOfTheContract() {
        let names = [
            "id", "tenant", "slot", "theme", "locale", "phone", "channel", "channel_address", "name", "city", "note",
            "voice",
            "images", "documents", "created_at", "expires_on", "sent_at", "revoked",
        ]
        #expect(LeadColumn.allCases.map(\.columnName) == names)
    }

    /// A column more needs no other place: a row has room for every raw value.
    @Test func everyColumnThatThereCanBeHasAPlace() {
        #expect(LeadColumn.Places(repeating: -1).count == Int(LeadColumn.RawValue.max) + 1)
    }

    @Test(arguments: ["", "ID", "id ", "phnoe", "nam\u{435}", "channel_addresses_", "\u{FEFF}id"])
    func findsNoColumnByAnotherName(name: String) {
        #expect(LeadColumn(Array(name.utf8)) == nil)
    }
}
