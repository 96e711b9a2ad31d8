import Glibc

/// What lies below a folder, found without following a symbolic link.
package struct FileTree {
    /// Something in the tree that is no folder.
    package struct Entry: Sendable, Hashable {
        /// What an entry itself is, whatever a link points to.
        package enum Kind: Sendable {
            case file
            case symbolicLink
            /// A device, a pipe or a socket.
            case special
            /// Something whose name is not UTF-8, which cannot be opened by it.
            case misnamed
        }

        /// The path below the folder, with `/`.
        package var path: String
        package var kind: Kind
        package var byteCount: Int
    }

    /// Lists every entry below `folder` but folders themselves, ascending by path; hidden names are left out.
    ///
    /// - Returns: `nil` where there is no such folder.
    package static func entries(below folder: String) throws(FileError) -> [Entry]? {
        var status = stat()
        guard unsafe stat(folder, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw FileError(operation: "read", path: folder, code: errno)
        }
        guard status.st_mode & S_IFMT == S_IFDIR else { return nil }
        var entries: [Entry] = []
        try collect(folder, prefix: "", depth: 0, into: &entries)
        return entries.sorted { $0.path < $1.path }
    }

    private static func collect(
        _ folder: String, prefix: String, depth: Int, into entries: inout [Entry]
    ) throws(FileError) {
        for name in try names(in: folder) where !name.hasPrefix(".") {
            let path = "\(folder)/\(name)"
            var status = stat()
            let relative = prefix.isEmpty ? name : "\(prefix)/\(name)"
            guard unsafe lstat(path, &status) == 0 else {
                guard errno == ENOENT, isMisread(name) else {
                    throw FileError(operation: "read", path: path, code: errno)
                }
                entries.append(Entry(path: relative, kind: .misnamed, byteCount: 0))
                continue
            }
            switch status.st_mode & S_IFMT {
            case S_IFDIR:
                guard depth < 16 else { throw FileError(operation: "descend into", path: path, code: ELOOP) }
                try collect(path, prefix: relative, depth: depth + 1, into: &entries)
            case S_IFREG: entries.append(Entry(path: relative, kind: .file, byteCount: Int(status.st_size)))
            case S_IFLNK: entries.append(Entry(path: relative, kind: .symbolicLink, byteCount: 0))
            default: entries.append(Entry(path: relative, kind: .special, byteCount: 0))
            }
        }
    }

    /// The names of the folders directly inside `folder`, ascending, hidden ones left out.
    package static func folders(in folder: String) throws(FileError) -> [String]? {
        var status = stat()
        guard unsafe stat(folder, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw FileError(operation: "examine", path: folder, code: errno)
        }
        guard status.st_mode & S_IFMT == S_IFDIR else { return nil }
        var folders: [String] = []
        for name in try names(in: folder) where !name.hasPrefix(".") {
            let path = "\(folder)/\(name)"
            guard unsafe lstat(path, &status) == 0 else {
                if errno == ENOENT, isMisread(name) { continue }
                throw FileError(operation: "examine", path: path, code: errno)
            }
            if status.st_mode & S_IFMT == S_IFDIR { folders.append(name) }
        }
        return folders
    }

    /// The names in `folder` that are not UTF-8, as far as they can be shown.
    package static func misnamed(in folder: String) throws(FileError) -> [String] {
        try visibleNames(in: folder)?.filter { isMisread($0) && FileIdentity(path: "\(folder)/\($0)") == nil } ?? []
    }

    /// Whether a name has what stands for bytes that are no text.
    private static func isMisread(_ name: String) -> Bool { name.unicodeScalars.contains("\u{FFFD}") }

    static func names(in folder: String) throws(FileError) -> [String] {
        guard let stream = unsafe opendir(folder) else {
            throw FileError(operation: "list", path: folder, code: errno)
        }
        defer { unsafe closedir(stream) }
        guard let names = unsafe names(from: stream) else {
            throw FileError(operation: "list", path: folder, code: errno)
        }
        return names
    }

    /// The names in an open folder, ascending; `nil` where the system refuses to go on, with the reason in `errno`.
    static func names(from stream: OpaquePointer) -> [String]? {
        var names: [String] = []
        errno = 0
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
            errno = 0
        }
        return errno == 0 ? names.sorted() : nil
    }
}

extension FileTree {
    /// The names directly inside `folder`, ascending, hidden ones left out; `nil` where there is no such folder.
    package static func visibleNames(in folder: String) throws(FileError) -> [String]? {
        do {
            return try names(in: folder).filter { !$0.hasPrefix(".") }
        } catch {
            if error.code == ENOENT { return nil }
            throw error
        }
    }
}
