package import Foundation

/// A site in a temporary folder, which goes away with the value.
package final class SiteFolder: Sendable {
    /// The folder's absolute path.
    package let path: String

    /// The settings of a shop with one tenant, whose leads are in `leads.ndjson` and have the theme `shop` in Russian.
    package static let settings = """
        base_url: https://w.example.kz
        timezone: Asia/Almaty
        locales: {default: ru, available: [kk, ru, en]}
        leads: leads.ndjson
        tenants:
          default: {name: Магазин, theme: shop, locale: ru, phone: "+7 701 000-00-09"}

        """

    /// A key that is no secret, so that links are the same in every run.
    package static let keys = """
        keys:
          - {id: 0, not_before: 2020-01-01, key: AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=}

        """

    /// Makes a folder with settings, keys and those of the shipped themes that are named.
    package init(settings: String = SiteFolder.settings, themes: [String] = ["base"]) throws {
        path = Self.newPath()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try write(settings, to: "welcome.yml")
        try write(Self.keys, to: "keys.yml")
        try setMode(0o600, of: "keys.yml")
        try createDirectory("themes")
        for theme in themes {
            try FileManager.default.copyItem(
                atPath: Fixtures.packageRoot.appendingPathComponent("themes/\(theme)").path,
                toPath: "\(path)/themes/\(theme)")
        }
    }

    /// Makes a site of the files that another one had; empty folders are left out.
    package init(restoring snapshot: FolderSnapshot) throws {
        path = Self.newPath()
        for (name, file) in snapshot.files {
            try write(file.content, to: name)
            try setMode(file.mode, of: name)
        }
    }

    private static func newPath() -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("welcome-test-\(UUID().uuidString)").path
    }

    deinit {
        // Nothing is lost when a temporary folder stays, and a deinit cannot throw.
        try? FileManager.default.removeItem(atPath: path)
    }

    // MARK: Files

    /// The absolute path of a file of the site.
    package func absolute(_ file: String) -> String { "\(path)/\(file)" }

    /// Writes a text file, with the folders it lies in.
    package func write(_ text: String, to file: String) throws {
        try write(Data(text.utf8), to: file)
    }

    /// Writes a file, with the folders it lies in.
    package func write(_ data: Data, to file: String) throws {
        let url = URL(fileURLWithPath: absolute(file))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: url)
    }

    /// Copies a file from elsewhere, with the folders it comes to lie in.
    package func copy(_ source: String, to file: String) throws {
        try write(Data(contentsOf: URL(fileURLWithPath: source)), to: file)
    }

    /// Writes a file of newline-delimited JSON, an object a line with its keys in order.
    package func writeLeads(_ leads: [[String: Any]], to file: String = "leads.ndjson") throws {
        var data = Data()
        for lead in leads {
            data += try JSONSerialization.data(withJSONObject: lead, options: [.sortedKeys, .withoutEscapingSlashes])
            data.append(10)
        }
        try write(data, to: file)
    }

    /// Changes every occurrence of `text` in a file.
    package func replace(_ text: String, with other: String, in file: String) throws {
        try write(try self.text(file).replacingOccurrences(of: text, with: other), to: file)
    }

    /// The text of a file.
    package func text(_ file: String) throws -> String { String(decoding: try data(file), as: UTF8.self) }

    /// The content of a file.
    package func data(_ file: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: absolute(file))) }

    /// Tells whether a file or folder is there.
    package func exists(_ file: String) -> Bool { FileManager.default.fileExists(atPath: absolute(file)) }

    /// Removes a file or folder.
    package func remove(_ file: String) throws { try FileManager.default.removeItem(atPath: absolute(file)) }

    /// Makes an empty folder.
    package func createDirectory(_ folder: String) throws {
        try FileManager.default.createDirectory(atPath: absolute(folder), withIntermediateDirectories: true)
    }

    /// Sets the permissions of a file.
    package func setMode(_ mode: Int, of file: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: absolute(file))
    }

    /// Everything that lies below a folder of the site.
    package func snapshot(of folder: String = "") throws -> FolderSnapshot {
        try FolderSnapshot(of: folder.isEmpty ? path : absolute(folder))
    }

    // MARK: Building

    /// The moment that builds take for now unless they are told another: every lead of the fixtures is in time.
    package static let now = "2026-11-23T09:00:00+05:00"

    /// Runs `welcome build` for this site.
    package func build(
        _ arguments: String..., now: String = SiteFolder.now, environment: [String: String?] = [:]
    ) throws -> ProgramRun {
        try WelcomeBinary.run(
            ["build", "--site", path, "--now", now] + arguments, environment: environment)
    }

    /// Reads what the last build published.
    package func published(in output: String = "output") throws -> Publication {
        try Publication(output: absolute(output))
    }
}
