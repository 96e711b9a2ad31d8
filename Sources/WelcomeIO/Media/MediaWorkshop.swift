package import WelcomeCore

/// Prepares media for every phone: by programs, or from the cache of what they made before.
package final class MediaWorkshop: Sendable {
    /// What became of one medium.
    package struct Result: Sendable {
        /// The medium, with its prepared form where there is one.
        package var asset: MediaAsset
        /// Why forms of it are missing.
        package var faults: [ToolFault] = []
        /// Why it can be on no page; `nil` where it can.
        package var problem: MediaProblem?
    }

    /// `nil` where there is none.
    let cache: MediaCache?
    /// The programs that are here.
    package let tools: MediaTools
    /// `nil` where nothing is to be made.
    let runner: ToolRunner?
    private let jobs: Int
    /// The kinds of media for which nobody will find programs here.
    private let bareKinds: Set<MediaKind>
    private let progress: BuildProgress?

    /// A workshop that makes what the cache lacks, by up to `jobs` programs side by side.
    ///
    /// - Throws: `FileError` when the cache cannot be written, `BuildFailure.interrupted`, or `MissingSandbox`.
    package init(
        tools: MediaTools, cache: MediaCache, jobs: Int, limits: ToolLimits = ToolLimits(),
        stop: StopFlag = StopFlag(), progress: BuildProgress? = nil, requiresSandbox: Bool = false
    ) throws {
        try cache.open()
        let known = try cache.knownVersions()
        var tools = tools
        let asking = ToolRunner(tools: tools, limits: limits, stop: stop, requiresSandbox: requiresSandbox)
        let versions = try Self.findVersions(of: &tools, known: known, asking, at: "\(cache.path)/work-versions")
        if versions != known { try cache.remember(versions) }
        self.tools = tools
        self.cache = cache
        self.jobs = jobs
        self.progress = progress
        bareKinds = Set(MediaKind.allCases)
        runner = asking.with(tools)
    }

    /// A workshop that finds what is in the cache, where there is one, and neither runs nor writes anything.
    package init(tools: MediaTools, reading cache: MediaCache?) throws {
        bareKinds = tools.kindsWithoutPrograms
        var tools = tools
        if let cache { _ = tools.findVersions(known: try cache.knownVersions(), ask: nil) }
        (self.tools, self.cache, runner, jobs, progress) = (tools, cache, nil, 1, nil)
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
    package var isSandboxed: Bool? { runner?.isSandboxed }

    // MARK: Preparing

    /// Prepares media, each once; `names` are what people call them, by their hashes.
    ///
    /// - Returns: what became of each, by its hash.
    /// - Throws: `FileError` or `BuildFailure`; what a program does not manage is in the results.
    package func prepare(
        _ assets: some Collection<MediaAsset>, names: [String: String] = [:]
    ) throws -> [String: Result] {
        var unique: [String: MediaAsset] = [:]
        for asset in assets { unique[asset.hash] = asset }
        let ordered = unique.values.sorted { $0.hash < $1.hash }
        let work = ParallelWork(count: ordered.count, jobs: jobs) { [self] index in
            progress?.take(up: names[ordered[index].hash])
            let result = try prepare(ordered[index])
            progress?.advance(by: 1)
            return result
        }
        return Dictionary(uniqueKeysWithValues: zip(ordered.map(\.hash), try work.finish()))
    }

    private func prepare(_ asset: MediaAsset) throws -> Result {
        var result = Result(asset: asset)
        guard asset.facts.kind != .script, asset.prepared == nil, !asset.isCleared else { return result }
        do {
            // Documents go out as they are, whatever is made beside them.
            if asset.facts.kind == .document { result.asset = try stripped(asset) }
            try makeForms(&result)
            if result.asset.prepared == nil { result.asset = try stripped(result.asset) }
        } catch let problem as MediaProblem {
            result.problem = problem
        } catch let fault as ToolFault {
            // The file changed while it was looked at.
            result.faults = [fault]
            result.problem = .unreadable(asset.facts.format)
        }
        return result
    }

    /// Makes the forms that phones like best, or finds them.
    ///
    /// - Throws: `MediaProblem` where the file can be on no page; `FileError`; `BuildFailure`.
    private func makeForms(_ result: inout Result) throws {
        let asset = result.asset
        let kind = asset.facts.kind
        guard let cache, tools.missing(for: kind).isEmpty else { return }
        let key = cache.key(of: asset, versions: tools.versions(for: kind))
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
            } catch let problem as MediaProblem {
                try cache.keep(refusal: problem, of: asset, key: key)
                throw problem
            }
        }
    }

    /// The file without metadata, for pages that have nothing better.
    ///
    /// - Throws: `MediaProblem` where there is none; `ToolFault` where the file is another one now; `FileError`.
    private func stripped(_ asset: MediaAsset) throws -> MediaAsset {
        let isLooking = runner == nil
        if asset.isCleared { return asset }
        // Whoever only looks does not know what programs would make of it.
        if isLooking, !bareKinds.contains(asset.facts.kind) { return try cache?.stripped(asset) ?? asset }
        guard asset.facts.format.isForBrowsers else {
            throw MediaProblem.unprepared(asset.facts.format)
        }
        if let known = try cache?.stripped(asset) { return known }
        guard let bytes = MetadataStripper.strip(try asset.wholeContent(), as: asset.facts.format) else {
            throw MediaProblem.unreadable(asset.facts.format)
        }
        if let cache, !isLooking { return try cache.keep(stripped: bytes, of: asset) }
        return asset
    }

    private func make(
        _ asset: MediaAsset, _ runner: ToolRunner, _ place: ToolPlace
    ) throws -> (PreparedMedia, [ToolFault]) {
        switch asset.facts.kind {
        case .audio:
            let recipe = VoiceRecipe(runner: runner, place: place)
            let (voice, faults) = try recipe.prepare(try place.add(asset), asset.facts)
            return (.voice(voice), faults)
        case .image:
            let (input, colours) = try place.addPicture(asset)
            let recipe = PictureRecipe(runner: runner, place: place)
            let (picture, faults) = try recipe.prepare(input, asset.facts, colours)
            return (.picture(picture), faults)
        case .document, .script:
            let recipe = DocumentRecipe(runner: runner, place: place)
            let (document, faults) = try recipe.prepare(try place.add(asset), asset)
            return (.document(document), faults)
        }
    }
}
