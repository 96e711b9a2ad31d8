import Testing
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

/// A build that cannot fit is not begun.
@Suite struct RoomTests {
    private static let manyLeads =
        "id,theme,phone\n" + (1...50).map { "\($0),base,+7701\(1_234_560 + $0)\n" }.joined()

    private func build(_ leads: String, _ memory: InMemoryFileSystem) throws -> BuildFailure? {
        let site = try TemporarySite(["leads.csv": .text(leads), "output/ledger.db": ""])
        var build = Build(site: try Site(directory: site.folder), options: TemporarySite.options) {
            (_) throws(FileError) in memory
        }
        return build.run().failure
    }

    @Test(arguments: [
        (FileSystemRoom(files: 53, bytes: nil), "new files and folders, and the file system has room for 53"),
        (FileSystemRoom(files: 1000, bytes: 2000), "bytes at least, and the file system has 2000 left"),
    ])
    func refusesABuildThatDoesNotFit(room: FileSystemRoom, text: String) throws {
        let memory = InMemoryFileSystem(room: room)
        guard case .refused(let diagnostic) = try build(Self.manyLeads, memory) else {
            Issue.record("the build was begun")
            return
        }
        #expect(diagnostic.summary.hasSuffix(text))
        #expect(memory.files.keys.filter { $0.hasPrefix("site/") || $0.hasPrefix("manifest") } == [])
    }

    @Test(arguments: [
        FileSystemRoom(files: nil, bytes: nil), FileSystemRoom(files: 150, bytes: 100_000),
    ])
    func beginsABuildThatMayFit(room: FileSystemRoom) throws {
        let memory = InMemoryFileSystem(room: room)
        #expect(try build(Self.manyLeads, memory) == nil)
        #expect(memory.files.keys.count { $0.hasPrefix("site/p/") } == 50)
    }
}
