import Foundation
import WelcomeCore

/// Finds the media that pages of a build can name, and has them prepared before the first page is compiled.
struct MediaPreparation {
    /// Media of rows by theme: the paths that they name, each once.
    typealias RowMedia = [String: Set<String>]

    let site: Site
    let options: BuildOptions
    /// The folder to write to; `nil` for a look at what there is.
    let folder: OutputFolder?
    let stop: StopFlag

    /// Prepares what themes name, and what rows do.
    ///
    /// - Throws: `FileError`, `BuildFailure`.
    /// - Complexity: O(bytes of these media) where nothing has to be made.
    func run(
        _ inputs: inout BuildInputs, rows: RowMedia, kinds: Set<PageKind>, _ report: inout BuildReport
    ) throws {
        guard let searchPath = options.toolPath else { return }
        let themed = mediaOfThemes(inputs, rows: Set(rows.values.joined()))
        let beside = try mediaBesideThemes(inputs, rows)
        guard !themed.isEmpty || !beside.isEmpty else { return }
        let workshop = try makeWorkshop(MediaTools(searchPath: searchPath))
        let results = try workshop.prepare(themed.map(\.asset) + beside.values)
        for media in themed {
            guard let result = results[media.asset.hash] else { continue }
            inputs.compiler.setMedia(entry(result), at: media.path, of: media.folder.name)
            let place = SourceLocation(file: "\(media.folder.path)/\(media.path)")
            report.diagnostics += result.faults.map { finding($0, result, at: place) }
        }
        inputs.compiler.siteMedia.merge(entries(beside, results, &report)) { $1 }
        try drawCards(kinds, by: workshop, &inputs, &report)
        sum(results, workshop, &report)
    }

    /// Prepares copies of what rows name by URL.
    ///
    /// - Returns: what pages have for each URL.
    /// - Throws: `FileError`, `BuildFailure`.
    func prepare(copies: [String: MediaAsset], _ report: inout BuildReport) throws -> [String: MediaEntry] {
        guard let searchPath = options.toolPath, !copies.isEmpty else {
            return copies.mapValues { entry(MediaWorkshop.Result(asset: $0)) }
        }
        let workshop = try makeWorkshop(MediaTools(searchPath: searchPath))
        let results = try workshop.prepare(copies.values)
        defer { sum(results, workshop, &report) }
        return entries(copies, results, &report)
    }

    /// What pages have for media of rows; how many have faults is reported, and not which.
    private func entries(
        _ assets: [String: MediaAsset], _ results: [String: MediaWorkshop.Result], _ report: inout BuildReport
    ) -> [String: MediaEntry] {
        let ofRows = assets.compactMapValues { results[$0.hash] }
        let faulty = ofRows.values.count { !$0.faults.isEmpty }
        if faulty > 0 { report.add(.mediaUnprepared, column: nil, count: faulty, severity: .warning) }
        return ofRows.mapValues(entry)
    }

    private func sum(
        _ results: [String: MediaWorkshop.Result], _ workshop: MediaWorkshop, _ report: inout BuildReport
    ) {
        let unprepared = results.values.filter { $0.asset.prepared == nil }.map(\.asset.facts.kind)
        if let finding = workshop.tools.finding(for: Set(unprepared)), !report.diagnostics.contains(finding) {
            report.diagnostics.append(finding)
        }
        report.notes += notes(results.count, workshop)
    }

    private func makeWorkshop(_ tools: MediaTools) throws -> MediaWorkshop {
        if let folder {
            let cache = MediaCache(files: folder.files, outputPath: site.outputPath)
            return try MediaWorkshop(tools: tools, cache: cache, jobs: options.jobs, stop: stop)
        }
        // Opening a folder makes it, and nothing is to be written.
        guard try fileMode(site.outputPath) != nil else { return MediaWorkshop(tools: tools) }
        let cache = MediaCache(files: try LocalFileSystem(root: site.outputPath), outputPath: site.outputPath)
        return try MediaWorkshop(tools: tools, reading: cache)
    }

    private func notes(_ count: Int, _ workshop: MediaWorkshop) -> [String] {
        guard workshop.runs > 0 else { return [] }
        let runs = "\(count) media, \(workshop.runs) runs of programs"
        let bare = "bubblewrap does not work here: programs have limits, but are not locked up"
        return workshop.isLockedUp == false ? [runs, bare] : [runs]
    }

    /// What is the medium for pages; what no browser shows can be on none, unless tools made something of it.
    private func entry(_ result: MediaWorkshop.Result) -> MediaEntry {
        let asset = result.asset
        guard folder != nil, asset.facts.format == .heic, asset.prepared == nil else { return .asset(asset) }
        return .unusable(.unprepared(.heic))
    }

    private func finding(
        _ fault: ToolFault, _ result: MediaWorkshop.Result, at place: SourceLocation
    ) -> Diagnostic {
        let loss =
            result.asset.prepared == nil ? "the file goes out as it came" : "some forms of the file are missing"
        let words = fault.words.isEmpty ? "" : " (\(fault.words))"
        return Diagnostic(
            .warning, .mediaUnprepared, at: place, "\(loss): \(fault)\(words)",
            fix: "does it open on this machine? Save it anew")
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
    private func mediaOfThemes(_ inputs: BuildInputs, rows: Set<String>) -> [ThemeMedia] {
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
        return folders.flatMap { folder in
            folder.media.sorted { $0.key < $1.key }.compactMap { path, entry in
                guard case .asset(let asset) = entry, rows.contains(path) || mentions.contain(path) else { return nil }
                return ThemeMedia(folder: folder, path: path, asset: asset)
            }
        }
    }

    /// The files beside the themes that rows name.
    private func mediaBesideThemes(_ inputs: BuildInputs, _ rows: RowMedia) throws -> [String: MediaAsset] {
        var found: [String: MediaAsset] = [:]
        var compiler = inputs.compiler
        for (name, paths) in rows {
            guard let theme = compiler.theme(name) else { continue }
            for path in paths where found[path] == nil && theme.media(path) == nil {
                guard case .asset(let asset) = try site.media(path) else { continue }
                found[path] = asset
            }
        }
        return found
    }
}

/// The places in texts where a path of a theme's media may begin.
private struct MediaMentions {
    /// What follows each `media/`, as it stands and with percent-encoding resolved.
    private var continuations: Set<[UInt8]> = []

    mutating func add(_ text: [UInt8]) {
        let start = Array("media/".utf8)
        var index = text.startIndex
        while let found = text[index...].firstIndex(of: start[0]) {
            index = found + 1
            guard text[found...].starts(with: start) else { continue }
            let rest = text[(found + start.count)...].prefix { $0 >= 0x20 }.prefix(1_024)
            continuations.insert(Array(rest))
            continuations.insert(decoded(rest))
        }
    }

    func contain(_ path: String) -> Bool {
        let forms = [path, path.precomposedStringWithCanonicalMapping, path.decomposedStringWithCanonicalMapping]
        let names = Set(forms.map { Array($0.utf8.dropFirst("media/".utf8.count)) })
        return continuations.contains { text in names.contains { text.starts(with: $0) } }
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
