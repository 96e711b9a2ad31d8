import Foundation

/// The sample files of the tests; made by ffmpeg's libraries and Pillow, by the shop's phone, or by hand.
enum MediaFixture {
    /// The names of every sample, in ascending order.
    static let names: [String] = {
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        return (names ?? []).filter { $0 != "README.md" }.sorted()
    }()

    /// The bytes of the sample called `name`.
    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: name)))
    }

    private static let folder = URL(fileURLWithPath: #filePath).appending(path: "../../../Fixtures/media").standardized
}
