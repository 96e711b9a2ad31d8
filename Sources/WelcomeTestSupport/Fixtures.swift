package import Foundation

/// Finds the files that tests share.
package enum Fixtures {
    /// The absolute path of a file below `Tests/Fixtures`.
    package static func path(_ name: String) -> String { url(name).path }

    /// The location of a file below `Tests/Fixtures`.
    package static func url(_ name: String) -> URL {
        packageRoot.appendingPathComponent("Tests/Fixtures/\(name)")
    }

    /// The folder that holds `Package.swift`.
    package static var packageRoot: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
    }
}
