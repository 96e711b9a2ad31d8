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
///
/// - Throws: where there may be one that cannot be looked at: who took that for none might write over what is precious.
package func fileMode(_ path: String) throws(FileError) -> UInt32? {
    try status(of: path).map { $0.st_mode & 0o7777 }
}

/// The size of a file in bytes; `nil` where there is none.
///
/// - Throws: where there may be one that cannot be looked at.
package func fileSize(_ path: String) throws(FileError) -> Int? {
    try status(of: path).map { Int($0.st_size) }
}

private func status(of path: String) throws(FileError) -> stat? {
    var status = stat()
    if unsafe stat(path, &status) == 0 { return status }
    guard errno == ENOENT || errno == ENOTDIR else { throw FileError(operation: "examine", path: path, code: errno) }
    return nil
}
