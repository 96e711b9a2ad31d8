import Crypto
import Foundation
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

/// What an output folder in memory holds, as the CRM and the web server read it.
struct PublishedSite {
    /// One line of the manifest, as far as publishing is concerned.
    struct Line: Decodable {
        struct Page: Decodable {
            var file: String
            var sha256: String
        }

        var lead: String
        var state: String
        var page: Page?
    }

    private struct Pointer: Decodable {
        struct File: Decodable {
            var file: String
            var lines: Int
            var sha256: String
        }

        var files: [File]
    }

    let files: [String: [UInt8]]

    init(_ files: [String: [UInt8]]) {
        self.files = files
    }

    /// The pages and assets, by path.
    var served: [String: [UInt8]] { files.filter { $0.key.hasPrefix("site/") } }

    /// The lines of the manifest that `manifest.json` names, by lead; `nil` where there is none yet.
    ///
    /// - Throws: when the pointer names what is not there or not what it says.
    func lines() throws -> [Line]? {
        guard let bytes = files["manifest.json"] else { return nil }
        let pointer = try JSONDecoder().decode(Pointer.self, from: Data(bytes))
        var lines: [Line] = []
        for file in pointer.files {
            guard let content = files[file.file] else { throw Fault("\(file.file) is missing") }
            guard sha256(content) == file.sha256 else { throw Fault("\(file.file) is not what the pointer says") }
            let rows = content.split(separator: 10)
            guard rows.count == file.lines else { throw Fault("\(file.file) has \(rows.count) lines") }
            lines += try rows.map { try JSONDecoder().decode(Line.self, from: Data($0)) }
        }
        return lines
    }

    /// The manifest's text without the builds that pages were changed in.
    func manifestText() throws -> String {
        let pointer = try files["manifest.json"].map { try JSONDecoder().decode(Pointer.self, from: Data($0)) }
        let texts = (pointer?.files ?? []).map { String(decoding: files[$0.file] ?? [], as: UTF8.self) }
        return texts.joined().replacing(/"changed_in":"[^"]*"/, with: "")
    }

    /// The paths of pages and assets that are not the same in both, ascending.
    func servedDifferently(from other: PublishedSite) -> [String] {
        Set(served.keys).union(other.served.keys).filter { files[$0] != other.files[$0] }.sorted()
    }

    /// Says what is wrong with this folder at a moment between `old`, the last published site, and `new`, the site that
    /// was about to be published: unresolved links, missing files, and pages that are neither the one's nor the other's.
    func faults(between old: PublishedSite?, and new: PublishedSite, revoked: Set<String>) throws -> [String] {
        var faults: [String] = []
        for line in try lines() ?? [] {
            guard let page = line.page else { continue }
            guard let bytes = files["site/\(page.file)"] else {
                if !revoked.contains(line.lead) { faults.append("the page of lead \(line.lead) is gone") }
                continue
            }
            let isPromised = sha256(bytes) == page.sha256 || bytes == new.files["site/\(page.file)"]
            if !isPromised { faults.append("the page of lead \(line.lead) is not the one in the manifest") }
        }
        for (path, bytes) in served {
            if bytes != new.files[path], bytes != old?.files[path] { faults.append("\(path) is not whole") }
            for asset in String(decoding: bytes, as: UTF8.self).matches(of: /\/(a\/[0-9a-f]{32}\.[a-z0-9]+)/)
            where path.hasPrefix("site/p/") && files["site/\(asset.1)"] == nil {
                faults.append("\(path) names \(asset.1), which does not exist")
            }
        }
        return faults
    }

    private func sha256(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined()
    }

    /// Why a folder is not a published site.
    struct Fault: Error, CustomStringConvertible {
        let description: String

        init(_ description: String) {
            self.description = description
        }
    }
}

/// A site whose output folder is in memory, so that a build can be stopped at any operation and begun again.
final class StoppableSite {
    /// Output folder and ledger at one moment.
    struct Moment {
        var files: [String: [UInt8]]
        var ledger: Data
    }

    let site: TemporarySite
    private(set) var memory = InMemoryFileSystem()
    private var ledgerURL: URL { URL(fileURLWithPath: "\(site.folder)/output/ledger.db") }

    init(_ files: [String: SiteFile]) throws {
        site = try TemporarySite(files)
        try site.put("", at: "output/ledger.db")
    }

    func moment() throws -> Moment {
        Moment(files: memory.files, ledger: try Data(contentsOf: ledgerURL))
    }

    func restore(_ moment: Moment) throws {
        memory = InMemoryFileSystem(files: moment.files)
        try moment.ledger.write(to: ledgerURL)
    }

    /// What anybody but the program itself looks at.
    var published: PublishedSite {
        PublishedSite(memory.files.filter { !$0.key.hasPrefix("tmp/") && $0.key != "last-build.json" })
    }

    /// Builds with `leads` as the source, and returns why the build broke off, if it did.
    func build(_ leads: String, now: Timestamp, fault: InMemoryFileSystem.Fault = .none) throws -> BuildFailure? {
        try site.put(.text(leads), at: "leads.csv")
        memory.arm(fault)
        let options = BuildOptions(now: now, jobs: 1, keysText: nil)
        let memory = memory
        var build = Build(site: try Site(directory: site.folder), options: options) { (_) throws(FileError) in memory }
        return build.run().failure
    }
}
