import CZlib

/// The interface to zlib, and the only code that knows its streams.
enum Zlib {
    /// How a stretch of a deflate stream ends.
    enum Ending {
        /// On a whole byte behind an empty stored block, so that anything may follow.
        case open
        /// With the stream's last block.
        case last

        fileprivate var flush: Int32 {
            switch self {
            case .open: Z_SYNC_FLUSH
            case .last: Z_FINISH
            }
        }
    }

    /// Returns `plain` as a raw deflate stream (RFC 1951) as small as zlib makes it.
    ///
    /// - Complexity: O(bytes), slowly: it looks for the longest match everywhere.
    static func deflate(_ plain: ArraySlice<UInt8>, ending: Ending) -> [UInt8] {
        var stream = unsafe z_stream()
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        // A negative number of window bits asks for a stream without header and trailer.
        let status = unsafe deflateInit2_(
            &stream, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, MAX_MEM_LEVEL, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
        precondition(status == Z_OK, "zlib has no memory")
        defer { unsafe deflateEnd(&stream) }
        // A flush may add a few bytes to what the library promises for the end of a stream.
        let bound = unsafe Int(deflateBound(&stream, UInt(plain.count))) + 16
        var input = Array(plain)
        return unsafe [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            unsafe input.withUnsafeMutableBufferPointer { input in
                unsafe stream.next_in = input.baseAddress
                unsafe stream.avail_in = UInt32(input.count)
                unsafe stream.next_out = output.baseAddress
                unsafe stream.avail_out = UInt32(output.count)
                let status = unsafe CZlib.deflate(&stream, ending.flush)
                precondition(status == Z_OK || status == Z_STREAM_END, "the output is too small")
            }
            count = unsafe bound - Int(stream.avail_out)
        }
    }

    /// Returns what the gzip file `packed` holds; `nil` where it is damaged or holds more than `limit` bytes.
    ///
    /// - Complexity: O(bytes that it holds).
    static func gunzip(_ packed: [UInt8], limit: Int) -> [UInt8]? {
        var stream = unsafe z_stream()
        // 16 more asks for gzip's header and trailer, which are checked.
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        let status = unsafe inflateInit2_(&stream, MAX_WBITS + 16, ZLIB_VERSION, size)
        precondition(status == Z_OK, "zlib has no memory")
        defer { unsafe inflateEnd(&stream) }
        var input = packed
        var plain: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        return unsafe input.withUnsafeMutableBufferPointer { input -> [UInt8]? in
            unsafe stream.next_in = input.baseAddress
            unsafe stream.avail_in = UInt32(input.count)
            while true {
                let (status, count) = unsafe chunk.withUnsafeMutableBufferPointer { chunk in
                    unsafe stream.next_out = chunk.baseAddress
                    unsafe stream.avail_out = UInt32(chunk.count)
                    let status = unsafe inflate(&stream, Z_NO_FLUSH)
                    return (status, chunk.count - Int(unsafe stream.avail_out))
                }
                plain += chunk[..<count]
                if plain.count > limit { return nil }
                if status == Z_STREAM_END { return unsafe stream.avail_in == 0 ? plain : nil }
                let isOver = unsafe stream.avail_in == 0 && count == 0
                guard status == Z_OK, !isOver else { return nil }
            }
        }
    }

    /// Continues the CRC-32 of earlier bytes with `bytes`.
    static func crc32(_ crc: UInt32, _ bytes: ArraySlice<UInt8>) -> UInt32 {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe UInt32(crc32_z(UInt(crc), buffer.baseAddress, buffer.count))
        }
    }

    /// What `combine` needs to know of the length of the bytes that follow.
    static func combination(length: Int) -> UInt {
        UInt(crc32_combine_gen(length))
    }

    /// The CRC-32 of bytes that have `crc`, followed by bytes that have `next` and the length of `combination`.
    static func combine(_ crc: UInt32, _ next: UInt32, _ combination: UInt) -> UInt32 {
        UInt32(crc32_combine_op(UInt(crc), UInt(next), combination))
    }
}
