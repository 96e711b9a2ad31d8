import Crypto
package import WelcomeCore

/// Reads media files: what they are, how large, and the hash that names them.
package enum MediaReader {
    /// How much of each end of a file the header parsers see.
    private static let windowBytes = 1 << 20

    /// Examines the file at `path`.
    ///
    /// - Returns: the asset, or why the file cannot be one; `nil` where there is no such file.
    /// - Complexity: O(bytes of the file), in chunks.
    package static func entry(at path: String) throws(FileError) -> MediaEntry? {
        var head: [UInt8] = []
        var tail: [UInt8] = []
        let digest = try digest(path) { chunk in
            if head.count < windowBytes { head += chunk.prefix(windowBytes - head.count) }
            tail = Array((tail + chunk).suffix(MediaProbe.usefulTailBytes))
        }
        guard let digest else { return nil }
        switch MediaProbe.probe(head: head, tail: tail, byteCount: digest.byteCount) {
        case .success(let facts):
            return .asset(
                MediaAsset(hash: digest.hash, byteCount: digest.byteCount, facts: facts, content: .file(path)))
        case .failure(let problem): return .unusable(problem)
        }
    }

    /// The name that a file of these bytes has as an asset.
    static func name(of bytes: [UInt8]) -> String { String(hexadecimal(SHA256.hash(data: bytes)).prefix(32)) }

    /// The name that the file at `path` has as an asset, and its size; `nil` where there is no plain file.
    ///
    /// `body` is given the file's bytes from front to back.
    ///
    /// - Complexity: O(bytes of the file), in chunks.
    static func digest(
        _ path: String, _ body: ([UInt8]) -> Void = { _ in }
    ) throws(FileError) -> (hash: String, byteCount: Int)? {
        do {
            var reader = try FileReader(regularFileAt: path)
            var hash = SHA256()
            var chunk: [UInt8] = []
            var count = 0
            while try reader.read(atMost: 1 << 18, appendingTo: &chunk) > 0 {
                hash.update(data: chunk)
                count += chunk.count
                body(chunk)
                chunk.removeAll(keepingCapacity: true)
            }
            return (String(hexadecimal(hash.finalize()).prefix(32)), count)
        } catch {
            if error.isMissing { return nil }
            throw error
        }
    }
}
