import Glibc

/// Reads a file of modest size whole; `nil` where there is none.
package func wholeFile(_ path: String) throws(FileError) -> [UInt8]? {
    do {
        var reader = try FileReader(path: path)
        var bytes: [UInt8] = []
        while try reader.read(atMost: 1 << 16, appendingTo: &bytes) > 0 {}
        return bytes
    } catch {
        if error.isMissing { return nil }
        throw error
    }
}

/// The permission bits of a file; `nil` where there is none.
package func fileMode(_ path: String) -> UInt32? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    return status.st_mode & 0o7777
}

/// The size of a file in bytes; `nil` where there is none.
package func fileSize(_ path: String) -> Int? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    return Int(status.st_size)
}
