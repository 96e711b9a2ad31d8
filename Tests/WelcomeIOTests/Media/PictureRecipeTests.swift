import Foundation
import Testing
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

@Suite(.needs(.mediaTools), .enabled(if: MediaBench.hasTools)) struct PictureRecipeTests {
    private static func picture(_ result: MediaWorkshop.Result) throws -> PreparedPicture {
        guard case .picture(let picture) = try #require(result.asset.prepared, "\(result.faults)") else {
            throw MediaBench.NotAnAsset(path: "")
        }
        return picture
    }

    @Test(
        arguments: [
            ("photo-sideways-gps.jpg", 640, 427, [360, 640]), ("price-list.png", 1080, 760, [360, 720, 1080]),
            ("grey.jpg", 33, 44, [33]), ("tiny.gif", 37, 23, [37]), ("orientation-8-little.jpg", 30, 40, [30]),
            ("alpha.webp", 130, 45, [130]), ("animated.webp", 64, 48, [64]), ("progressive.jpg", 77, 31, [77]),
        ] as [(String, Int, Int, [Int])])
    func makesWidthsThatOthersCanRead(name: String, width: Int, height: Int, widths: [Int]) throws {
        let bench = try MediaBench()
        let result = try bench.prepare(MediaBench.sample(name))
        let picture = try Self.picture(result)

        #expect(result.faults.isEmpty)
        #expect((picture.width, picture.height) == (width, height))
        #expect(picture.jpeg.map(\.facts.width) == widths)
        #expect(picture.avif.map(\.facts.width) == widths)
        for asset in picture.jpeg + picture.avif {
            #expect(try OtherOpinion.header(asset.path, "width") == "\(asset.facts.width ?? 0)")
            #expect(try OtherOpinion.header(asset.path, "height") == "\(asset.facts.height ?? 0)")
            let loader = asset.facts.format == .avif ? "heifload" : "jpegload"
            #expect(try OtherOpinion.header(asset.path, "vips-loader") == loader)
            #expect(try OtherOpinion.isPlain(asset.path))
        }
        let ratio = Double(height) / Double(width)
        for asset in picture.jpeg {
            let expected = Double(asset.facts.width ?? 0) * ratio
            #expect(abs(Double(asset.facts.height ?? 0) - expected) <= 1)
        }
    }

    @Test(arguments: ["photo-sideways-gps.jpg", "orientation-8-little.jpg"])
    func leavesNoMetadata(name: String) throws {
        let bench = try MediaBench()
        let picture = try Self.picture(bench.prepare(MediaBench.sample(name)))
        for asset in picture.jpeg + picture.avif {
            let bytes = Data(try asset.bytes)
            for word in ["Exif\0", "ICC_PROFILE", "http://ns.adobe.com", "Photoshop", "GPS", "Secret Owner", "<x:xmp"] {
                #expect(bytes.range(of: Data(word.utf8)) == nil, "\(word) in \(asset.publishedName)")
            }
            let fields = try ProgramRun.run("/usr/bin/vipsheader", ["-a", asset.path]).stdout
            #expect(!fields.contains("exif-ifd"))
            #expect(!fields.contains("icc-profile-data"))
        }
    }

    /// The sideways photo is the building's own, lying on its side: upright, both show the same.
    @Test func turnsPicturesUpright() throws {
        let bench = try MediaBench()
        let upright = try Self.picture(bench.prepare(MediaBench.sample("photo-building.jpg")))
        let turned = try Self.picture(bench.prepare(MediaBench.sample("photo-sideways-gps.jpg")))
        for (x, y) in [(40, 40), (320, 60), (600, 400), (100, 300)] {
            let expected = try OtherOpinion.pixel(upright.jpeg[1].path, x: x, y: y)
            let found = try OtherOpinion.pixel(turned.jpeg[1].path, x: x, y: y)
            #expect(expected.count == 3)
            for (one, other) in zip(expected, found) { #expect(abs(one - other) < 48, "at \(x), \(y)") }
        }
        #expect(upright.colour.wholeMatch(of: /#[0-9a-f]{6}/) != nil)
    }

    @Test func keepsColourEdgesOfDrawings() throws {
        let bench = try MediaBench()
        let drawing = try Self.picture(bench.prepare(MediaBench.sample("price-list.png")))
        let photo = try Self.picture(bench.prepare(MediaBench.sample("photo-building.jpg")))
        #expect(try OtherOpinion.probe(drawing.jpeg[2].path)["streams.stream.0.pix_fmt"] == "yuvj444p")
        #expect(try OtherOpinion.probe(photo.jpeg[1].path)["streams.stream.0.pix_fmt"] == "yuvj420p")
        #expect(try OtherOpinion.isPlain(drawing.avif[2].path))
    }

    @Test func neverEnlargesAndStopsAtWidestScreen() throws {
        let bench = try MediaBench()
        let wide = "\(bench.folder)/wide.png"
        _ = try ProgramRun.run("/usr/bin/vips", ["black", wide, "2000", "500", "--bands", "3"])
        let picture = try Self.picture(bench.prepare(MediaBench.asset(at: wide)))
        #expect(picture.jpeg.map(\.facts.width) == [360, 720, 1080, 1600])
        #expect(picture.jpeg.map(\.facts.height) == [90, 180, 270, 400])
        #expect((picture.width, picture.height) == (2000, 500))
        #expect(picture.colour == "#000000")
    }

    @Test func readsWhatPhonesCallHEIC() throws {
        let bench = try MediaBench()
        let heic = "\(bench.folder)/photo.heic"
        _ = try ProgramRun.run(
            "/usr/bin/vips", ["heifsave", Fixtures.path("media/photo-building.jpg"), heic, "--compression", "hevc"])
        let asset = try MediaBench.asset(at: heic)
        #expect(asset.facts.format == .heic)
        #expect((asset.facts.width, asset.facts.height) == (640, 427))
        let picture = try Self.picture(bench.prepare(asset))
        #expect(picture.jpeg.map(\.facts.width) == [360, 640])
        #expect(picture.avif.count == 2)
    }

    /// Sixteen bits a channel, four channels of ink: what comes out is eight bits of red, green and blue.
    @Test func makesEightBitsOfDeepAndTransparentPictures() throws {
        let bench = try MediaBench()
        let (deep, clear) = ("\(bench.folder)/deep.png", "\(bench.folder)/clear.png")
        _ = try ProgramRun.run(
            "/usr/bin/vips", ["colourspace", Fixtures.path("media/photo-building.jpg"), deep, "rgb16"])
        _ = try ProgramRun.run("/usr/bin/vips", ["black", clear, "40", "40", "--bands", "4"])
        let upright = try Self.picture(bench.prepare(MediaBench.sample("photo-building.jpg")))
        let picture = try Self.picture(bench.prepare(MediaBench.asset(at: deep)))
        let one = try OtherOpinion.pixel(upright.jpeg[1].path, x: 320, y: 60)
        let other = try OtherOpinion.pixel(picture.jpeg[1].path, x: 320, y: 60)
        for (one, other) in zip(one, other) { #expect(abs(one - other) < 24) }
        let opaque = try Self.picture(bench.prepare(MediaBench.asset(at: clear)))
        #expect(opaque.colour == "#ffffff")
        #expect(try OtherOpinion.pixel(opaque.jpeg[0].path, x: 20, y: 20).allSatisfy { $0 > 250 })
        #expect(try OtherOpinion.header(opaque.avif[0].path, "bands") == "3")
        #expect(try OtherOpinion.isPlain(picture.avif[1].path))
    }
}
