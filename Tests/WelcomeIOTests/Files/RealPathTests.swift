import Foundation
import Testing
import WelcomeIO

/// Real paths, below a folder with `a/b`, `link` to `a`, `loose` to nothing.
@Suite final class RealPathTests {
    private let root: String

    init() throws {
        let path = FileManager.default.temporaryDirectory.path + "/welcome-path-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: "\(path)/a/b", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: "\(path)/link", withDestinationPath: "a")
        try FileManager.default.createSymbolicLink(atPath: "\(path)/loose", withDestinationPath: "nowhere")
        root = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }

    deinit {
        // Nothing depends on the folder being gone.
        try? FileManager.default.removeItem(atPath: root)
    }

    @Test(arguments: [
        ("a", "/a"), ("a/", "/a"), ("link", "/a"), ("link/b/../b", "/a/b"), ("link/new", "/a/new"),
        ("link/new/deep/../er", "/a/new/er"), ("no/./such", "/no/such"), ("no/../link", "/link"), ("loose", "/loose"),
        ("loose/x", "/loose/x"), ("link//new/", "/a/new"), ("link/no/../../x", "/x"),
    ]) func resolvesWhatExistsAndKeepsTheRest(path: String, expected: String) {
        #expect(realPath("\(root)/\(path)") == root + expected)
    }

    @Test func takesARelativePathFromTheWorkingDirectory() {
        let here = realPath(".")
        #expect(here.hasPrefix("/"))
        #expect(realPath("no-such-file") == "\(here)/no-such-file")
        #expect(realPath("/") == "/")
        #expect(realPath("/no-such-folder/x") == "/no-such-folder/x")
    }

    @Test(arguments: [
        ("/a", "/a", true), ("/a/b", "/a", true), ("/ab", "/a", false), ("/", "/a", false), ("/b", "/", true),
        ("/a", "/a/b", false),
    ]) func knowsWhatLiesBelowAFolder(path: String, folder: String, isBelow: Bool) {
        #expect(isPath(path, atOrBelow: folder) == isBelow)
    }
}
