import WelcomeCore

/// The part of a text file that is in memory, which moves on through the file.
struct ByteStream: ~Copyable {
    /// The path as the person knows it.
    let file: String
    /// Whether another program gives the bytes, once and as it likes.
    let isPipe: Bool
    private(set) var buffer: [UInt8] = []
    private var reader: FileReader
    private let chunkBytes: Int
    private let stop: StopFlag

    private init(reader: consuming FileReader, _ request: LeadSourceRequest) {
        isPipe = reader.isStream
        self.reader = reader
        file = request.file
        chunkBytes = request.chunkBytes
        stop = request.stop
        buffer.reserveCapacity(2 * chunkBytes)
    }

    /// Opens the file that `request` names.
    static func open(_ request: LeadSourceRequest) throws(LeadSourceError) -> ByteStream {
        do throws(FileError) {
            return ByteStream(reader: try FileReader(sourceAt: request.path), request)
        } catch {
            throw Self.error(error, file: request.file)
        }
    }

    /// Reads on until `isEnough` says so of what is in memory, or the file ends, or `limit` bytes are in memory.
    mutating func fill(upTo limit: Int, until isEnough: ([UInt8]) -> Bool) throws(LeadSourceError) {
        while buffer.count < limit, !isEnough(buffer), try refill(discarding: 0) {}
    }

    /// Drops the first `count` bytes and reads more behind the rest; gives `false` at the file's end.
    mutating func refill(discarding count: Int) throws(LeadSourceError) -> Bool {
        buffer.removeSubrange(0..<count)
        while isPipe, !reader.waitForInput(milliseconds: 100) {
            // Whoever stops a build need not wait for the program that it reads from.
            if stop.isRaised { throw .stopped(file) }
        }
        do throws(FileError) {
            return try reader.read(atMost: chunkBytes, appendingTo: &buffer) > 0
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
