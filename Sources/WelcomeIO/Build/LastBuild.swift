import Foundation
import WelcomeCore

/// What the last build of everything was made from and what it made, so that the next one can tell that nothing changed.
///
/// A file of its own in the output folder that says nothing of leads; whatever does not fit is as good as no file.
struct LastBuild: Codable, Sendable {
    private static let file = "last-build.json"

    /// What decided it (`BuildCause`).
    var cause: String
    var build: String
    /// The digest that names a build beside its moment.
    var content: [UInt8]
    /// The moment it was made for, in seconds since 1970.
    var now: Int64
    /// The first day on which a link ends that had not ended yet, in days since 1970.
    var firstLastDay: Int
    /// The ledger's file as it was left: whoever touches it afterwards may have changed what is promised.
    var ledger: String
    /// The bytes of the only file of the manifest.
    var manifestBytes: Int
    /// The hash of the rejected rows' file.
    var rejects: String
    /// The bytes of every published file that a page names.
    var assets: [String: Int]
    var report: Report

    /// What its report said and would say again.
    struct Report: Codable, Sendable {
        var leads: Int
        var rejected: Int
        var rowsAreLines: Bool
        var source: String
        var fields: [String: BuildReport.FieldCoverage]
        var rowProblems: [BuildReport.RowProblems]
        var unsendable: [BuildReport.Unsendable]
        var diagnostics: [Diagnostic]
    }

    /// Reads what is remembered.
    static func read(_ files: any FileSystem) throws(FileError) -> LastBuild? {
        try files.read(file).flatMap { try? JSONDecoder().decode(LastBuild.self, from: Data($0)) }
    }

    /// Remembers this; the file is for the next build only.
    func write(_ files: any FileSystem) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try files.replace(Self.file, with: Array(try encoder.encode(self)) + [10], mode: .secret, .none)
    }

    /// What is remembered of the ledger's file at `path`.
    static func ledgerStamp(_ path: String) -> String? {
        guard let stamp = FileIdentity.stamp(of: path), let identity = FileIdentity(path: path) else { return nil }
        return "\(stamp)-\(identity.inode)"
    }
}
