import Foundation
import Testing
import WelcomeIO

@Suite struct BuildLockTests {
    private let path = FileManager.default.temporaryDirectory.path + "/welcome-lock-\(UUID().uuidString)"

    @Test func hasOneOwnerAtATime() throws {
        defer { #expect((try? FileManager.default.removeItem(atPath: path)) != nil) }
        var first = try BuildLock(path: path)
        #expect(first != nil)
        #expect(try BuildLock(path: path) == nil)
        #expect(try BuildLock(path: path) == nil, "asking in vain takes nothing away")
        withExtendedLifetime(first) {}
        first = nil
        #expect(try BuildLock(path: path) != nil)
        #expect(FileManager.default.fileExists(atPath: path), "the file stays, or two could lock two files")
    }

    @Test func takesAFolderAndLeavesNothingInIt() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        defer { #expect((try? FileManager.default.removeItem(atPath: path)) != nil) }
        var first = try BuildLock(folder: path)
        #expect(first != nil)
        #expect(try BuildLock(folder: path) == nil)
        withExtendedLifetime(first) {}
        first = nil
        #expect(try BuildLock(folder: path) != nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: path) == [])
        #expect(throws: FileError.self) { _ = try BuildLock(folder: "\(path)/no") }
    }

    @Test func saysWhyItCannotBeTaken() {
        #expect(throws: FileError(operation: "open", path: "/no/such/lock", code: 2)) {
            _ = try BuildLock(path: "/no/such/lock")
        }
    }
}
