import Glibc
package import WelcomeCore

extension FileTree {
    /// Passes everything below `folder` to `visit`, hidden names and the folder itself too, ascending in each folder.
    ///
    /// A folder is looked into when `visit` says so. What goes away meanwhile, as pages do under a build, is left out.
    ///
    /// - Throws: `FileError` when there is no such folder, or when something in it cannot be looked at.
    package static func walk(_ folder: String, _ visit: (WebRootEntry) -> Bool) throws(FileError) {
        guard let root = try entry(folder, path: "") else {
            throw FileError(operation: "read", path: folder, code: ENOENT)
        }
        if visit(root), root.kind == .folder { try walk(folder, prefix: "", visit) }
    }

    private static func walk(
        _ folder: String, prefix: String, _ visit: (WebRootEntry) -> Bool
    ) throws(FileError) {
        for name in try names(in: folder) {
            // A name that is no UTF-8 cannot be asked about, and no build makes one.
            let isText = !name.unicodeScalars.contains("\u{FFFD}")
            let found = isText ? try entry("\(folder)/\(name)", path: prefix + name) : nil
            guard let entry = found ?? (isText ? nil : WebRootEntry(path: prefix + name, kind: .file, mode: 0)) else {
                continue
            }
            if visit(entry), entry.kind == .folder { try walk("\(folder)/\(name)", prefix: "\(prefix)\(name)/", visit) }
        }
    }

    private static func entry(_ file: String, path: String) throws(FileError) -> WebRootEntry? {
        var status = stat()
        guard unsafe lstat(file, &status) == 0 else {
            if errno == ENOENT { return nil }
            throw FileError(operation: "read", path: file, code: errno)
        }
        let kind: WebRootEntry.Kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFLNK: .symbolicLink
            default: .special
            }
        return WebRootEntry(path: path, kind: kind, mode: UInt32(status.st_mode) & 0o7777)
    }
}
