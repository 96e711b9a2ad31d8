import Glibc
import Synchronization
import WelcomeIO

/// A file system in memory that notes every operation and can stop or fail at any of them.
///
/// Names behave as those of Linux do: a file needs its folder, renaming replaces, removing what is not there is no
/// error. `copy` reads real files, since media lie outside the root.
final class InMemoryFileSystem: FileSystem {
    /// One operation, as a person reads it: `rename tmp/pointer manifest.json`.
    typealias Operation = String

    /// What goes wrong, and when.
    enum Fault: Sendable {
        case none
        /// Nothing happens from this operation on, counted from 0, as when the process is killed before it.
        case stop(at: Int)
        /// This operation alone fails, with an `errno`.
        case fail(at: Int, code: Int32)
    }

    private struct State {
        var files: [String: [UInt8]]
        var folders: Set<String> = [""]
        var operations: [Operation] = []
        var fault = Fault.none
    }

    private let state: Mutex<State>
    private let limits: FileSystemRoom?

    /// Makes a file system that holds `files`, by path, and says that it has `room`.
    init(files: [String: [UInt8]] = [:], room: FileSystemRoom? = nil) {
        limits = room
        var state = State(files: files)
        for path in files.keys { state.folders.formUnion(Self.foldersAbove(path)) }
        self.state = Mutex(state)
    }

    /// The files as they are now, by path.
    var files: [String: [UInt8]] { state.withLock { $0.files } }

    /// What was done so far, the operation that failed last included.
    var operations: [Operation] { state.withLock { $0.operations } }

    /// Forgets the operations so far and lets `fault` happen among those to come.
    func arm(_ fault: Fault) {
        state.withLock {
            $0.operations = []
            $0.fault = fault
        }
    }

    // MARK: Operations

    func createDirectory(_ path: String) throws(FileError) {
        try perform("create \(path)") { (state) throws(FileError) in
            state.folders.formUnion(Self.foldersAbove(path + "/"))
        }
    }

    func write(_ bytes: [UInt8], to path: String, mode: FileMode) throws(FileError) {
        try perform("write \(path)") { (state) throws(FileError) in
            try Self.requireFolder(of: path, in: state)
            state.files[path] = bytes
        }
    }

    func append(_ bytes: [UInt8], to path: String) throws(FileError) {
        try perform("append \(path)") { (state) throws(FileError) in
            guard let start = state.files[path] else { throw Self.missing("create", path) }
            state.files[path] = start + bytes
        }
    }

    func copy(from source: String, to path: String, mode: FileMode) throws(FileError) {
        let bytes = try wholeFile(source)
        try perform("copy \(path)") { (state) throws(FileError) in
            guard let bytes else { throw Self.missing("open", source) }
            try Self.requireFolder(of: path, in: state)
            state.files[path] = bytes
        }
    }

    func rename(_ path: String, to newPath: String) throws(FileError) {
        try perform("rename \(path) \(newPath)") { (state) throws(FileError) in
            try Self.requireFolder(of: newPath, in: state)
            if state.folders.contains(path) { return Self.moveFolder(path, to: newPath, in: &state) }
            guard let bytes = state.files.removeValue(forKey: path) else { throw Self.missing("rename", path) }
            state.files[newPath] = bytes
        }
    }

    /// What has two names is kept twice; nothing changes a file that has its name.
    func link(_ path: String, as newPath: String) throws(FileError) -> Bool {
        try perform("link \(path) \(newPath)") { (state) throws(FileError) in
            try Self.requireFolder(of: newPath, in: state)
            guard let bytes = state.files[path] else { throw Self.missing("link", path) }
            state.files[newPath] = bytes
        }
        return true
    }

    func remove(_ path: String) throws(FileError) {
        try perform("remove \(path)") { (state) throws(FileError) in state.files[path] = nil }
    }

    func removeDirectory(_ path: String) throws(FileError) {
        try perform("remove \(path)/") { (state) throws(FileError) in
            let isEmpty = !state.files.keys.contains { $0.hasPrefix(path + "/") }
            guard isEmpty, !state.folders.contains(where: { $0.hasPrefix(path + "/") }) else {
                throw FileError(operation: "remove", path: path, code: ENOTEMPTY)
            }
            state.folders.remove(path)
        }
    }

    func size(of path: String) throws(FileError) -> Int? {
        try perform("size \(path)") { (state) throws(FileError) -> Int? in
            state.files[path]?.count ?? (state.folders.contains(path) ? 4096 : nil)
        }
    }

    func read(_ path: String) throws(FileError) -> [UInt8]? {
        try perform("read \(path)") { (state) throws(FileError) -> [UInt8]? in state.files[path] }
    }

    func list(_ path: String) throws(FileError) -> [String] {
        try perform("list \(path)") { (state) throws(FileError) -> [String] in
            let prefix = path.isEmpty ? "" : path + "/"
            let below = (Array(state.files.keys) + Array(state.folders)).filter { $0.hasPrefix(prefix) && $0 != path }
            return Set(below.compactMap { $0.dropFirst(prefix.count).split(separator: "/").first.map(String.init) })
                .sorted()
        }
    }

    func syncFile(_ path: String) throws(FileError) {
        try perform("sync \(path)") { (state) throws(FileError) in
            if state.files[path] == nil { throw Self.missing("open", path) }
        }
    }

    func syncDirectory(_ path: String) throws(FileError) {
        try perform("sync \(path)/") { (state) throws(FileError) in
            if !state.folders.contains(path) { throw Self.missing("open", path) }
        }
    }

    func syncAll() throws(FileError) {
        try perform("sync all") { (_) throws(FileError) in }
    }

    func room() -> FileSystemRoom? { limits }

    // MARK: Parts

    private func perform<Value: Sendable>(
        _ operation: Operation, _ body: (inout State) throws(FileError) -> Value
    ) throws(FileError) -> Value {
        try state.withLock { state throws(FileError) in
            let number = state.operations.count
            switch state.fault {
            case .stop(let first) where number >= first:
                throw FileError(operation: "reach", path: operation, code: EIO)
            case .fail(let at, let code) where number == at:
                state.operations.append(operation)
                throw FileError(operation: "carry out", path: operation, code: code)
            default: break
            }
            state.operations.append(operation)
            return try body(&state)
        }
    }

    private static func foldersAbove(_ path: String) -> [String] {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        return parts.indices.map { parts[...$0].joined(separator: "/") }
    }

    private static func moveFolder(_ path: String, to newPath: String, in state: inout State) {
        for (old, bytes) in state.files where old.hasPrefix(path + "/") {
            state.files[old] = nil
            state.files[newPath + old.dropFirst(path.count)] = bytes
        }
        for old in state.folders where old == path || old.hasPrefix(path + "/") {
            state.folders.remove(old)
            state.folders.insert(newPath + old.dropFirst(path.count))
        }
    }

    private static func requireFolder(of path: String, in state: State) throws(FileError) {
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        if !state.folders.contains(folder) { throw missing("create", path) }
    }

    private static func missing(_ operation: String, _ path: String) -> FileError {
        FileError(operation: operation, path: path, code: ENOENT)
    }
}
