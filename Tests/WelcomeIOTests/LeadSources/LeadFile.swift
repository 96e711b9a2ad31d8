import Foundation
import GRDB
import WelcomeCore
import WelcomeIO

/// A source of leads in a temporary folder, which goes when the value does.
final class LeadFile {
    let folder: URL
    var path: String { folder.appendingPathComponent("leads").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("welcome-leads-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    convenience init(bytes: [UInt8]) throws {
        try self.init()
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    convenience init(_ text: String) throws {
        try self.init(bytes: Array(text.utf8))
    }

    /// Makes a database by running `sql`.
    convenience init(sql: String) throws {
        try self.init()
        try change(sql)
    }

    deinit {
        // Nothing depends on the folder being gone.
        try? FileManager.default.removeItem(at: folder)
    }

    func change(_ sql: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }

    /// Reads every event of the source, which is called `leads` in diagnostics.
    func events(
        query: String? = nil, onlyIDs: [String]? = nil, onlyTenant: String? = nil
    ) throws(LeadSourceError) -> [SourceEvent] {
        let source = try LeadSourceDetector.open(
            LeadSourceRequest(path: path, file: "leads", query: query, onlyIDs: onlyIDs, onlyTenant: onlyTenant)
        )
        var events: [SourceEvent] = []
        while let event = try source.next() { events.append(event) }
        return events
    }

    /// The fault that reading the source to its end meets.
    func fault(query: String? = nil) -> LeadSourceError? {
        do throws(LeadSourceError) {
            _ = try events(query: query)
            return nil
        } catch {
            return error
        }
    }
}

/// Writes a row of text values for comparison.
func row(_ position: RowPosition, _ fields: KeyValuePairs<String, RawValue>) -> SourceEvent {
    .row(RawRow(position: position, fields: fields.map { RawField(name: Array($0.key.utf8), value: $0.value) }))
}

func problem(_ position: RowPosition, _ column: String?, _ code: DiagnosticCode) -> SourceEvent {
    .problem(RowProblem(position: position, column: column, code: code))
}

extension RawValue: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) {
        self = .text(Array(value.utf8))
    }
}
