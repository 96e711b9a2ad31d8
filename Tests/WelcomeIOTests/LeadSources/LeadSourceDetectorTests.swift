import Foundation
import Testing
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

@Suite struct LeadSourceDetectorTests {
    @Test func tellsTheFormatByContent() throws {
        func open(_ file: LeadFile) throws -> any LeadSource {
            try LeadSourceDetector.open(LeadSourceRequest(path: file.path))
        }
        #expect(try open(LeadFile(" \n{\"id\":1}\n")) is NDJSONLeadSource)
        #expect(try open(LeadFile("id\n1\n")) is CSVLeadSource)
        #expect(try open(LeadFile(sql: "CREATE TABLE leads(id)")) is SQLiteLeadSource)
    }

    @Test func refusesAFileThatIsNotThere() throws {
        let file = try LeadFile()
        #expect(file.fault()?.code == .sourceMissing)
        #expect(file.fault()?.location == SourceLocation(file: "leads"))
    }

    @Test func refusesAFolder() throws {
        let folder = try LeadFile().folder.deletingLastPathComponent().path
        #expect(throws: LeadSourceError.self) { try LeadSourceDetector.open(LeadSourceRequest(path: folder)) }
    }

    @Test(
        arguments: [
            ("", .sourceEmpty), (" \n\r\n", .sourceEmpty), ("\u{FEFF}", .sourceEmpty), ("id,name\n", .sourceEmpty),
            ("[{\"id\":1}]", .sourceUnreadable), ("PK\u{3}\u{4}xl", .sourceUnreadable),
        ] as [(String, DiagnosticCode)])
    func refusesWhatHoldsNoLeads(text: String, code: DiagnosticCode) throws {
        #expect(try LeadFile(text).fault()?.code == code)
    }

    @Test func refusesOtherEncodings() throws {
        let utf16 = "id,name\n1,2\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        for bytes in [utf16, [0xFF, 0xFE] + utf16, [0xFE, 0xFF, 0x00, 0x69]] {
            let fault = try LeadFile(bytes: bytes).fault()
            #expect(fault?.code == .sourceEncoding)
            #expect(fault?.fix == "save it as UTF-8, in Excel as “CSV UTF-8”")
        }
    }

    @Test func refusesAQueryOverText() throws {
        #expect(try LeadFile("id\n1\n").fault(query: "SELECT 1 AS id")?.code == .sourceQuery)
    }

    @Test func becomesADiagnostic() throws {
        let diagnostic = try #require(try LeadFile("name\n1\n").fault()).diagnostic
        #expect(diagnostic.severity == .error)
        #expect(diagnostic.code == .sourceColumns)
        #expect(diagnostic.summary == "there is no column `id` among `name`")
    }
}
