import Foundation
import Testing
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

/// A dozen known colours side by side, in every form in which pictures come, through every form in which they go out.
@Suite(.needs(.mediaTools), .enabled(if: MediaBench.hasTools)) struct ColourTests {
    private static let colours: [[Int]] = [
        [0, 0, 255], [255, 0, 0], [0, 255, 0], [255, 255, 255], [0, 0, 0], [128, 128, 128], [255, 255, 0],
        [0, 255, 255], [255, 0, 255], [200, 100, 50], [20, 90, 160], [250, 240, 230],
    ]
    /// What ITU-R 601 makes of them, which is what editors call grey.
    private static let greys = [29, 76, 150, 255, 0, 128, 226, 179, 105, 124, 77, 242].map { [$0, $0, $0] }
    private static let edge = 40

    /// How a picture of `rgb.ppm` or `grey.pgm` is made by libvips, and how far colours may be from the original.
    private static let forms: [(name: String, command: [String], isGrey: Bool, tolerance: Int)] = [
        ("rgb.png", ["copy", "rgb.ppm", "rgb.png"], false, 12),
        ("rgb.jpg", ["copy", "rgb.ppm", "rgb.jpg[Q=95,subsample-mode=off]"], false, 12),
        ("rgb.webp", ["copy", "rgb.ppm", "rgb.webp[lossless]"], false, 12),
        ("rgb.gif", ["copy", "rgb.ppm", "rgb.gif"], false, 16),
        ("srgb.jpg", ["icc_transform", "rgb.ppm", "srgb.jpg[Q=95]", "srgb", "--input-profile", "srgb"], false, 12),
        ("p3.jpg", ["icc_transform", "rgb.ppm", "p3.jpg[Q=95]", "p3", "--input-profile", "srgb"], false, 14),
        ("deep.png", ["colourspace", "rgb.ppm", "deep.png", "rgb16"], false, 12),
        ("grey.png", ["copy", "grey.pgm", "grey.png"], true, 8),
        ("grey.jpg", ["copy", "grey.pgm", "grey.jpg[Q=95]"], true, 8),
        ("deep-grey.png", ["colourspace", "grey.pgm", "deep-grey.png", "grey16"], true, 8),
    ]

    /// The patches as a portable picture.
    private static func patches(_ kind: String, _ colours: [[Int]]) -> [UInt8] {
        let row = colours.flatMap { colour in (0..<edge).flatMap { _ in colour.map(UInt8.init) } }
        let head = "\(kind)\n\(colours.count * edge) \(edge)\n255\n"
        return Array(head.utf8) + (0..<edge).flatMap { _ in row }
    }

    private func make(_ command: [String], in bench: MediaBench) throws {
        try bench.files.write(Self.patches("P6", Self.colours), to: "rgb.ppm", mode: .secret)
        try bench.files.write(Self.patches("P5", Self.greys.map { [$0[0]] }), to: "grey.pgm", mode: .secret)
        let run = try ProgramRun.run("/usr/bin/vips", command, directory: bench.folder)
        try #require(run.status == 0, "\(run.stderr)")
    }

    private func check(
        _ asset: MediaAsset, _ expected: [[Int]], tolerance: Int, among indices: Set<Int> = Set(colours.indices),
        _ bench: MediaBench
    ) throws {
        let result = try bench.prepare(asset)
        guard case .picture(let picture) = try #require(result.asset.prepared, "\(result)") else { return }
        #expect(result.faults.isEmpty)
        for file in picture.jpeg + picture.avif {
            for (index, found) in try centres(of: file, bench).enumerated() where indices.contains(index) {
                let far = zip(found, expected[index]).map { abs($0 - $1) }.max() ?? 255
                #expect(far <= tolerance, "\(found) for \(expected[index]) in \(file.publishedName)")
            }
        }
    }

    /// The colours in the middle of each patch, as another program of libvips reads them.
    private func centres(of file: MediaAsset, _ bench: MediaBench) throws -> [[Int]] {
        let run = try ProgramRun.run("/usr/bin/vips", ["copy", file.path, "pixels.raw"], directory: bench.folder)
        try #require(run.status == 0, "\(run.stderr)")
        let pixels = try #require(try bench.files.read("pixels.raw")).map(Int.init)
        let (width, height) = (try #require(file.facts.width), try #require(file.facts.height))
        let bands = pixels.count / (width * height)
        return Self.colours.indices.map { index in
            let x = (2 * index + 1) * width / (2 * Self.colours.count)
            let start = (height / 2 * width + x) * bands
            return bands == 1 ? [Int](repeating: pixels[start], count: 3) : Array(pixels[start..<(start + 3)])
        }
    }

    @Test(arguments: forms.map(\.name))
    func keepsColours(name: String) throws {
        let form = try #require(Self.forms.first { $0.name == name })
        let bench = try MediaBench()
        try make(form.command, in: bench)
        let expected = form.isGrey ? Self.greys : Self.colours
        let asset = try MediaBench.asset(at: "\(bench.folder)/\(name)")
        try check(asset, expected, tolerance: form.tolerance, bench)
    }

    @Test(arguments: ["grey-rgb-profile.jpg", "grey-rgb-profile.png"])
    func repairsGreyWithProfileOfThreeColours(name: String) throws {
        try check(MediaBench.sample(name), Self.greys, tolerance: 8, MediaBench())
    }

    /// Inks without a profile have no one colour; still, red is red, and white, black and grey are what they are.
    @Test func turnsInksIntoColoursOfScreens() throws {
        let bench = try MediaBench()
        try make(["colourspace", "rgb.ppm", "inks.jpg[Q=95,subsample-mode=off]", "cmyk"], in: bench)
        #expect(try OtherOpinion.header("\(bench.folder)/inks.jpg", "bands") == "4")
        try check(
            try MediaBench.asset(at: "\(bench.folder)/inks.jpg"), Self.colours, tolerance: 64, among: [1, 3, 4, 5],
            bench)
    }

    @Test func keepsColourOfPhotoOnCard() throws {
        let bench = try MediaBench()
        let font = try #require(try PreviewFont.find())
        let plain = Self.patches("P6", Self.colours.map { _ in [0, 0, 255] })
        try bench.files.write(plain, to: "plain.ppm", mode: .secret)
        _ = try ProgramRun.run("/usr/bin/vips", ["copy", "plain.ppm", "plain.png"], directory: bench.folder)
        let photo = try MediaBench.asset(at: "\(bench.folder)/plain.png")
        let accent = try #require(Colour(hex: "#204060"))
        let card = try #require(PreviewCard(title: "Синее", accent: accent, photo: photo))
        let file = try #require(try bench.workshop().draw(card, font: font).file)
        let pixel = try OtherOpinion.pixel(file.path, x: 600, y: 200)
        #expect(pixel[0] < 8 && pixel[1] < 8 && pixel[2] > 247, "\(pixel)")
    }
}
