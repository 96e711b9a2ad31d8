import WelcomeCore

/// A file operation that the system refused.
package struct FileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was being done, such as `write`.
    package let operation: String
    /// The file as it may be shown: the name of a page is its link, so that four characters stand for it.
    package let path: String
    /// The `errno` of the system call.
    package let code: Int32

    package init(operation: String, path: String, code: Int32) {
        self.operation = operation
        self.path = Self.shown(path)
        self.code = code
    }

    package var description: String { "cannot \(operation) \(path): \(systemMessage(code))" }

    private static func shown(_ path: String) -> String {
        let bytes = path.utf8
        let name = bytes.lastIndex(of: UInt8(ascii: "/")).map { bytes[bytes.index(after: $0)...] } ?? bytes[...]
        guard LinkCode(name.prefix { $0 != UInt8(ascii: ".") }) != nil else { return path }
        let folder = String(path[..<name.startIndex])
        let ending = String(decoding: name.dropFirst(LinkCode.length), as: UTF8.self)
        return folder + String(decoding: name.prefix(4), as: UTF8.self) + "…" + ending
    }
}
