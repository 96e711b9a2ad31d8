import Foundation
import WelcomeCore

/// Finds the media that pages of a build can name, and has them prepared before the first page is compiled.
struct MediaPreparation {
    let site: Site
    let options: BuildOptions
    /// The folder to write to; `nil` for a look at what there is.
    let folder: OutputFolder?
    let stop: StopFlag
    let progress: BuildProgress

    /// Prepares what themes name, and what rows do.
    ///
    /// - Throws: `FileError`, `BuildFailure`.
    /// - Complexity: O(bytes of these media) where nothing has to be made.
    func run(
        _ inputs: inout BuildInputs, rows: RowFileStore, kinds: Set<PageKind>, _ report: inout BuildReport
    ) throws {
        let themed = try mediaOfThemes(inputs, rows)
        let rowCount = try rows.count(ofURLs: false)
        guard !themed.isEmpty || rowCount > 0 else { return }
        let workshop = try makeWorkshop()
        progress.expect(Set(themed.map(\.asset.hash)).count + rowCount)
        let names = themed.map { ($0.asset.hash, "\($0.folder.path)/\($0.path)") }
        let results = try prepare(themed.map(\.asset), by: workshop, names: Dictionary(names) { first, _ in first })
        for media in themed {
            guard let result = results[media.asset.hash] else { continue }
            inputs.compiler.setMedia(entry(result), at: media.path, of: media.folder.name)
        }
        var tally = Tally()
        tally.add(results)
        var compiler = inputs.compiler
        try rows.forEachName(ofURLs: false) { names in
            let others = names.filter { name in compiler.theme(name.theme).map { $0.media(name.path) == nil } ?? false }
            try prepare(others, in: rows, by: workshop, &tally) { name in
                try site.media(name.path).map { (entry: $0, isStale: false) }
            }
        }
        if options.toolPath != nil { try drawCards(kinds, by: workshop, &inputs, &report) }
        sum(tally, workshop, &report)
    }

    /// Prepares copies of what rows name by URL, as far as `mirror` has some.
    ///
    /// - Throws: `FileError`, `BuildFailure`.
    func prepareCopies(in mirror: MediaMirror, for rows: RowFileStore, _ report: inout BuildReport) throws {
        let count = try rows.count(ofURLs: true)
        guard count > 0 else { return }
        let workshop = try makeWorkshop()
        progress.expect(count)
        var tally = Tally()
        try rows.forEachName(ofURLs: true) { names in
            try prepare(names, in: rows, by: workshop, &tally) { name in
                let copy = try mirror.copy(of: name.path)
                return (copy.entry, copy.isStale)
            }
        }
        sum(tally, workshop, &report)
    }

    /// Prepares what `find` finds for `names`, and notes in `rows` what became of each.
    private func prepare(
        _ names: [RowFileStore.Name], in rows: RowFileStore, by workshop: MediaWorkshop, _ tally: inout Tally,
        find: (RowFileStore.Name) throws -> (entry: MediaEntry, isStale: Bool)?
    ) throws {
        try stop.check()
        var found: [(name: RowFileStore.Name, asset: MediaAsset, isStale: Bool)] = []
        for name in names {
            switch try find(name) {
            case (.asset(let asset), let isStale)?: found.append((name, asset, isStale))
            case (let entry, let isStale)?: try rows.set(.init(file: RowFile(entry), isStale: isStale), for: name)
            case nil: break
            }
        }
        let results = try prepare(found.map(\.asset), by: workshop, names: [:])
        tally.add(results)
        for (name, asset, isStale) in found {
            guard let result = results[asset.hash] else { continue }
            try rows.set(.init(file: RowFile(entry(result)), isStale: isStale), for: name)
        }
    }

    private func prepare(
        _ assets: [MediaAsset], by workshop: MediaWorkshop, names: [String: String]
    ) throws -> [String: MediaWorkshop.Result] {
        defer { progress.take(up: nil) }
        return try orMissingSandbox { try workshop.prepare(assets, names: names) }
    }

    /// What a preparation came to.
    private struct Tally {
        var count = 0
        /// The kinds of media of which some stay as they came.
        var unprepared: Set<MediaKind> = []

        mutating func add(_ results: [String: MediaWorkshop.Result]) {
            count += results.count
            unprepared.formUnion(results.values.filter { $0.asset.prepared == nil }.map(\.asset.facts.kind))
        }
    }

    private func sum(_ tally: Tally, _ workshop: MediaWorkshop, _ report: inout BuildReport) {
        if options.toolPath != nil, let diagnostic = workshop.tools.diagnostic(for: tally.unprepared),
            !report.diagnostics.contains(diagnostic)
        {
            report.diagnostics.append(diagnostic)
        }
        guard workshop.runs > 0 else { return }
        report.notes.append("\(tally.count) media, \(workshop.runs) runs of programs")
        let sandbox = sandboxDiagnostic(.warning)
        if workshop.isSandboxed == false, !report.diagnostics.contains(sandbox) { report.diagnostics.append(sandbox) }
    }

    /// What there is to say where programs cannot be locked up.
    private func sandboxDiagnostic(_ severity: Diagnostic.Severity) -> Diagnostic {
        Diagnostic(
            severity, .sandboxMissing, at: SourceLocation(file: site.resolve("welcome.yml")),
            "programs that prepare media run without a sandbox: bubblewrap does not work here",
            fix: "install bubblewrap and allow user namespaces; `media: {sandbox: required}` makes this an error")
    }

    /// Says in a person's words that programs were to be locked up and cannot be.
    private func orMissingSandbox<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch is MissingSandbox {
            throw BuildFailure.diagnostics([sandboxDiagnostic(.error)])
        }
    }

    private func makeWorkshop() throws -> MediaWorkshop {
        let tools = MediaTools(searchPath: options.toolPath ?? "")
        if let folder {
            let cache = MediaCache(files: folder.files, outputPath: site.outputPath)
            return try orMissingSandbox {
                try MediaWorkshop(
                    tools: tools, cache: cache, jobs: options.jobs, stop: stop, progress: progress,
                    requiresSandbox: site.settings.mediaSandbox == .required)
            }
        }
        // Opening a folder makes it, and nothing is to be written.
        guard try fileMode(site.outputPath) != nil else { return try MediaWorkshop(tools: tools, reading: nil) }
        let cache = MediaCache(files: try LocalFileSystem(root: site.outputPath), outputPath: site.outputPath)
        return try MediaWorkshop(tools: tools, reading: cache)
    }

    /// What is the medium for pages, with what there is to say about it where a text or a row names it.
    private func entry(_ result: MediaWorkshop.Result) -> MediaEntry {
        if let problem = result.problem { return .unusable(problem) }
        var asset = result.asset
        if let fault = result.faults.first {
            let loss =
                asset.prepared == nil
                ? "the file goes out as it came, without its metadata" : "some forms of the file are missing"
            asset.shortcoming = "\(loss): \(fault)" + (fault.words.isEmpty ? "" : " (\(fault.words))")
        }
        return .asset(asset)
    }

    // MARK: Finding media

    private struct ThemeMedia {
        var folder: ThemeFolder
        var path: String
        var asset: MediaAsset
    }

    /// The media of themes that a text of any theme, a row of the database or a row of leads names.
    ///
    /// Texts are not understood for it: a path that stands anywhere in one counts.
    private func mediaOfThemes(_ inputs: BuildInputs, _ rows: RowFileStore) throws -> [ThemeMedia] {
        let folders = inputs.library.folders.values.sorted { $0.name < $1.name }
        var mentions = MediaMentions()
        for text in folders.flatMap(\.texts.values) { mentions.add(text) }
        for override in inputs.overrides {
            mentions.add(override.markdown ?? [])
            let definition = override.definition
            let files =
                [definition.voice?.file].compactMap(\.self) + (definition.images ?? []).map(\.file)
                + (definition.documents ?? []).map(\.file)
            for file in files { mentions.add(Array(file.value.utf8)) }
        }
        return try folders.flatMap { folder in
            try folder.media.sorted { $0.key < $1.key }.compactMap { path, entry in
                guard case .asset(let asset) = entry else { return nil }
                guard try mentions.contain(path) || rows.contains(path) else { return nil }
                return ThemeMedia(folder: folder, path: path, asset: asset)
            }
        }
    }
}

/// The places in texts where a path of a theme's media may begin.
private struct MediaMentions {
    /// What follows each `media/`, as it stands and with percent-encoding resolved.
    private var continuations: Set<[UInt8]> = []

    mutating func add(_ text: [UInt8]) {
        addPlain(text)
        // Names of files are compared as people read them, so that two spellings of one letter are the same.
        if text.contains(where: { $0 > 0x7F }) { addPlain(composed(String(decoding: text, as: UTF8.self))) }
    }

    private func composed(_ text: String) -> [UInt8] { Array(text.precomposedStringWithCanonicalMapping.utf8) }

    private mutating func addPlain(_ text: [UInt8]) {
        let start = Array("media/".utf8)
        var index = text.startIndex
        while let found = text[index...].firstIndex(of: start[0]) {
            index = found + 1
            guard text[found...].starts(with: start) else { continue }
            let rest = text[(found + start.count)...].prefix { $0 >= 0x20 }.prefix(1_024)
            continuations.insert(Array(rest))
            let decoded = decoded(rest)
            continuations.insert(decoded)
            continuations.insert(composed(String(decoding: decoded, as: UTF8.self)))
        }
    }

    func contain(_ path: String) -> Bool {
        let name = composed(path).dropFirst("media/".utf8.count)
        return continuations.contains { $0.starts(with: name) }
    }

    private func decoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let digits = String(decoding: bytes[index...].dropFirst().prefix(2), as: UTF8.self)
            if bytes[index] == UInt8(ascii: "%"), digits.utf8.count == 2, let byte = UInt8(digits, radix: 16) {
                result.append(byte)
                index += 3
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }
}

extension Site {
    /// A path of the site's folder as the disk spells it: macOS writes letters and their marks as characters of their own.
    private func spelling(of path: String) -> String {
        guard path.utf8.contains(where: { $0 >= 0x80 }) else { return path }
        var found = ""
        for part in path.split(separator: "/").map(String.init) {
            let forms = [part, part.precomposedStringWithCanonicalMapping, part.decomposedStringWithCanonicalMapping]
            found += found.isEmpty ? "" : "/"
            found += forms.first { FileIdentity(path: resolve(found + $0)) != nil } ?? part
        }
        return found
    }

    /// The file beside the themes that a row names by `path`; `nil` where there is none, or none that we may read.
    ///
    /// - Throws: `FileError` for what concerns more than this file.
    func media(_ path: String) throws(FileError) -> MediaEntry? {
        guard case .relative = LinkTarget(Array(path.utf8)) else { return nil }
        do {
            return try MediaReader.entry(at: resolve(spelling(of: path)))
        } catch {
            // It costs that page the file, not everybody the build.
            if error.isRefused { return nil }
            throw error
        }
    }
}
