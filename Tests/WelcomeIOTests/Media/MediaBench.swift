import Foundation
import Testing
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

/// A workshop with a cache of its own, in a temporary folder that goes when the value does.
final class MediaBench {
    let folder: String
    let files: LocalFileSystem

    /// The programs of this machine.
    static let searchPath = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin"

    /// Whether everything is here that the tests need.
    static let hasTools = MediaKind.allCases.allSatisfy { MediaTools(searchPath: searchPath).missing(for: $0).isEmpty }

    /// Whether ExifTool is here, which knows more of metadata than all that we use.
    static let hasExifTool = FileManager.default.isExecutableFile(atPath: "/usr/bin/exiftool")

    init() throws {
        folder = realPath(FileManager.default.temporaryDirectory.path) + "/welcome-media-\(UUID().uuidString)"
        files = try LocalFileSystem(root: folder)
    }

    deinit {
        // Nothing depends on the folder being gone.
        try? FileManager.default.removeItem(atPath: folder)
    }

    var cache: MediaCache { MediaCache(files: files, outputPath: folder) }

    func workshop(
        searchPath: String = searchPath, jobs: Int = 1, limits: ToolLimits = ToolLimits()
    ) throws -> MediaWorkshop {
        try MediaWorkshop(tools: MediaTools(searchPath: searchPath), cache: cache, jobs: jobs, limits: limits)
    }

    /// The asset of a file of `Tests/Fixtures/media`.
    static func sample(_ name: String) throws -> MediaAsset { try asset(at: Fixtures.path("media/\(name)")) }

    static func asset(at path: String) throws -> MediaAsset {
        guard case .asset(let asset) = try MediaReader.entry(at: path) else { throw NotAnAsset(path: path) }
        return asset
    }

    struct NotAnAsset: Error {
        var path: String
    }

    /// Prepares one file with the programs of this machine.
    func prepare(_ asset: MediaAsset) throws -> MediaWorkshop.Result {
        try #require(try workshop().prepare([asset])[asset.hash])
    }

    /// The folder's files, as paths below it.
    func names() throws -> [String] { try FileTree.entries(below: folder)?.map(\.path) ?? [] }

    /// How the names of the cache's files end, ascending.
    func kinds() throws -> [String] {
        try files.list("media").map { String($0.split(separator: ".").last ?? "") }.sorted()
    }
}

extension MediaAsset {
    /// Where the asset's file lies.
    var path: String {
        if case .file(let path) = content { path } else { "" }
    }

    /// The bytes of its file.
    var bytes: [UInt8] { get throws { Array(try Data(contentsOf: URL(fileURLWithPath: path))) } }
}

/// What other programs than ours say of a file.
enum OtherOpinion {
    /// What ffprobe says, by `stream.name` and `format.name`.
    static func probe(_ path: String) throws -> [String: String] {
        let entries =
            "stream=codec_name,channels,sample_rate,width,height,pix_fmt:stream_tags:format=duration,format_name"
        let run = try ProgramRun.run(
            "/usr/bin/ffprobe", ["-v", "error", "-show_entries", "\(entries):format_tags", "-of", "flat", path])
        var values: [String: String] = [:]
        for line in run.stdout.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { continue }
            values[String(parts[0])] = parts[1].trimmingCharacters(in: ["\""])
        }
        return values
    }

    /// What vipsheader says of one field.
    static func header(_ path: String, _ field: String) throws -> String {
        try ProgramRun.run("/usr/bin/vipsheader", ["-f", field, path]).stdout
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Whether a picture has eight bits a channel, of grey or of sRGB.
    static func isPlain(_ path: String) throws -> Bool {
        let words = try ProgramRun.run("/usr/bin/vipsheader", [path]).stdout
        return words.contains(" uchar, ") && (words.contains(" srgb,") || words.contains(" b-w,"))
    }

    /// The colour of a pixel, in the numbers of its channels.
    static func pixel(_ path: String, x: Int, y: Int) throws -> [Double] {
        try ProgramRun.run("/usr/bin/vips", ["getpoint", path, "\(x)", "\(y)"]).stdout
            .split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
    }
}
