import Testing
import WelcomeIO

/// Whether a file is there, where the system says so and where it refuses to.
@Suite struct FileStatusTests {
    @Test(arguments: ["missing", "welcome.yml/below-a-file"])
    func tellsThatThereIsNone(name: String) throws {
        let site = try TemporarySite(["welcome.yml": "a: b"])
        #expect(try fileMode("\(site.folder)/\(name)") == nil)
        #expect(try fileSize("\(site.folder)/\(name)") == nil)
    }

    @Test func tellsHowLargeOneIs() throws {
        let site = try TemporarySite(["welcome.yml": "a: b"])
        #expect(try fileSize("\(site.folder)/welcome.yml") == 4)
    }

    /// A name that no file system takes stands for what a test cannot have: a disk that does not answer.
    @Test func takesNoRefusalForAbsence() throws {
        let name = String(repeating: "n", count: 300)
        let site = try TemporarySite()
        let refusal = #expect(throws: FileError.self) { try fileSize("\(site.folder)/\(name)") }
        #expect(refusal?.operation == "examine")
        #expect(throws: FileError.self) { try fileMode("\(site.folder)/\(name)") }
    }
}
