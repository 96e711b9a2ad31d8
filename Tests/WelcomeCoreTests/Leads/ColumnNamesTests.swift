import Foundation
import Testing
import WelcomeTestSupport

@testable import WelcomeCore

/// The names by which columns are known are those that the documentation lists.
@Suite struct ColumnNamesTests {
    @Test func documentsEveryNameOfAColumn() throws {
        let url = Fixtures.packageRoot.appendingPathComponent("Documentation/FORMATS.md")
        let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
        for (column, names) in ColumnAliases.names {
            let line = try #require(lines.last { $0.hasPrefix("| `\(column.columnName)` |") })
            let cells = line.split(separator: "|")
            let documented = try #require(cells.last { !$0.allSatisfy(\.isWhitespace) })
                .split(separator: ",").map { ColumnNames.folded($0.filter { $0 != "`" }) }
            #expect(documented.sorted() == names.sorted(), "\(column.columnName)")
        }
    }

    @Test func warnsOfTheDaysThatLinksHaveNoRoomFor() {
        #expect(RowReader.lastDayOfLinks == Int(ExpiryDay.latest.daysSinceEpoch))
    }

    @Test func givesNoNameTwoMeanings() {
        let all = ColumnAliases.names.flatMap(\.names) + LeadColumn.allCases.map(\.columnName)
        #expect(Set(all).count == all.count)
        for name in all { #expect(ColumnNames.folded(name) == name) }
    }

    @Test func doesNotTakeWordsOfTheStaffForANote() {
        for name in ["Комментарий", "Примечание", "comment", "notes", "Ескертпе"] {
            #expect(ColumnNames.column(meantBy: Array(name.utf8)) == nil)
        }
    }

    @Test(
        arguments: [
            ("phnoe", "phone"), ("Телефн", "phone"), ("мобилный телефон", "phone"), ("nmae", "name"), ("Горд", "city"),
            ("area", nil), ("Ответственный", nil),
        ] as [(String, String?)])
    func namesTheNearestColumn(name: String, column: String?) {
        #expect(ColumnNames.nearest(to: name) == column)
    }
}
