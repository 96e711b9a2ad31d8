import WelcomeCore

/// Which hosts each page may be served under: an empty file `h/<host>/<code>` that the web server looks for.
///
/// A mark outlives every rewriting of its page, so that a page is still put in place by one rename. A site whose links all
/// begin with one host has no marks; once it has them it keeps them, for the configuration of the web server asks for
/// them from then on. The first ones come to be all at once.
struct HostMarks: Sendable {
    private static let name = "h"
    private static let folder = "site/h"
    private static let stagingFolder = "tmp/h"
    /// The fact by which the ledger remembers for which distribution of hosts the marks are right.
    static let fact = "hosts"

    private let files: any FileSystem
    private let hosts: ServingHosts
    /// Tenants whose hosts nobody knows now: the marks of their pages stay.
    private let faultyTenants: Set<LeadText>
    private let isFirst: Bool

    /// Looks whether there are marks; `nil` where none are needed, or where a build of some leads cannot make them.
    init?(
        files: any FileSystem, hosts: ServingHosts, faultyTenants: Set<LeadText>, isPartial: Bool
    ) throws(FileError) {
        isFirst = try !Self.areThere(in: files)
        guard !isFirst || (hosts.areSeveral && !isPartial) else { return nil }
        (self.files, self.hosts, self.faultyTenants) = (files, hosts, faultyTenants)
    }

    /// Whether pages have marks.
    static func areThere(in files: any FileSystem) throws(FileError) -> Bool {
        try files.list("site").contains(name)
    }

    /// What the ledger is to remember once the marks are right.
    var digest: String { hosts.digest }

    /// Lets the page of `record` be served under the hosts of its tenant.
    ///
    /// Made for several threads at once.
    func add(_ record: LedgerRecord) throws(FileError) {
        let folder = isFirst ? Self.stagingFolder : Self.folder
        for host in hosts.hosts(of: record.identity.tenant) {
            let mark = "\(folder)/\(host)/\(record.code)"
            guard try files.size(of: mark) == nil else { continue }
            try files.createDirectory("\(folder)/\(host)")
            try files.write([], to: mark, mode: .published)
        }
    }

    /// Tells whether pages are to be taken off hosts once the manifest that says so is published.
    func isToBeSettled(_ ledger: Ledger) throws -> Bool { try isFirst || ledger.fact(Self.fact) != hosts.digest }

    /// Takes pages off the hosts that their tenants do not have any more; before the first marks, those were all.
    ///
    /// - Complexity: O(marks).
    func settle(_ ledger: Ledger) throws {
        if isFirst {
            try files.createDirectory(Self.stagingFolder)
            try files.syncAll()
            try files.rename(Self.stagingFolder, to: Self.folder)
        } else {
            try removeOutdated(ledger)
        }
    }

    private func removeOutdated(_ ledger: Ledger) throws {
        for host in try files.list(Self.folder) {
            let folder = "\(Self.folder)/\(host)"
            var isEmpty = true
            for name in try files.list(folder) {
                if let record = try LinkCode(Array(name.utf8)).flatMap({ try ledger.record(of: $0) }),
                    faultyTenants.contains(record.identity.tenant)
                        || hosts.hosts(of: record.identity.tenant).contains(host)
                {
                    isEmpty = false
                } else {
                    try files.remove("\(folder)/\(name)")
                }
            }
            if isEmpty { try files.removeDirectory(folder) }
        }
    }

    /// Removes the marks of pages that are gone, durably.
    ///
    /// - Complexity: O(marks).
    static func remove(_ codes: [LinkCode], in files: any FileSystem) throws(FileError) {
        guard !codes.isEmpty, try areThere(in: files) else { return }
        let names = Set(codes.map(\.description))
        for host in try files.list(folder) {
            let gone = try files.list("\(folder)/\(host)").filter(names.contains)
            for name in gone { try files.remove("\(folder)/\(host)/\(name)") }
            if !gone.isEmpty { try files.syncDirectory("\(folder)/\(host)") }
        }
    }

    /// Removes marks that a build left that died before it put them in place.
    static func clearStagingFolder(_ files: any FileSystem) throws(FileError) {
        for host in try files.list(stagingFolder) {
            for name in try files.list("\(stagingFolder)/\(host)") {
                try files.remove("\(stagingFolder)/\(host)/\(name)")
            }
            try files.removeDirectory("\(stagingFolder)/\(host)")
        }
        try files.removeDirectory(stagingFolder)
    }
}

extension Site {
    /// The hosts that pages are served under by their marks; `nil` where pages have none.
    ///
    /// - Throws: `FileError` when the folder cannot be read.
    package func markedHosts() throws(FileError) -> [String]? {
        try fileMode("\(webRootPath)/h") == nil ? nil : FileTree.names(in: "\(webRootPath)/h")
    }
}
