import Testing
import WelcomeCore

@Suite struct MediaProbeTests {
    private func probe(_ bytes: [UInt8]) -> Result<MediaFacts, MediaProblem> {
        MediaProbe.probe(head: bytes, tail: [], byteCount: bytes.count)
    }

    private func facts(_ format: MediaFormat, _ width: Int, _ height: Int, orientation: Int = 1) -> MediaFacts {
        var facts = MediaFacts(format: format)
        (facts.width, facts.height, facts.orientation) = (width, height, orientation)
        return facts
    }

    private func facts(_ format: MediaFormat, milliseconds: Int?) -> MediaFacts {
        var facts = MediaFacts(format: format)
        facts.durationMilliseconds = milliseconds
        return facts
    }

    /// Sizes as Pillow shows them after turning by EXIF.
    @Test(
        arguments: [
            ("photo-building.jpg", .jpeg, 640, 427, 1), ("photo-flower.jpg", .jpeg, 640, 427, 1),
            ("photo-sideways-gps.jpg", .jpeg, 640, 427, 6), ("progressive.jpg", .jpeg, 77, 31, 1),
            ("grey.jpg", .jpeg, 33, 44, 1), ("orientation-8-little.jpg", .jpeg, 30, 40, 8),
            ("photo-coffee.png", .png, 600, 400, 1), ("price-list.png", .png, 1080, 760, 1),
            ("texture-brick.png", .png, 512, 512, 1), ("tiny.gif", .gif, 37, 23, 1), ("lossy.webp", .webp, 301, 17, 1),
            ("lossless.webp", .webp, 300, 19, 1), ("alpha.webp", .webp, 130, 45, 1),
            ("animated.webp", .webp, 64, 48, 1),
        ] as [(String, MediaFormat, Int, Int, Int)])
    func measuresImages(name: String, format: MediaFormat, width: Int, height: Int, orientation: Int) throws {
        let expected = facts(format, width, height, orientation: orientation)
        #expect(probe(try MediaFixture.bytes(name)) == .success(expected))
    }

    /// Lengths as ffmpeg gives them; of Opus in Ogg as mutagen does, which leaves the pre-skip out as players do.
    @Test(
        arguments: [
            ("voice-ru.ogg", .ogg, 16_972), ("voice-kk.ogg", .ogg, 19_541), ("tone-vorbis.ogg", .ogg, 1_402),
            ("tone-vbr.mp3", .mp3, 2_500), ("tone-cbr.mp3", .mp3, 1_541), ("tone.wav", .wav, 750),
            ("tone.m4a", .m4a, 1_200),
            ("tone-moov-last.m4a", .m4a, 1_200), ("tone-opus.mp4", .m4a, 1_000), ("tone.webm", .webm, 1_258),
        ] as [(String, MediaFormat, Int)])
    func measuresSound(name: String, format: MediaFormat, milliseconds: Int) throws {
        let bytes = try MediaFixture.bytes(name)
        let expected = facts(format, milliseconds: milliseconds)
        #expect(probe(bytes) == .success(expected))
        // Both ends are enough where header and index stand there.
        let ends = MediaProbe.probe(
            head: Array(bytes.prefix(1_000)), tail: Array(bytes.suffix(16_000)), byteCount: bytes.count)
        #expect(ends == .success(expected))
    }

    @Test func takesPDF() throws {
        #expect(probe(try MediaFixture.bytes("catalog.pdf")) == .success(MediaFacts(format: .pdf)))
    }

    @Test(
        arguments: [
            (.jpeg, "image/jpeg", "jpg"), (.png, "image/png", "png"), (.gif, "image/gif", "gif"),
            (.webp, "image/webp", "webp"), (.ogg, "audio/ogg", "ogg"), (.mp3, "audio/mpeg", "mp3"),
            (.wav, "audio/wav", "wav"), (.m4a, "audio/mp4", "m4a"), (.webm, "audio/webm", "webm"),
            (.pdf, "application/pdf", "pdf"),
        ] as [(MediaFormat, String, String)])
    func namesTypeAndExtension(format: MediaFormat, mimeType: String, fileExtension: String) {
        let facts = MediaFacts(format: format)
        #expect(facts.mimeType == mimeType)
        #expect(facts.fileExtension == fileExtension)
        #expect(facts.kind == format.kind)
    }

    @Test(
        arguments: [
            ("", .empty), ("<svg xmlns='http://www.w3.org/2000/svg'/>", .markup), ("<!doctype html>", .markup),
            ("\u{FEFF} \r\n\t<HTML>", .markup), ("<?xml version='1.0'?><MPD/>", .markup),
            ("#EXTM3U\n#EXTINF:1\na", .playlist),
            ("ffconcat version 1.0\nfile a", .playlist), ("[playlist]\nFile1=a", .playlist), ("v=0\r\no=-", .playlist),
            ("plain words", .unsupported), ("PK\u{3}\u{4}", .unsupported),
            ("\u{0}\u{0}\u{0}\u{18}ftypavif", .unsupported),
            ("\u{0}\u{0}\u{0}\u{18}ftypheic", .unreadable(.heic)), ("BM0000", .unsupported), ("fLaC", .unsupported),
            ("%!PS-Adobe", .unsupported), ("%PDF-x", .unreadable(.pdf)), ("%PDF-1.7\n", .unreadable(.pdf)),
            ("GIF89a", .unreadable(.gif)), ("OggS", .unreadable(.ogg)), ("ID3", .unreadable(.mp3)),
            ("RIFF0000WEBP", .unreadable(.webp)), ("RIFF0000WAVE", .unreadable(.wav)), ("RIFF0000AVI ", .unsupported),
            ("\u{0}\u{0}\u{0}\u{8}ftyp", .unreadable(.m4a)),
        ] as [(String, MediaProblem)])
    func refuses(text: String, problem: MediaProblem) {
        #expect(probe(Array(text.utf8)) == .failure(problem))
    }

    @Test(arguments: ["video.mp4", "video.webm"])
    func refusesVideo(name: String) throws {
        #expect(probe(try MediaFixture.bytes(name)) == .failure(.video))
    }

    @Test func refusesMatroskaThatIsNotWebM() throws {
        var bytes = try MediaFixture.bytes("tone.webm")
        let name = try #require(bytes.indices.first { bytes[$0...].starts(with: "webm".utf8) })
        bytes.replaceSubrange(name..<(name + 4), with: "mkvv".utf8)
        #expect(probe(bytes) == .failure(.unsupported))
    }

    @Test(arguments: ["voice-ru.ogg", "tone-vorbis.ogg"]) func refusesSoundThatEndsBetweenTwoPages(name: String) throws
    {
        let bytes = try MediaFixture.bytes(name)
        let pages = bytes.indices.filter { bytes[$0...].starts(with: "OggS".utf8) }
        try #require(pages.count > 2)
        for end in pages.dropFirst() { #expect(probe(Array(bytes[..<end])) == .failure(.unreadable(.ogg)), "\(end)") }
        // The whole file, which does not say that it is whole.
        var endless = bytes
        endless[(pages.last ?? 0) + 5] &= ~4
        #expect(probe(endless) == .failure(.unreadable(.ogg)))
    }

    private func png(_ width: UInt32, _ height: UInt32) -> [UInt8] {
        func big(_ number: UInt32) -> [UInt8] {
            [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> UInt32($0)) }
        }
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + big(13) + Array("IHDR".utf8) + big(width)
            + big(height)
    }

    @Test(
        arguments: [
            (10_000, 5_000, true), (5_001, 10_000, false), (16_384, 3_051, true), (16_385, 1, false),
            (1, 16_385, false),
            (.max, .max, false), (17_000, 17_000, false),
        ] as [(UInt32, UInt32, Bool)])
    func limitsPixels(width: UInt32, height: UInt32, isAllowed: Bool) {
        let expected: Result<MediaFacts, MediaProblem> =
            isAllowed ? .success(facts(.png, Int(width), Int(height))) : .failure(.tooManyPixels)
        #expect(probe(png(width, height)) == expected)
    }

    @Test func refusesAnImageWithoutPixels() {
        #expect(probe(png(0, 5)) == .failure(.unreadable(.png)))
        #expect(probe(png(5, 0)) == .failure(.unreadable(.png)))
    }

    @Test(
        arguments: [
            ("photo-coffee.png", 26_214_400, .image), ("voice-ru.ogg", 20_971_520, .audio),
            ("catalog.pdf", 104_857_600, .document),
        ] as [(String, Int, MediaKind)])
    func limitsBytes(name: String, limit: Int, kind: MediaKind) throws {
        let bytes = try MediaFixture.bytes(name)
        func result(_ count: Int) -> Result<MediaFacts, MediaProblem> {
            MediaProbe.probe(head: bytes, tail: bytes, byteCount: count)
        }
        #expect(throws: Never.self) { try result(limit).get() }
        #expect(result(limit + 1) == .failure(.tooLarge(kind)))
    }

    /// A VBRI header as Fraunhofer's encoder writes it: 100 frames of 1,152 samples at 44,100 a second are 2,612.2 ms.
    @Test func countsFramesOfVBRI() {
        var bytes: [UInt8] = [0xFF, 0xFB, 0x90, 0x00] + Array(repeating: 0, count: 413)
        bytes.replaceSubrange(36..<40, with: "VBRI".utf8)
        bytes.replaceSubrange(50..<54, with: [0, 0, 0, 100])
        bytes += [0xFF, 0xFB, 0x90, 0x00]
        #expect(probe(bytes) == .success(facts(.mp3, milliseconds: 2_612)))
    }

    @Test func measuresSoundWhoseLengthWasLeftOpen() throws {
        var bytes = try MediaFixture.bytes("tone.wav")
        let data = try #require(bytes.indices.first { bytes[$0...].starts(with: "data".utf8) })
        bytes.replaceSubrange((data + 4)..<(data + 8), with: [0xFF, 0xFF, 0xFF, 0xFF])
        #expect(probe(bytes) == .success(facts(.wav, milliseconds: 750)))
    }

    @Test func givesNoLengthThatTheHeaderDoesNotTell() throws {
        // As a browser's recorder writes it: the Duration element made unknown.
        var bytes = try MediaFixture.bytes("tone.webm")
        let duration = try #require(bytes.indices.first { bytes[$0...].starts(with: [0x44, 0x89, 0x88]) })
        bytes[duration + 1] = 0x8A
        #expect(probe(bytes) == .success(facts(.webm, milliseconds: nil)))
    }

    @Test func reportsEveryProblemUnderACode() {
        let problems: [MediaProblem] = [
            .empty, .markup, .playlist, .video, .unsupported, .tooLarge(.image), .tooLarge(.audio), .tooManyPixels,
            .unreadable(.jpeg),
        ]
        #expect(problems.filter { $0.code == .mediaTooLarge }.count == 3)
        #expect(problems.allSatisfy { [.mediaTooLarge, .mediaType].contains($0.code) })
        #expect(Set(problems.map(\.description)).count == problems.count)
        #expect(MediaProblem.tooLarge(.image).description == "image is larger than 25 MiB")
    }
}
