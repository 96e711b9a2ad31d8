import Foundation
import Testing
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

/// Files that are not what they seem, or not whole.
@Suite(.needs(.mediaTools), .enabled(if: MediaBench.hasTools)) struct HostileMediaTests {
    private func file(_ bytes: some Sequence<UInt8>, _ name: String, in bench: MediaBench) throws -> String {
        try bench.files.write(Array(bytes), to: name, mode: .secret)
        return "\(bench.folder)/\(name)"
    }

    @Test(arguments: ["ffconcat version 1.0\nfile neighbour.ogg\n", "#EXTM3U\n#EXTINF:1\nhttp://127.0.0.1:9/a.ts\n"])
    func refusesListsByTheirFirstBytes(text: String) throws {
        let bench = try MediaBench()
        let path = try file(text.utf8, "list.mp4", in: bench)
        #expect(try MediaReader.entry(at: path) == .unusable(.playlist))
    }

    /// Should a list ever come past the look at its first bytes, ffmpeg takes it for what it is called.
    @Test(
        arguments: [MediaFormat.m4a, .ogg, .webm, .wav, .mp3, .amr, .threeGP],
        [
            "ffconcat version 1.0\nfile NEIGHBOUR\n", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:NEIGHBOUR\n",
            "<MPD><Period><BaseURL>file:NEIGHBOUR</BaseURL></Period></MPD>",
            "v=0\nc=IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 0\n",
        ])
    func opensNoFileThatListNames(format: MediaFormat, list: String) throws {
        let bench = try MediaBench()
        let neighbour = Fixtures.path("media/tone-vorbis.ogg")
        let path = try file(list.replacingOccurrences(of: "NEIGHBOUR", with: neighbour).utf8, "list", in: bench)
        let digest = try MediaBench.hash(path)
        let asset = MediaAsset(
            hash: digest, byteCount: try fileSize(path) ?? 0, facts: MediaFacts(format: format), content: .file(path))
        let result = try bench.prepare(asset)
        #expect(result.asset.prepared == nil)
        #expect(result.problem == .unreadable(format))
    }

    /// Formats that libvips reads, which have been turned against others before, under the name of one that we take.
    @Test(arguments: [
        "<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>", "P6 1 1 255 abc",
        "%PDF-1.4\n", "#?RADIANCE\n", "SIMPLE  =                    T", "II*\u{0}", "1 2 3\n4 5 6\n",
        "MATLAB 5.0 MAT-file",
        "\u{B6}\u{A6}\u{F2}\u{08}", "push graphic-context\nimage over 0,0 0,0 'https://127.0.0.1:9/a'\n",
    ])
    func opensNoPictureOfOtherFormats(text: String) throws {
        let bench = try MediaBench()
        let path = try file(text.utf8, "picture", in: bench)
        for format in [MediaFormat.png, .jpeg, .webp, .gif, .heic] {
            let asset = MediaAsset(
                hash: try MediaBench.hash(path), byteCount: try fileSize(path) ?? 0, facts: MediaFacts(format: format),
                content: .file(path))
            let result = try bench.prepare(asset)
            #expect(result.asset.prepared == nil)
            #expect(result.problem != nil)
        }
    }

    @Test(arguments: [("photo-building.jpg", 2), ("photo-coffee.png", 2), ("catalog.pdf", 0), ("tone.m4a", 0)])
    func refusesWhatIsBrokenInside(name: String, cut: Int) throws {
        let bench = try MediaBench()
        var bytes = try MediaBench.sample(name).bytes
        if cut > 0 {
            bytes.removeLast(bytes.count / cut)
        } else {
            for index in bytes.indices.dropFirst(64).dropLast(64) where index % 7 < 5 { bytes[index] = 0x55 }
        }
        let path = try file(bytes, "broken", in: bench)
        guard case .asset(let asset) = try MediaReader.entry(at: path) else { return }
        let result = try bench.prepare(asset)
        #expect(result.asset.prepared == nil)
        #expect(result.problem == .unreadable(asset.facts.format))
        // What depends on the file alone is remembered.
        let again = try bench.workshop()
        #expect(try again.prepare([asset])[asset.hash]?.problem == .unreadable(asset.facts.format))
    }

    @Test func refusesFileThatChangedMeanwhile() throws {
        let bench = try MediaBench()
        let path = try file(try MediaBench.sample("grey.jpg").bytes, "a.jpg", in: bench)
        let asset = try MediaBench.asset(at: path)
        _ = try file(try MediaBench.sample("progressive.jpg").bytes, "a.jpg", in: bench)
        #expect(try bench.prepare(asset).faults.map(\.reason) == [.changed])
    }

    @Test(arguments: ["jpg", "png"])
    func dropsPayloadsOfEveryTag(type: String) throws {
        let bench = try MediaBench()
        let asset = try MediaBench.sample("payload-in-metadata.\(type)")
        let payload = Data("alert(1)".utf8)
        #expect(Data(try asset.bytes).range(of: payload) != nil)
        let result = try bench.prepare(asset)
        let files = try #require(result.asset.prepared).files
        for file in files { #expect(Data(try file.bytes).range(of: payload) == nil) }
    }

    @Test func opensPictureOnlyAsWhatItsFirstBytesSay() throws {
        let bench = try MediaBench()
        let path = Fixtures.path("media/grey.jpg")
        let asset = MediaAsset(
            hash: try MediaBench.hash(path), byteCount: try fileSize(path) ?? 0, facts: MediaFacts(format: .png),
            content: .file(path))
        #expect(try bench.prepare(asset).faults.map(\.reason) == [.refused])
    }
}

extension MediaBench {
    /// The name of a file's content, found by another program than ours.
    static func hash(_ path: String) throws -> String {
        String(try ProgramRun.run("/usr/bin/sha256sum", [path]).stdout.prefix(32))
    }
}
