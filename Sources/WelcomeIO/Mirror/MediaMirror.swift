import Foundation
import Synchronization
import WelcomeCore

/// The media that rows name by URL, as the last requests left them.
///
/// Looking a URL up fetches nothing; `refresh` does, before a build looks.
struct MediaMirror {
    private let policy: MirrorPolicy
    private let outputPath: String
    /// URLs that this build wanted to ask for and did not come to.
    private var unasked: Set<String> = []

    /// What a page gets for a URL.
    struct Copy {
        var entry: MediaEntry
        /// The URL gave nothing the last time, so this is what it gave before.
        var isStale = false
    }

    /// The mirror of `site`; `nil` where it fetches no media.
    init?(_ site: Site, makePolicy: ([MediaHost]) -> MirrorPolicy = MirrorPolicy.init) {
        guard site.settings.mediaFetch == .mirror else { return nil }
        self.init(policy: makePolicy(site.settings.mediaHosts), outputPath: site.outputPath)
    }

    init(policy: MirrorPolicy, outputPath: String) {
        self.policy = policy
        self.outputPath = outputPath
    }

    /// Finds the copy of what lies behind a URL as a row has it.
    ///
    /// - Complexity: O(bytes of the copy).
    func copy(of text: String) throws(FileError) -> Copy {
        guard let url = RemoteURL(text), url.isCovered(by: policy.hosts) else {
            return Copy(entry: .unusable(.notFetched))
        }
        let key = MirrorStore.key(of: url)
        let record = MirrorStore.record(try wholeFile("\(outputPath)/\(MirrorStore.recordPath(key))"))
        guard let record, let asset = try asset(key, record) else {
            return Copy(entry: .unusable((record?.fault ?? .unreachable).problem))
        }
        return Copy(entry: .asset(asset), isStale: record.fault != nil || unasked.contains(key))
    }

    /// The copy under `key`, if it is the one that the record speaks of.
    private func asset(_ key: String, _ record: MirrorRecord) throws(FileError) -> MediaAsset? {
        guard let content = record.content,
            case .asset(let asset) = try MediaReader.entry(at: "\(outputPath)/\(MirrorStore.copyPath(key))"),
            asset.hash == content
        else { return nil }
        return asset
    }

    // MARK: Fetching

    /// Asks for every URL of `texts` whose copy is old or missing, several side by side.
    ///
    /// - Returns: diagnostics about the whole, never about one URL.
    /// - Throws: `BuildFailure.interrupted`, or an error of the file system.
    mutating func refresh(
        _ texts: Set<String>, _ files: any FileSystem, _ options: BuildOptions, _ stop: StopFlag
    ) throws -> [Diagnostic] {
        let urls = Set(texts.compactMap { RemoteURL($0) }.filter { $0.isCovered(by: policy.hosts) })
        let outdated = try urls.sorted { $0.text < $1.text }.filter { url in
            let record = MirrorStore.record(try files.read(MirrorStore.recordPath(MirrorStore.key(of: url))))
            return options.isForced || record?.isDue(at: options.now, after: policy.freshSeconds) ?? true
        }
        guard !outdated.isEmpty else { return [] }
        guard let curl = policy.curl else {
            return [
                Diagnostic(
                    .warning, .mediaFetch, "curl is not installed, so no media are fetched by URL",
                    fix: "apt install curl; until then pages show what was fetched before")
            ]
        }
        try files.createDirectory(MirrorStore.folder)
        let work = SharedWork(outdated, deadline: .now + policy.buildTimeout)
        let group = DispatchGroup()
        let (mirror, now) = (self, options.now)
        for _ in 0..<max(1, min(options.jobs, 8, outdated.count)) {
            group.enter()
            // A thread of its own: the system's pool has no more of them than cores, and these wait for the network.
            Thread.detachNewThread {
                while let url = work.next() {
                    do {
                        try mirror.fetch(url, by: curl, files, now, stop)
                    } catch {
                        work.fail(error)
                    }
                }
                group.leave()
            }
        }
        group.wait()
        unasked = Set(try work.rest().map(MirrorStore.key))
        return []
    }

    private func fetch(
        _ url: RemoteURL, by curl: String, _ files: any FileSystem, _ now: Timestamp, _ stop: StopFlag
    ) throws {
        let key = MirrorStore.key(of: url)
        var record = MirrorStore.record(try files.read(MirrorStore.recordPath(key))) ?? MirrorRecord(askedAt: now)
        if try asset(key, record) == nil { record = MirrorRecord(askedAt: now) }
        let temporary = "tmp/\(key)"
        try files.write([], to: temporary, mode: .secret)
        let output = "\(outputPath)/\(temporary)"
        let download = Download(policy: policy, curl: curl, output: output, stop: stop)
        record.askedAt = now.iso
        switch try download.run(url, known: record.validators) {
        case .unchanged:
            record.fetchedAt = now.iso
            record.fault = nil
        case .failed(let fault): record.fault = fault
        case .whole(let validators):
            switch try MediaReader.entry(at: output) {
            case .asset(let asset):
                record.content = asset.hash
                record.etag = validators.etag
                record.lastModified = validators.lastModified
                record.fetchedAt = now.iso
                record.fault = nil
                try files.rename(temporary, to: MirrorStore.copyPath(key))
            case .unusable(let problem): record.fault = problem.code == .mediaTooLarge ? .tooLarge : .type
            case nil: record.fault = .unreachable
            }
        }
        try files.remove(temporary)
        try MirrorStore.write(record, key, files)
    }
}

/// A list of URLs that several threads work through until it is done, time is up, or one of them fails.
private final class SharedWork: Sendable {
    private struct State {
        var urls: [RemoteURL]
        var failure: (any Error)?
    }

    private let state: Mutex<State>
    private let deadline: ContinuousClock.Instant

    init(_ urls: [RemoteURL], deadline: ContinuousClock.Instant) {
        state = Mutex(State(urls: urls.reversed()))
        self.deadline = deadline
    }

    func next() -> RemoteURL? {
        state.withLock { $0.failure == nil && ContinuousClock.now < deadline ? $0.urls.popLast() : nil }
    }

    func fail(_ error: any Error) {
        state.withLock { $0.failure = $0.failure ?? error }
    }

    /// What nobody came to.
    ///
    /// - Throws: the first failure.
    func rest() throws -> [RemoteURL] {
        try state.withLock { state in
            if let failure = state.failure { throw failure }
            return state.urls
        }
    }
}
