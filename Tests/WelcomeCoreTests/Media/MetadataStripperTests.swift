import Foundation
import Testing
import WelcomeCore

/// Files that say in every place that their format has where and by whom they were made; each such word is `Hidden…`.
@Suite struct MetadataStripperTests {
    static let located: [(String, MediaFormat)] = [
        ("located.jpg", .jpeg), ("located.png", .png), ("located.webp", .webp), ("located.gif", .gif),
        ("located.mp3", .mp3), ("located.ogg", .ogg), ("located-vorbis.ogg", .ogg), ("located.m4a", .m4a),
        ("located.wav", .wav), ("located.webm", .webm), ("located.pdf", .pdf),
    ]

    private func facts(_ bytes: [UInt8]) throws -> MediaFacts {
        try MediaProbe.probe(head: bytes, tail: [], byteCount: bytes.count).get()
    }

    private func holds(_ bytes: [UInt8], _ text: String) -> Bool {
        Data(bytes).range(of: Data(text.utf8)) != nil
    }

    @Test(arguments: located)
    func removesEveryWordAndKeepsWhatIsSeenAndHeard(name: String, format: MediaFormat) throws {
        let source = try MediaFixture.bytes(name)
        #expect(holds(source, "Hidden"))
        let stripped = try #require(MetadataStripper.strip(source, as: format))
        for word in ["Hidden", "GPS", "x:xmpmeta", "8BIM", "ID3", "APETAG", "76.88"] {
            #expect(!holds(stripped, word), "\(word)")
        }
        // In a PDF whatever has no words stays where it is, for objects are found by their position.
        for word in ["MotionPhoto", "MPF\0", "JFXX"] where format != .pdf { #expect(!holds(stripped, word), "\(word)") }
        #expect(try facts(stripped) == facts(source))
        #expect(!MetadataStripper.isClean(source, as: format))
        #expect(MetadataStripper.isClean(stripped, as: format))
    }

    /// Pictures that turn by EXIF still do: browsers go by it.
    @Test(arguments: ["located.jpg", "photo-sideways-gps.jpg", "orientation-8-little.jpg"])
    func keepsOrientationOfJPEG(name: String) throws {
        let source = try MediaFixture.bytes(name)
        let stripped = try #require(MetadataStripper.strip(source, as: .jpeg))
        let orientation = try facts(source).orientation
        #expect(orientation != 1)
        #expect(try facts(stripped).orientation == orientation)
    }

    @Test(arguments: [("located.png", MediaFormat.png, "eXIf"), ("located.webp", .webp, "EXIF")])
    func keepsOrientationAloneOfEXIF(name: String, format: MediaFormat, chunk: String) throws {
        let stripped = try #require(MetadataStripper.strip(try MediaFixture.bytes(name), as: format))
        let start = try #require(Data(stripped).range(of: Data(chunk.utf8))).upperBound
        let tiff = format == .webp ? start + 4 : start
        #expect(
            stripped[tiff..<(tiff + 20)].elementsEqual(
                Array("MM\0*".utf8) + [0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6]))
    }

    @Test func keepsColourProfiles() throws {
        for (name, format) in [("located.jpg", MediaFormat.jpeg), ("located.png", .png)] {
            let stripped = try #require(MetadataStripper.strip(try MediaFixture.bytes(name), as: format))
            #expect(holds(stripped, format == .jpeg ? "ICC_PROFILE\0" : "iCCP"))
        }
    }

    /// A profile of three colours on a grey picture is shown differently by every program.
    @Test func dropsProfileThatIsNotOfPicture() throws {
        let located = try MediaFixture.bytes("located.jpg")
        var grey = try MediaFixture.bytes("grey.jpg")
        let start = try #require(Data(located).range(of: Data("ICC_PROFILE\0".utf8))).lowerBound - 4
        let length = Int(located[start + 2]) << 8 | Int(located[start + 3])
        grey.insert(contentsOf: located[start..<(start + 2 + length)], at: 2)
        let stripped = try #require(MetadataStripper.strip(grey, as: .jpeg))
        #expect(!holds(stripped, "ICC_PROFILE"))
        #expect(PictureColours(of: stripped, .jpeg) == .grey(hasProfile: false))
    }

    @Test(arguments: [
        ("grey.jpg", MediaFormat.jpeg, PictureColours.grey(hasProfile: false)), ("located.jpg", .jpeg, .rgb),
        ("photo-coffee.png", .png, .rgb), ("alpha.webp", .webp, .rgb), ("tiny.gif", .gif, .rgb),
    ])
    func knowsColours(name: String, format: MediaFormat, colours: PictureColours) throws {
        #expect(PictureColours(of: try MediaFixture.bytes(name), format) == colours)
    }

    /// Half a file is none, wherever it was cut; what stands behind the end may be cut as it likes.
    @Test(arguments: [
        ("progressive.jpg", MediaFormat.jpeg), ("grey.jpg", .jpeg), ("tiny.gif", .gif), ("lossy.webp", .webp),
        ("animated.webp", .webp), ("tone.m4a", .m4a), ("tone-moov-last.m4a", .m4a), ("tone.wav", .wav),
    ])
    func refusesEveryCut(name: String, format: MediaFormat) throws {
        let source = try MediaFixture.bytes(name)
        // The last byte of RIFF may be a filler.
        for length in 0..<(source.count - 1) {
            #expect(MetadataStripper.strip(Array(source[..<length]), as: format) == nil, "\(length)")
        }
    }

    @Test func refusesCutPNG() throws {
        let source = try MediaFixture.bytes("located.png")
        let end = try #require(Data(source).range(of: Data("IEND".utf8))).upperBound + 4
        for length in 0..<end { #expect(MetadataStripper.strip(Array(source[..<length]), as: .png) == nil) }
        #expect(MetadataStripper.strip(Array(source[..<end]), as: .png) != nil)
    }

    @Test func leavesWhatIsCleanAsItIs() throws {
        for (name, format) in [
            ("grey.jpg", MediaFormat.jpeg), ("price-list.png", .png), ("lossless.webp", .webp), ("tiny.gif", .gif),
            ("tone-cbr.mp3", .mp3), ("catalog.pdf", .pdf),
        ] {
            let source = try MediaFixture.bytes(name)
            #expect(MetadataStripper.strip(source, as: format) == source, "\(name)")
        }
    }

    @Test func publishesNothingThatOnlyToolsCanMakeSomethingOf() throws {
        let source = try MediaFixture.bytes("grey.jpg")
        for format in [MediaFormat.heic, .amr, .threeGP] {
            #expect(MetadataStripper.strip(source, as: format) == nil)
            #expect(!format.isForBrowsers)
        }
    }
}
