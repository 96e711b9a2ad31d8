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
        var reader: FileReader
        do {
            reader = try FileReader(regularFileAt: path)
        } catch {
            if error.isMissing { return nil }
            throw error
        }
        var hash = SHA256()
        var head: [UInt8] = []
        var tail: [UInt8] = []
        var chunk: [UInt8] = []
        var count = 0
        while try reader.read(atMost: 1 << 18, appendingTo: &chunk) > 0 {
            hash.update(data: chunk)
            count += chunk.count
            if head.count < windowBytes { head += chunk.prefix(windowBytes - head.count) }
            tail = Array((tail + chunk).suffix(MediaProbe.usefulTailBytes))
            chunk.removeAll(keepingCapacity: true)
        }
        switch MediaProbe.probe(head: head, tail: tail, byteCount: count) {
        case .success(let facts):
            let name = String(hexadecimal(hash.finalize()).prefix(32))
            return .asset(MediaAsset(hash: name, byteCount: count, facts: facts, content: .file(path)))
        case .failure(let problem): return .unusable(problem)
        }
    }
}
