import Foundation
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

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
        var options = BuildOptions(now: now, jobs: 1, keysText: nil)
        // Tenants may move here while their links are alive.
        options.acceptsNewHost = true
        let memory = memory
        var build = Build(site: try Site(directory: site.folder), options: options) { (_) throws(FileError) in memory }
        return build.run().failure
    }
}
