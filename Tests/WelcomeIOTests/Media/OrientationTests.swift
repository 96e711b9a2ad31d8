import Foundation
import Testing
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

/// Every way in which a phone may be held, in both byte orders of EXIF, for pictures that are wide and that are tall.
@Suite(.needs(.mediaTools), .enabled(if: MediaBench.hasTools)) struct OrientationTests {
    /// How the stored pixels come from the upright ones, in the words of `vips`: what CIPA DC-008 calls each orientation.
    private static let stored: [Int: [[String]]] = [
        1: [], 2: [["flip", "horizontal"]], 3: [["rot", "d180"]], 4: [["flip", "vertical"]],
        5: [["rot", "d90"], ["flip", "horizontal"]], 6: [["rot", "d270"]],
        7: [["rot", "d270"], ["flip", "horizontal"]], 8: [["rot", "d90"]],
    ]

    @Test(arguments: 1...8, [true, false]) func turnsPictureUpright(orientation: Int, isWide: Bool) throws {
        let bench = try MediaBench()
        let (width, height) = isWide ? (300, 200) : (200, 300)
        var path = "\(bench.folder)/upright.png"
        let source = Fixtures.path("media/photo-building.jpg")
        try vips(["crop", source, path, "100", "60", "\(width)", "\(height)"])
        let upright = path
        for (number, step) in try #require(Self.stored[orientation]).enumerated() {
            let next = "\(bench.folder)/step-\(number).png"
            try vips([step[0], path, next, step[1]])
            path = next
        }
        let photo = "\(bench.folder)/photo.jpg"
        try vips(["jpegsave", path, photo, "--Q", "95", "--strip"])
        try setOrientation(orientation, of: photo, isBigEndian: isWide)

        let result = try bench.prepare(MediaBench.asset(at: photo))
        guard case .picture(let picture) = try #require(result.asset.prepared) else {
            Issue.record("no picture")
            return
        }
        #expect((picture.width, picture.height) == (width, height))
        for asset in [picture.jpeg, picture.avif].compactMap(\.last) {
            // Mean difference of all pixels: what compression costs is below 10, a picture that lies wrong differs by 100.
            let difference = "\(bench.folder)/difference.v"
            let plain = "\(bench.folder)/plain.png"
            try vips(["copy", asset.path, plain])
            try vips(["subtract", upright, plain, difference])
            try vips(["abs", difference, "\(bench.folder)/abs.v"])
            let mean = try ProgramRun.run("/usr/bin/vips", ["avg", "\(bench.folder)/abs.v"]).stdout
            #expect(try #require(Double(mean.trimmingCharacters(in: .whitespacesAndNewlines))) < 20)
            #expect(try Data(asset.bytes).range(of: Data("Exif\0".utf8)) == nil)
        }
    }

    private func vips(_ arguments: [String]) throws {
        let run = try ProgramRun.run("/usr/bin/vips", arguments)
        try #require(run.status == 0, "\(run.stderr)")
    }

    /// Puts an EXIF segment that says nothing but the orientation behind the first marker of the JPEG at `path`.
    private func setOrientation(_ orientation: Int, of path: String, isBigEndian: Bool) throws {
        func number(_ value: Int, bytes count: Int) -> [UInt8] {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
            return isBigEndian ? bytes.reversed() : bytes
        }
        var tiff: [UInt8] = Array((isBigEndian ? "MM" : "II").utf8) + number(42, bytes: 2) + number(8, bytes: 4)
        // One entry: tag 0x0112, a short, once; then no further directory.
        tiff += number(1, bytes: 2) + number(0x0112, bytes: 2) + number(3, bytes: 2) + number(1, bytes: 4)
        tiff += number(orientation, bytes: 2) + [0, 0] + number(0, bytes: 4)
        let body = Array("Exif\0\0".utf8) + tiff
        let length = body.count + 2
        var jpeg = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        jpeg.insert(contentsOf: [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 0xFF)] + body, at: 2)
        try Data(jpeg).write(to: URL(fileURLWithPath: path))
    }
}
