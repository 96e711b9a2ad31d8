import Foundation
import Gzip
import Testing
import WelcomeTestSupport

/// Files put together from compressed and plain bytes, as gzip and Python read them.
@Suite struct GzipFileTests {
    /// What a file is made of.
    enum Piece: Sendable {
        case deflated(String)
        case stored(String)
        case storedBytes(count: Int)

        var plain: [UInt8] {
            switch self {
            case .deflated(let text), .stored(let text): Array(text.utf8)
            case .storedBytes(let count): (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
            }
        }
    }

    private func file(_ pieces: [Piece], in file: inout GzipFile) -> (packed: [UInt8], plain: [UInt8]) {
        file.begin()
        for piece in pieces {
            if case .deflated = piece {
                file.append(DeflatedBytes(piece.plain[...]))
            } else {
                file.store { $0 += piece.plain }
            }
        }
        file.end()
        return (file.bytes, pieces.flatMap(\.plain))
    }

    private static let page = String(
        repeating: "<p class=\"note\">Здравствуйте, мы собрали для вас цены.</p>\n", count: 90)

    @Test(
        arguments: [
            [], [.deflated(page)], [.stored("Айгүл")], [.stored("")], [.deflated("")],
            [.deflated(page), .stored("Айгүл"), .deflated(page)], [.stored("a"), .deflated(page), .stored("b")],
            [.deflated(page), .deflated("x"), .deflated(page)], [.stored("a"), .stored(""), .stored("c")],
            [.deflated(page), .stored(""), .deflated(""), .stored(""), .stored("z")],
            [.storedBytes(count: 65_535), .deflated(page)], [.storedBytes(count: 65_536), .deflated(page)],
            [.deflated(page), .storedBytes(count: 200_000), .stored("end"), .deflated("x")],
        ] as [[Piece]])
    func decodersOfOthersReadIt(pieces: [Piece]) throws {
        var gzip = GzipFile()
        let (packed, plain) = file(pieces, in: &gzip)
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).gz")
        try Data(packed).write(to: path)
        defer { try? FileManager.default.removeItem(at: path) }
        let run = try ProgramRun.run("/bin/gzip", ["-dc", path.path])
        #expect(run.status == 0 && run.stderr.isEmpty, "\(run.stderr)")
        #expect([UInt8](run.output) == plain)
        let python = "import sys, gzip; sys.stdout.buffer.write(gzip.open(sys.argv[1]).read())"
        #expect([UInt8](try ProgramRun.run("/usr/bin/python3", ["-c", python, path.path]).output) == plain)
        #expect(packed.gunzipped(limit: plain.count) == plain)
    }

    @Test func usesItsMemoryAgainAndNothingElseOfTheLast() {
        var gzip = GzipFile()
        let first = file([.deflated(Self.page), .stored("one")], in: &gzip).packed
        _ = file([.storedBytes(count: 70_000)], in: &gzip)
        #expect(file([.deflated(Self.page), .stored("one")], in: &gzip).packed == first)
    }

    @Test func compressesWhatIsFixed() {
        let block = DeflatedBytes(Array(Self.page.utf8)[...])
        #expect(block.count * 20 < Self.page.utf8.count)
    }

    @Test func readsNothingThatIsDamagedOrTooLarge() {
        var gzip = GzipFile()
        let (packed, plain) = file([.deflated(Self.page), .stored("Айгүл")], in: &gzip)
        #expect(packed.gunzipped(limit: plain.count - 1) == nil)
        #expect([UInt8](packed.dropLast()).gunzipped(limit: 1 << 20) == nil)
        #expect((packed + [0]).gunzipped(limit: 1 << 20) == nil)
        #expect([UInt8]().gunzipped(limit: 1 << 20) == nil)
        for place in [0, 2, 30, packed.count / 2, packed.count - 6, packed.count - 2] {
            var damaged = packed
            damaged[place] ^= 0x41
            #expect(damaged.gunzipped(limit: 1 << 20) == nil, "\(place)")
        }
    }
}
