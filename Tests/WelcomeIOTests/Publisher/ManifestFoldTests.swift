import Foundation
import Testing
import WelcomeCore

@testable import WelcomeIO

struct ManifestFoldTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "fold-\(UUID().uuidString)").path

    @Test func laterLinesWinAndTheOrderOfIdentityIsKept() throws {
        let files = try LocalFileSystem(root: folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try files.createDirectory("tmp")
        let line = { (lead: String, state: String) in
            "{\"v\":1,\"tenant\":\"t\",\"lead\":\"\(lead)\",\"slot\":\"welcome\",\"state\":\"\(state)\"}\n"
        }
        try files.write(Array((line("b", "ready") + line("d", "ready")).utf8), to: "full", mode: .shared)
        try files.write(Array((line("c", "ready") + line("d", "sent")).utf8), to: "one", mode: .shared)
        let second = line("a", "ready") + line("d", "revoked") + line("e", "ready")
        try files.write(Array(second.utf8), to: "two", mode: .shared)
        var stream = try ManifestStream(files: files)
        var fold = ManifestFold(files: files)
        try fold.fold(full: "full", deltas: ["one", "two"], into: &stream)
        let file = try stream.finish(build: "x", kind: .full)

        let expected =
            line("a", "ready") + line("b", "ready") + line("c", "ready") + line("d", "revoked") + line("e", "ready")
        #expect(file.lineCount == 5)
        #expect(try files.read("manifest-x.ndjson").map { String(decoding: $0, as: UTF8.self) } == expected)
    }

    @Test func refusesALineThatIsNoneOfAManifest() throws {
        let files = try LocalFileSystem(root: folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try files.createDirectory("tmp")
        try files.write(Array("{\"lead\":\"a\"}\n".utf8), to: "full", mode: .shared)
        var stream = try ManifestStream(files: files)
        var fold = ManifestFold(files: files)
        #expect(throws: PublishedManifest.Fault.self) { try fold.fold(full: "full", deltas: [], into: &stream) }
    }
}
