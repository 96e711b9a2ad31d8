import Synchronization
import WelcomeCore

/// Where the pages of one build wait before they are put in place.
///
/// A folder of pages that does not exist yet is filled beside the site and comes to be by one rename, with all its pages
/// at once: nobody can have seen it, so no page of it needs a rename of its own. Pages of folders that are there already
/// wait under a temporary name each.
final class PageShards: Sendable {
    /// The folder for folders of pages that are to come.
    static let stagingFolder = "tmp/p"

    private enum Shard {
        case absent
        case waiting
        case present
    }

    private let files: any FileSystem
    private let shards: Mutex<[Shard]>

    /// Looks at which folders of pages there are.
    init(files: any FileSystem) throws(FileError) {
        self.files = files
        var shards = [Shard](repeating: .absent, count: 1024)
        for name in try files.list("site/p") {
            if let number = Self.number(of: name) { shards[number] = .present }
        }
        self.shards = Mutex(shards)
    }

    /// The path under which a page is to be written when its whole folder is still to come; `nil` for another.
    ///
    /// Made for several threads at once.
    func waitingPath(of code: LinkCode, _ store: PageStore) throws(FileError) -> String? {
        try shards.withLock { (shards) throws(FileError) -> String? in
            if shards[code.shard] == .present { return nil }
            if shards[code.shard] == .absent {
                try files.createDirectory("\(Self.stagingFolder)/\(code.directory)")
                shards[code.shard] = .waiting
            }
            return code.pageFile(store, in: "tmp/")
        }
    }

    /// How many of the folders with these numbers there are not yet.
    func countAbsent(of numbers: Set<Int>) -> Int {
        shards.withLock { shards in numbers.count { shards[$0] == .absent } }
    }

    /// Puts the new folders in place, once their pages are durable.
    func putInPlace() throws(FileError) {
        let waiting = try files.list(Self.stagingFolder)
        guard !waiting.isEmpty else { return }
        try files.syncAll()
        for name in waiting { try files.rename("\(Self.stagingFolder)/\(name)", to: "site/p/\(name)") }
        try files.removeDirectory(Self.stagingFolder)
    }

    private static func number(of name: String) -> Int? {
        let characters = Array(name.utf8)
        guard characters.count == 2, let number = CrockfordBase32.decode(characters) else { return nil }
        return Int(number)
    }
}

extension FileSystem {
    /// Removes what a build that died left in the folder of temporary files.
    func clearTemporaries() throws(FileError) {
        for name in try list("tmp") {
            if name == "h" {
                try HostMarks.clearStagingFolder(self)
                continue
            }
            guard name == "p" else {
                try remove("tmp/\(name)")
                continue
            }
            for shard in try list(PageShards.stagingFolder) {
                let folder = "\(PageShards.stagingFolder)/\(shard)"
                for page in try list(folder) { try remove("\(folder)/\(page)") }
                try removeDirectory(folder)
            }
            try removeDirectory(PageShards.stagingFolder)
        }
    }
}
