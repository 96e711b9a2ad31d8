import Foundation
import WelcomeTestSupport

/// Folders that are file systems of their own while a program runs, and go with it.
enum MountedFolder {
    private static let tool = Fixtures.packageRoot.appendingPathComponent("Tests/Tools/mounted.py").path

    /// Runs a program while `folder` is a file system of a kind that `mounted.py` knows, and leaves what is in it then in
    /// `folder` itself.
    static func run(
        _ kind: String, over folder: String, _ program: [String], environment: [String: String?] = [:]
    ) throws -> ProgramRun {
        let result = "\(folder)-after"
        let run = try ProgramRun.run(
            "/usr/bin/unshare", ["--mount", "/usr/bin/python3", tool, kind, folder, result] + program,
            environment: environment)
        guard FileManager.default.fileExists(atPath: result) else { throw MountError(description: run.stderr) }
        try FileManager.default.removeItem(atPath: folder)
        try FileManager.default.moveItem(atPath: result, toPath: folder)
        return run
    }

    /// Whether this machine lets us mount a file system of a kind, as root of a machine of one's own may.
    static func isPossible(_ kind: String) -> Bool {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("welcome-\(UUID().uuidString)").path
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            return try run(kind, over: folder, []).status == 0
        } catch {
            return false
        }
    }

    /// Whether folders can be mounted at all.
    static let isAllowed = isPossible("tmpfs:size=1m")
}

/// A file system could not be mounted.
struct MountError: Error, CustomStringConvertible {
    let description: String
}
