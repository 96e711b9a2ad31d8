import Glibc

/// The absolute path behind `path`, with every symbolic link resolved.
///
/// Where its last parts do not exist, or are a link to nothing, those stay as they are written.
package func realPath(_ path: String) -> String {
    var existing = path.isEmpty ? "." : path
    var missing: [String] = []
    while true {
        if let resolved = unsafe realpath(existing, nil) {
            defer { unsafe free(resolved) }
            return appending(missing.reversed(), to: unsafe String(cString: resolved))
        }
        while existing.utf8.count > 1, existing.utf8.last == UInt8(ascii: "/") { existing.removeLast() }
        guard existing != "/", existing != "." else { return existing }
        let slash = existing.lastIndex(of: "/")
        missing.append(String(slash.map { existing[existing.index(after: $0)...] } ?? existing[...]))
        existing = slash.map { $0 == existing.startIndex ? "/" : String(existing[..<$0]) } ?? "."
    }
}

/// Tells whether `path` is itself a symbolic link.
package func isSymbolicLink(_ path: String) -> Bool {
    var status = stat()
    return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
}

/// Tells whether `path` is `folder` or lies below it; both are real paths.
package func isPath(_ path: String, atOrBelow folder: String) -> Bool {
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    return path == folder || path.utf8.starts(with: prefix.utf8)
}

private func appending(_ names: [String], to folder: String) -> String {
    var path = folder
    for name in names where !name.isEmpty && name != "." {
        if name == ".." {
            let slash = path.lastIndex(of: "/") ?? path.startIndex
            path = slash == path.startIndex ? "/" : String(path[..<slash])
        } else {
            path += path.hasSuffix("/") ? name : "/\(name)"
        }
    }
    return path
}
