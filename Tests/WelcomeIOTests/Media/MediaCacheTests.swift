import Foundation
import Testing
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

@Suite(.needs(.mediaTools), .enabled(if: MediaBench.hasTools)) struct MediaCacheTests {
    private static let names = ["tone.wav", "grey.jpg", "catalog.pdf"]

    private static func assets() throws -> [MediaAsset] { try names.map(MediaBench.sample) }

    @Test func runsNothingWhereEverythingWasMade() throws {
        let bench = try MediaBench()
        let first = try bench.workshop()
        let made = try first.prepare(Self.assets())
        #expect(first.runs > 3)
        #expect(made.values.allSatisfy { $0.asset.prepared != nil && $0.faults.isEmpty })

        let second = try bench.workshop()
        let found = try second.prepare(Self.assets())
        #expect(second.runs == 0)
        #expect(found.mapValues(\.asset) == made.mapValues(\.asset))

        let reading = try MediaWorkshop(tools: MediaTools(searchPath: MediaBench.searchPath), reading: bench.cache)
        #expect(try reading.prepare(Self.assets()).mapValues(\.asset) == made.mapValues(\.asset))
    }

    @Test func makesSameBytesWhereverAndSideBySide() throws {
        let (one, other) = (try MediaBench(), try MediaBench())
        let first = try one.workshop(jobs: 1).prepare(Self.assets() + [MediaBench.sample("tone-vorbis.ogg")])
        let second = try other.workshop(jobs: 4).prepare(Self.assets() + [MediaBench.sample("tone-vorbis.ogg")])
        let names = { (results: [String: MediaWorkshop.Result]) in
            results.mapValues { $0.asset.prepared.map { $0.files.map(\.publishedName) } ?? [] }
        }
        #expect(names(first) == names(second))
        #expect(try one.names() == other.names())
        for name in try one.names() where !name.hasSuffix("tools.json") {
            #expect(try one.files.read(name) == other.files.read(name), "\(name)")
        }
    }

    @Test(arguments: ["jpg", "avif", "json"])
    func makesAnewWhatIsDamaged(type: String) throws {
        let bench = try MediaBench()
        let asset = try MediaBench.sample("grey.jpg")
        let made = try bench.prepare(asset)
        let name = try #require(try bench.names().first { $0.hasSuffix(".\(type)") && !$0.hasSuffix("tools.json") })
        var bytes = try #require(try bench.files.read(name))
        let good = bytes
        bytes[bytes.count / 2] ^= 1
        try bench.files.write(bytes, to: name, mode: .secret)

        let second = try bench.workshop()
        let again = try #require(try second.prepare([asset])[asset.hash])
        #expect(second.runs > 0)
        #expect(again.asset == made.asset)
        #expect(try bench.files.read(name) == good)
    }

    @Test func removesWhatKilledBuildLeft() throws {
        let bench = try MediaBench()
        try bench.files.createDirectory("media/work-1/out")
        try bench.files.write([1], to: "media/work-1/out/voice.mp3", mode: .secret)
        try bench.files.write([1], to: "media/new-1-0", mode: .secret)
        _ = try bench.workshop()
        #expect(try bench.names() == ["media/CACHEDIR.TAG", "media/tools.json"])
    }

    @Test func leavesNothingButResults() throws {
        let bench = try MediaBench()
        _ = try bench.prepare(MediaBench.sample("tone.wav"))
        let types = try bench.names().map { $0.split(separator: ".").last ?? "" }
        #expect(types.sorted() == ["TAG", "json", "json", "mp3", "ogg"])
        for name in try bench.names() { #expect(try fileMode("\(bench.folder)/\(name)") == 0o600) }
    }

    @Test func forgetsEverythingMadeOfOneMediumAndNothingElse() throws {
        let bench = try MediaBench()
        let results = try bench.workshop().prepare(Self.assets() + [MediaBench.sample("tone-vorbis.ogg")])
        let ogg = try MediaBench.sample("tone-vorbis.ogg")
        let gone = try #require(results[ogg.hash]?.asset.prepared?.allFiles.map(\.publishedName))
        let before = Set(try bench.names())
        let (sources, made) = try MediaCache.forget([gone[1]], in: bench.files)
        #expect(sources.contains(ogg.hash))
        #expect(made == Set(gone))
        let lost = before.subtracting(try bench.names())
        #expect(lost.count == 4)
        #expect(lost.isSuperset(of: gone.map { "media/\($0)" }))

        #expect(try MediaCache.forget(["\(ogg.hash).ogg"], in: bench.files).made.isEmpty)
        let second = try bench.workshop()
        _ = try second.prepare(Self.assets())
        #expect(second.runs == 0)
    }
}
