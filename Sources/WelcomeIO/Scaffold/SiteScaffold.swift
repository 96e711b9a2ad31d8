import Foundation
import GRDB
import WelcomeCore

/// A site folder that is being made; nothing that is there already is touched.
package struct SiteScaffold: Sendable {
    private let directory: String

    package init(directory: String) {
        self.directory = directory
    }

    /// Makes sure that none of `names` exists yet.
    package func check(_ names: [String]) throws(BuildFailure) {
        for name in names {
            do {
                guard try fileMode("\(directory)/\(name)") != nil else { continue }
            } catch {
                throw .files(error)
            }
            throw .settings([
                Diagnostic(
                    .error, .settingsValue, at: SourceLocation(file: "\(directory)/\(name)"), "this is there already",
                    fix: "give the new site an empty folder: welcome init my-site")
            ])
        }
    }

    /// Writes one file.
    package func write(_ bytes: [UInt8], to path: String, mode: FileMode = .published) throws(BuildFailure) {
        try perform { files throws(FileError) in
            try Self.createParent(of: path, files)
            try files.write(bytes, to: path, mode: mode)
        }
    }

    /// Copies one file from elsewhere.
    package func copy(file source: String, to path: String) throws(BuildFailure) {
        try perform { files throws(FileError) in
            try Self.createParent(of: path, files)
            try files.copy(from: source, to: path, mode: .published)
        }
    }

    /// Copies one theme with everything in it.
    package func copy(from themes: String, theme: String) throws(BuildFailure) {
        try perform { files throws(FileError) in
            for entry in try FileTree.entries(below: "\(themes)/\(theme)") ?? [] where entry.kind == .file {
                let path = "themes/\(theme)/\(entry.path)"
                try Self.createParent(of: path, files)
                try files.copy(from: "\(themes)/\(theme)/\(entry.path)", to: path, mode: .published)
            }
        }
    }

    /// Writes a key file with one new key, which every lead may use.
    package func writeKeys() throws(BuildFailure) {
        try write(Array(KeyFile.makeFirst().text.utf8), to: "keys.yml", mode: .secret)
    }

    /// Makes the empty ledger that the site called `siteID` begins with.
    ///
    /// So the first build here needs no word from a person, while a machine without this file stops.
    package func foundLedger(of siteID: String) throws(BuildFailure) {
        try write([], to: "output/ledger.db", mode: .secret)
        do {
            let ledger = try Ledger(path: "\(directory)/output/ledger.db")
            try ledger.found(for: siteID)
            try ledger.queue.close()
        } catch {
            throw BuildFailure(error, ledger: "\(directory)/output/ledger.db")
        }
    }

    /// Makes `leads.db` of a schema and rows of newline-delimited JSON.
    package func writeLeads(ddl: String, rows: [UInt8]) throws(BuildFailure) {
        do {
            let database = try DatabaseQueue(path: "\(directory)/leads.db")
            try database.write { db in
                try db.execute(sql: ddl)
                for line in rows.split(separator: 10) {
                    guard let fields = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any] else {
                        continue
                    }
                    let names = fields.keys.sorted()
                    let values = names.map { name in Self.databaseValue(fields[name]) }
                    try db.execute(
                        sql: """
                            INSERT INTO leads(\(names.joined(separator: ", ")))
                            VALUES(\(names.map { _ in "?" }.joined(separator: ", ")))
                            """, arguments: StatementArguments(values))
                }
            }
        } catch let error as DatabaseError {
            throw .database(error.message ?? "\(error.resultCode)", file: "\(directory)/leads.db")
        } catch {
            throw .database("\(type(of: error))", file: "\(directory)/leads.db")
        }
    }

    /// A JSON value as the table holds it: lists as JSON texts.
    private static func databaseValue(_ value: Any?) -> (any DatabaseValueConvertible)? {
        switch value {
        case let list as [String]:
            (try? JSONSerialization.data(withJSONObject: list, options: .withoutEscapingSlashes)).map {
                String(decoding: $0, as: UTF8.self)
            }
        case let flag as Bool: flag
        case let text as String: text
        default: nil
        }
    }

    private func perform(_ body: (LocalFileSystem) throws(FileError) -> Void) throws(BuildFailure) {
        do {
            try LocalFileSystem.createFolder(directory)
            try body(try LocalFileSystem(root: directory))
        } catch {
            throw .files(error)
        }
    }

    private static func createParent(of path: String, _ files: LocalFileSystem) throws(FileError) {
        guard let slash = path.lastIndex(of: "/") else { return }
        try files.createDirectory(String(path[..<slash]))
    }
}
