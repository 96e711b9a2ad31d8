import Foundation
import Testing
import WelcomeIO

@Suite struct LocalFileSystemTests {
    /// An empty folder and the file system in it.
    private final class Bench {
        let root = FileManager.default.temporaryDirectory.path + "/welcome-files-\(UUID().uuidString)"
        let files: LocalFileSystem

        init() throws {
            files = try LocalFileSystem(root: root)
        }

        deinit {
            // Nothing depends on the folder being gone.
            try? FileManager.default.removeItem(atPath: root)
        }
    }

    private func text(_ bytes: [UInt8]?) -> String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

    @Test func writesAppendsAndReads() throws {
        let bench = try Bench()
        try bench.files.createDirectory("a/b")
        try bench.files.createDirectory("a/b")
        try bench.files.write(Array("one".utf8), to: "a/b/c", mode: .shared)
        try bench.files.append(Array("two".utf8), to: "a/b/c")
        #expect(text(try bench.files.read("a/b/c")) == "onetwo")
        #expect(try bench.files.size(of: "a/b/c") == 6)
        try bench.files.write([], to: "a/b/c", mode: .shared)
        #expect(try bench.files.size(of: "a/b/c") == 0)
        try bench.files.syncFile("a/b/c")
        try bench.files.syncDirectory("a/b")
        try bench.files.syncDirectory("")
        try bench.files.syncAll()
    }

    @Test(arguments: [(FileMode.published, 0o644), (.shared, 0o640), (.secret, 0o600)] as [(FileMode, UInt32)])
    func givesNewFilesTheirMode(mode: FileMode, bits: UInt32) throws {
        let bench = try Bench()
        try bench.files.write([1], to: "a", mode: mode)
        let found = try #require(try fileMode("\(bench.root)/a"))
        #expect(found & ~bits == 0, "never more than asked for, whatever the umask: \(String(found, radix: 8))")
        #expect(found & 0o600 == 0o600)
    }

    @Test func renamesOverWhatIsThere() throws {
        let bench = try Bench()
        try bench.files.write([1], to: "new", mode: .shared)
        try bench.files.write([2], to: "old", mode: .shared)
        try bench.files.rename("new", to: "old")
        #expect(try bench.files.read("old") == [1])
        #expect(try bench.files.read("new") == nil)
        #expect(throws: FileError(operation: "rename", path: "\(bench.root)/x/y", code: 2)) {
            try bench.files.rename("old", to: "x/y")
        }
    }

    @Test func takesWhatIsNotThereForNothing() throws {
        let bench = try Bench()
        try bench.files.remove("none")
        #expect(try bench.files.size(of: "none") == nil)
        #expect(try bench.files.size(of: "none/below") == nil)
        #expect(try bench.files.read("none") == nil)
        #expect(try bench.files.list("none") == [])
    }

    @Test func listsNamesAscending() throws {
        let bench = try Bench()
        for name in ["b", "a", ".hidden"] { try bench.files.write([], to: name, mode: .shared) }
        try bench.files.createDirectory("c")
        #expect(try bench.files.list("") == [".hidden", "a", "b", "c"])
    }

    @Test func refusesWhatItCannotDo() throws {
        let bench = try Bench()
        #expect(throws: FileError(operation: "create", path: "\(bench.root)/x/y", code: 2)) {
            try bench.files.write([], to: "x/y", mode: .shared)
        }
        #expect(throws: FileError(operation: "create", path: "\(bench.root)/x", code: 2)) {
            try bench.files.append([], to: "x")
        }
        try bench.files.createDirectory("d")
        #expect(throws: FileError.self) { try bench.files.remove("d") }
        try bench.files.write([], to: "f", mode: .shared)
        #expect(throws: FileError.self) { try bench.files.createDirectory("f/g") }
        #expect(throws: FileError.self) { try LocalFileSystem(root: "\(bench.root)/f") }
        #expect(throws: FileError.self) { try LocalFileSystem(root: "\(bench.root)/no/such") }
    }

    @Test func followsNoSymbolicLinkToAFile() throws {
        let bench = try Bench()
        let outside = bench.root + "-outside"
        try Data("secret".utf8).write(to: URL(fileURLWithPath: outside))
        defer { #expect((try? FileManager.default.removeItem(atPath: outside)) != nil) }
        try FileManager.default.createSymbolicLink(atPath: "\(bench.root)/link", withDestinationPath: outside)
        #expect(throws: FileError.self) { try bench.files.read("link") }
        #expect(throws: FileError.self) { try bench.files.write([1], to: "link", mode: .shared) }
        #expect(throws: FileError.self) { try bench.files.append([1], to: "link") }
        #expect(try bench.files.size(of: "link") != 6)
        try bench.files.write([7], to: "file", mode: .shared)
        try bench.files.rename("file", to: "link")
        #expect(try bench.files.read("link") == [7])
        try bench.files.remove("link")
        #expect(try String(contentsOfFile: outside, encoding: .utf8) == "secret")
    }

    @Test func createsAFileOnlyWhereTheNameIsFree() throws {
        let bench = try Bench()
        try bench.files.create([1, 2], at: "new", mode: .secret)
        #expect(try bench.files.read("new") == [1, 2])
        #expect(try fileMode("\(bench.root)/new") == 0o600)
        #expect(throws: FileError(operation: "create", path: "\(bench.root)/new", code: 17)) {
            try bench.files.create([3], at: "new", mode: .secret)
        }
        try FileManager.default.createSymbolicLink(atPath: "\(bench.root)/link", withDestinationPath: "elsewhere")
        #expect(throws: FileError.self) { try bench.files.create([3], at: "link", mode: .secret) }
        #expect(try bench.files.read("new") == [1, 2])
    }

    @Test func copiesFilesOfAnySizeIn() throws {
        let bench = try Bench()
        let bytes = (0..<700_001).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let source = bench.root + "-source"
        try Data(bytes).write(to: URL(fileURLWithPath: source))
        defer { #expect((try? FileManager.default.removeItem(atPath: source)) != nil) }
        try bench.files.copy(from: source, to: "copy", mode: .published)
        #expect(try bench.files.read("copy") == bytes)
        #expect(throws: FileError(operation: "open", path: "/no/such", code: 2)) {
            try bench.files.copy(from: "/no/such", to: "x", mode: .published)
        }
    }

    @Test func staysInItsFolderWhenThatIsRenamed() throws {
        let bench = try Bench()
        let moved = bench.root + "-moved"
        try FileManager.default.moveItem(atPath: bench.root, toPath: moved)
        defer { #expect((try? FileManager.default.removeItem(atPath: moved)) != nil) }
        try bench.files.write([1], to: "a", mode: .shared)
        #expect(FileManager.default.fileExists(atPath: "\(moved)/a"))
    }

    @Test func describesErrorsInTheSystemsWords() {
        #expect(
            "\(FileError(operation: "write", path: "out/a", code: 28))" == "cannot write out/a: No space left on device"
        )
    }
}
