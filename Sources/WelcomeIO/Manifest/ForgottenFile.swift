import Crypto
import Foundation
import WelcomeCore

/// The file beside the manifest that tells a recovered ledger who was forgotten.
///
/// It holds marks, which name nobody, and the key that they were made with, sealed under each signing key.
enum ForgottenFile {
    /// How the names of such files begin.
    static let prefix = "forgotten-"

    private struct Wire: Codable {
        struct Seal: Codable {
            var key: UInt8
            var sealed: String
        }

        var v = 1
        var seals: [Seal]
        var marks: [String]
    }

    /// What a file of this kind tells.
    struct Content {
        var seals: [TombstoneSeal]
        var marks: [[UInt8]]
    }

    /// Writes `marks`, and the key that they were made with as `seals`, unless it is there already, and makes it durable but for the folder's entry.
    ///
    /// - Returns: what the pointer must say of it; `nil` where nobody was forgotten.
    static func write(
        _ marks: [[UInt8]], _ seals: [TombstoneSeal], _ files: any FileSystem
    ) throws -> ManifestPointer.ForgottenFile? {
        guard !marks.isEmpty else { return nil }
        let wire = Wire(
            seals: seals.map { .init(key: $0.keyID, sealed: hexadecimal($0.sealed)) },
            marks: marks.map { hexadecimal($0) })
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let bytes = Array(try encoder.encode(wire)) + [10]
        let sha256 = hexadecimal(SHA256.hash(data: bytes))
        let name = "\(prefix)\(sha256.prefix(16)).json"
        if try files.read(name) != bytes { try files.replace(name, with: bytes, mode: .shared, .whole) }
        return ManifestPointer.ForgottenFile(name: name, leadCount: marks.count, sha256: sha256)
    }

    /// Reads the file that `pointer` names; `nil` where it is not there or not what the pointer says.
    static func read(_ forgotten: ManifestPointer.ForgottenFile, _ files: any FileSystem) throws(FileError) -> Content?
    {
        guard forgotten.name.hasPrefix(prefix), !forgotten.name.contains("/"),
            let bytes = try files.read(forgotten.name), hexadecimal(SHA256.hash(data: bytes)) == forgotten.sha256,
            let wire = try? JSONDecoder().decode(Wire.self, from: Data(bytes))
        else { return nil }
        var content = Content(seals: [], marks: [])
        for seal in wire.seals {
            guard let sealed = decodeHexadecimal(seal.sealed) else { return nil }
            content.seals.append(TombstoneSeal(keyID: seal.key, sealed: sealed))
        }
        for mark in wire.marks {
            guard let mark = decodeHexadecimal(mark) else { return nil }
            content.marks.append(mark)
        }
        return content
    }
}
