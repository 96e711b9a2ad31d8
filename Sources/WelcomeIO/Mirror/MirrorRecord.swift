import Crypto
import Foundation
import WelcomeCore

/// Why a URL gave nothing that a page could show.
enum MirrorFault: String, Codable, Sendable {
    /// No answer in time, a bad one, or an address that nothing is fetched from.
    case unreachable
    case tooLarge = "too-large"
    /// A file that no page shows, by its bytes.
    case type

    /// What is said of it where there is no copy.
    var problem: MediaProblem {
        switch self {
        case .unreachable: .unreachable
        case .tooLarge: .tooLarge(.image)
        case .type: .unsupported
        }
    }
}

/// What is remembered of one URL, beside its copy; the URL itself is not, for it may name a person.
struct MirrorRecord: Codable, Sendable {
    /// The copy's name as an asset; `nil` where there is none.
    var content: String?
    var etag: String?
    var lastModified: String?
    /// When the copy was fetched or found unchanged.
    var fetchedAt: String?
    /// When the URL was last asked for, in vain or not.
    var askedAt: String
    /// Why the last time was in vain.
    var fault: MirrorFault?

    init(askedAt: Timestamp) {
        self.askedAt = askedAt.iso
    }

    /// Tells whether the URL is to be asked again; an answer from the future is none.
    func isDue(at now: Timestamp, after seconds: Int64) -> Bool {
        guard let age = age(at: now) else { return true }
        return age < 0 || age >= seconds
    }

    /// How many seconds ago the URL was last asked for.
    func age(at now: Timestamp) -> Int64? {
        Timestamp(rfc3339: Array(askedAt.utf8)).map { now.secondsSinceEpoch - $0.secondsSinceEpoch }
    }

    var validators: Validators { Validators(etag: etag, lastModified: lastModified) }
}

/// The copies of what lies behind URLs, in the output folder but outside of what is served.
struct MirrorStore {
    static let folder = "media/url"

    /// The name of a URL's copy, which does not tell the URL.
    static func key(of url: RemoteURL) -> String { hexadecimal(SHA256.hash(data: Array(url.text.utf8))) }

    static func copyPath(_ key: String) -> String { "\(folder)/\(key)" }
    static func recordPath(_ key: String) -> String { "\(folder)/\(key).json" }

    /// Reads what is remembered under `key`; `nil` where nothing is, or nothing that can be read.
    static func record(_ bytes: [UInt8]?) -> MirrorRecord? {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        // Nothing is lost with a damaged one: the URL is asked as if for the first time.
        return bytes.flatMap { try? decoder.decode(MirrorRecord.self, from: Data($0)) }
    }

    /// Writes what is to be remembered, wholly or not at all.
    static func write(_ record: MirrorRecord, _ key: String, _ files: any FileSystem) throws {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try files.replace(recordPath(key), with: Array(try encoder.encode(record)) + [10], mode: .secret, .none)
    }

    /// Removes copies, and what is remembered of their URLs, where `isUnwanted` says so.
    static func remove(in files: any FileSystem, where isUnwanted: (MirrorRecord) -> Bool) throws {
        var didRemove = false
        for name in try files.list(folder) where name.hasSuffix(".json") {
            let key = String(name.dropLast(5))
            guard let record = record(try files.read(recordPath(key))), isUnwanted(record) else { continue }
            try files.remove(copyPath(key))
            try files.remove(recordPath(key))
            didRemove = true
        }
        if didRemove { try files.syncDirectory(folder) }
    }
}
