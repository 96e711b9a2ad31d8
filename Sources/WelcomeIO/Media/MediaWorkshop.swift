import Dispatch
import Synchronization
package import WelcomeCore

/// Prepares media for every phone: by programs, or from the cache of what they made before.
package final class MediaWorkshop: Sendable {
    /// What became of one medium.
    package struct Result: Sendable {
        /// The medium, with its prepared form where there is one.
        package var asset: MediaAsset
        /// Why forms of it are missing.
        package var faults: [ToolFault] = []
    }

    /// `nil` where there is none.
    let cache: MediaCache?
    /// The programs that are here.
    package let tools: MediaTools
    /// `nil` where nothing is to be made.
    let runner: ToolRunner?
    private let jobs: Int

    /// A workshop that makes what the cache lacks, by up to `jobs` programs side by side.
    ///
    /// - Throws: `FileError` when the cache cannot be written, or `BuildFailure.interrupted`.
    package init(
        tools: MediaTools, cache: MediaCache, jobs: Int, limits: ToolLimits = ToolLimits(),
        stop: StopFlag = StopFlag()
    ) throws {
        try cache.open()
        let known = try cache.knownVersions()
        var tools = tools
        let asking = ToolRunner(tools: tools, limits: limits, stop: stop)
        let versions = try Self.findVersions(of: &tools, known: known, asking, at: "\(cache.path)/work-versions")
        if versions != known { try cache.remember(versions) }
        self.tools = tools
        self.cache = cache
        self.jobs = jobs
        runner = asking.with(tools)
    }

    /// A workshop that finds what is in the cache, and neither runs nor writes anything.
    package init(tools: MediaTools, reading cache: MediaCache) throws {
        var tools = tools
        _ = tools.findVersions(known: try cache.knownVersions(), ask: nil)
        (self.tools, self.cache, runner, jobs) = (tools, cache, nil, 1)
    }

    /// A workshop that has nothing to find anything in.
    package init(tools: MediaTools) {
        (self.tools, cache, runner, jobs) = (tools, nil, nil, 1)
    }

    private static func findVersions(
        of tools: inout MediaTools, known: [MediaTools.Tool: MediaTools.KnownVersion], _ runner: ToolRunner,
        at folder: String
    ) throws -> [MediaTools.Tool: MediaTools.KnownVersion] {
        var place: ToolPlace?
        var failure: (any Error)?
        let versions = tools.findVersions(known: known) { tool, arguments in
            do {
                let here = try place ?? ToolPlace(folder: folder)
                place = here
                return String(decoding: try runner.run(tool, arguments, in: here), as: UTF8.self)
            } catch is ToolFault {
                // What cannot tell its version cannot do more.
                return nil
            } catch {
                failure = error
                return nil
            }
        }
        if let failure { throw failure }
        return versions
    }

    /// How many programs were started so far.
    package var runs: Int { runner?.runs ?? 0 }

    /// Whether programs are locked up; `nil` as long as none was started.
    package var isLockedUp: Bool? { runner?.isLockedUp }

    // MARK: Preparing

    /// Prepares media, each once.
    ///
    /// - Returns: what became of each, by its hash.
    /// - Throws: `FileError` or `BuildFailure`; what a program does not manage is in the results.
    package func prepare(_ assets: some Collection<MediaAsset>) throws -> [String: Result] {
        var unique: [String: MediaAsset] = [:]
        for asset in assets { unique[asset.hash] = asset }
        let queue = Mutex(unique.values.sorted { $0.hash < $1.hash }[...])
        let results = Mutex<[String: Result]>([:])
        let failure = Mutex<(any Error)?>(nil)
        DispatchQueue.concurrentPerform(iterations: max(1, min(jobs, unique.count))) { _ in
            while let asset = queue.withLock({ $0.popFirst() }), failure.withLock({ $0 == nil }) {
                do {
                    let result = try prepare(asset)
                    results.withLock { $0[asset.hash] = result }
                } catch {
                    failure.withLock { $0 = $0 ?? error }
                }
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
        return results.withLock { $0 }
    }

    private func prepare(_ asset: MediaAsset) throws -> Result {
        let kind = asset.facts.kind
        guard let cache, kind != .script, asset.prepared == nil, tools.missing(for: kind).isEmpty else {
            return Result(asset: asset)
        }
        let key = cache.key(of: asset, versions: tools.versions(for: kind))
        var result = Result(asset: asset)
        if let media = try cache.media(of: asset, key: key) {
            result.asset.prepared = media
        } else if let runner {
            do {
                let place = try ToolPlace(folder: "\(cache.path)/work-\(asset.hash)")
                let (media, faults) = try make(asset, runner, place)
                result.faults = faults
                // Forms that are missing are tried again by the next build, which does not look for this name.
                result.asset.prepared = try cache.keep(media, of: asset, key: faults.isEmpty ? key : "part-\(key)")
            } catch let fault as ToolFault {
                result.faults = [fault]
            }
        }
        return result
    }

    private func make(
        _ asset: MediaAsset, _ runner: ToolRunner, _ place: ToolPlace
    ) throws -> (PreparedMedia, [ToolFault]) {
        let input = try place.add(asset)
        switch asset.facts.kind {
        case .audio:
            let (voice, faults) = try VoiceRecipe(runner: runner, place: place).prepare(input, asset.facts.format)
            return (.voice(voice), faults)
        case .image:
            let (picture, faults) = try PictureRecipe(runner: runner, place: place).prepare(input, asset.facts)
            return (.picture(picture), faults)
        case .document, .script:
            let (document, faults) = try DocumentRecipe(runner: runner, place: place).prepare(input, asset)
            return (.document(document), faults)
        }
    }
}
