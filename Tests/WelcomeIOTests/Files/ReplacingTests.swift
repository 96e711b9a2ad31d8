import Testing
import WelcomeIO
import WelcomeTestSupport

/// How a file is replaced: in one step for whoever reads it, and as durably as is asked for.
@Suite struct ReplacingTests {
    private let old = ["a/file": Array("old".utf8)]
    private let new = Array("new".utf8)

    private func files() throws -> InMemoryFileSystem {
        let files = InMemoryFileSystem(files: old)
        try files.createDirectory("tmp")
        files.arm(.none)
        return files
    }

    @Test(arguments: [
        (ReplacementDurability.none, []), (.whole, ["sync tmp/file"]), (.lasting, ["sync tmp/file", "sync a/"]),
    ])
    func syncsWhatIsToLast(durability: ReplacementDurability, syncs: [String]) throws {
        let files = try files()
        try files.replace("a/file", with: new, mode: .shared, durability)
        #expect(files.files == ["a/file": new])
        #expect(files.operations.filter { $0.hasPrefix("sync") } == syncs)
        let renaming = try #require(files.operations.firstIndex { $0.hasPrefix("rename") })
        #expect(files.operations.firstIndex { $0.hasPrefix("sync") }.map { $0 < renaming } ?? true)
    }

    @Test(arguments: ReplacementDurability.allCases)
    func leavesTheOldFileOrTheNewOne(durability: ReplacementDurability) throws {
        let counted = try files()
        try counted.replace("a/file", with: new, mode: .shared, durability)
        for number in counted.operations.indices {
            let failing = try files()
            failing.arm(.fail(at: number, code: 28))
            #expect(throws: FileError.self) { try failing.replace("a/file", with: new, mode: .shared, durability) }
            // A name that could not be made durable stands all the same.
            let isRenamed = counted.operations[..<number].contains { $0.hasPrefix("rename") }
            #expect(failing.files == (isRenamed ? ["a/file": new] : old), "\(counted.operations[number])")

            let killed = try files()
            killed.arm(.stop(at: number))
            try? killed.replace("a/file", with: new, mode: .shared, durability)
            #expect(killed.files["a/file"] == (isRenamed ? new : old["a/file"]), "\(counted.operations[number])")
        }
    }

    @Test func takesADraftOfAnotherName() throws {
        let files = try files()
        try files.replace("a/file", with: new, mode: .secret, .whole, draft: "a/.file.new")
        #expect(files.operations.contains { $0.contains("a/.file.new") })
        #expect(files.files == ["a/file": new])
    }
}
