import Foundation
import Testing
import WelcomeCore
import WelcomeIO

@Suite struct OutputFolderTests {
    private func open(_ site: TemporarySite) throws(BuildFailure) -> OutputFolder {
        try OutputFolder(path: "\(site.folder)/output", ledgerPath: "\(site.folder)/output/ledger.db")
    }

    private func refusal(_ site: TemporarySite) -> DiagnosticCode? {
        do throws(BuildFailure) {
            _ = try open(site)
            return nil
        } catch {
            return error.diagnostics.first?.code
        }
    }

    @Test func makesAFolderWithALedgerForItsOwnerOnly() throws {
        let site = try TemporarySite()
        let folder = try open(site)
        #expect(try folder.files.list("") == [".lock", "ledger.db", "site", "tmp"])
        #expect(try folder.files.list("site") == ["a", "p"])
        #expect(try fileMode("\(site.folder)/output/ledger.db") == 0o600)
        #expect(try fileMode("\(site.folder)/output/.lock") == 0o600)
    }

    @Test func sweepsWhatABrokenBuildLeft() throws {
        let site = try TemporarySite(["output/ledger.db": "", "output/tmp/0-1": "half a page"])
        let folder = try open(site)
        #expect(try folder.files.list("tmp") == [])
    }

    @Test func belongsToOneBuildAtATime() throws {
        let site = try TemporarySite()
        let folder = try open(site)
        #expect(refusal(site) == .outputBusy)
        withExtendedLifetime(folder) {}
    }

    @Test func isFreeWhenItsOwnerIsGone() throws {
        let site = try TemporarySite()
        _ = try open(site)
        #expect(refusal(site) == nil)
    }

    @Test(arguments: [
        (["output/cv.doc"], DiagnosticCode.outputForeign), (["output/site/index.html"], .outputForeign),
        (["output/manifest.json"], .outputLedger),
        (["output/manifest.json", "output/site/p/3h/x.html"], .outputLedger),
    ])
    func adoptsNothingThatIsNotItsOwn(paths: [String], code: DiagnosticCode) throws {
        let site = try TemporarySite(Dictionary(uniqueKeysWithValues: paths.map { ($0, "x") }))
        #expect(refusal(site) == code)
        #expect(
            try site.files(below: "output") == paths.map { String($0.dropFirst(7)) }.sorted(), "nothing was touched")
    }

    @Test func takesNoOtherDatabaseForItsLedger() throws {
        let foreign = try LeadFile(sql: "CREATE TABLE clients(id)")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: foreign.path))
        let site = try TemporarySite(["output/ledger.db": .bytes(Array(bytes))])
        #expect(refusal(site) == .outputForeign)
    }

    @Test func acceptsAFolderThatIsEmptyButForHiddenFiles() throws {
        #expect(refusal(try TemporarySite(["output/.gitkeep": ""])) == nil)
    }
}
