import WelcomeCore

/// The part of a text file that is in memory, which moves on through the file.
struct ByteStream: ~Copyable {
    /// How much is read at a time.
    static let chunkBytes = 256 << 10

    /// The path as the person knows it.
    let file: String
    private(set) var buffer: [UInt8] = []
    private var reader: FileReader

    private init(reader: consuming FileReader, file: String) {
        self.reader = reader
        self.file = file
        buffer.reserveCapacity(2 * Self.chunkBytes)
    }

    /// Opens the file at `path` and reads its beginning.
    static func open(path: String, file: String) throws(LeadSourceError) -> ByteStream {
        var stream = ByteStream(reader: try openReader(path: path, file: file), file: file)
        // A pipe may give a few bytes only, too few to tell the format from.
        while stream.buffer.count < 4096, try stream.refill(discarding: 0) {}
        return stream
    }

    private static func openReader(path: String, file: String) throws(LeadSourceError) -> FileReader {
        do throws(FileError) {
            return try FileReader(path: path)
        } catch {
            throw Self.error(error, file: file)
        }
    }

    /// Drops the first `count` bytes and reads more behind the rest; gives `false` at the file's end.
    mutating func refill(discarding count: Int) throws(LeadSourceError) -> Bool {
        buffer.removeSubrange(0..<count)
        do throws(FileError) {
            return try reader.read(atMost: Self.chunkBytes, appendingTo: &buffer) > 0
        } catch {
            throw Self.error(error, file: file)
        }
    }

    private static func error(_ failure: FileError, file: String) -> LeadSourceError {
        let location = SourceLocation(file: file)
        if failure.isMissing {
            return LeadSourceError(
                .sourceMissing, at: location, "the source of leads does not exist",
                fix: "name it under `leads` in welcome.yml, or by --leads"
            )
        }
        if failure.isDirectory {
            return LeadSourceError(
                .sourceUnreadable, at: location, "the source of leads is a folder",
                fix: "name a CSV, NDJSON or SQLite file"
            )
        }
        let reason = systemMessage(failure.code)
        var error = LeadSourceError(.sourceUnreadable, at: location, "the source of leads cannot be read: \(reason)")
        error.isRefusal = true
        return error
    }
}
