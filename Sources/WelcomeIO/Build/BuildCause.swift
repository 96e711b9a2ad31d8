import Crypto
import WelcomeCore

/// Everything that decides what a build of everything makes, as one digest: program, settings, keys, themes, source and
/// the programs that prepare media.
///
/// Two builds of one cause make the same site, apart from what time and the ledger do.
struct BuildCause {
    private var hash = SHA256()

    /// Takes the cause of a build of `site` before a row of its source is read.
    ///
    /// - Returns: `nil` where something cannot be told beforehand: a source that is no file, a file that cannot be
    ///   read, which the build itself has better words for, or media from elsewhere.
    /// - Throws: `FileError` where the fonts of preview cards cannot be read.
    /// - Complexity: O(bytes of the source, the themes and the keys).
    static func digest(
        of site: Site, _ inputs: BuildInputs, _ options: BuildOptions
    ) throws -> String? {
        guard site.settings.mediaFetch == .off, let source = site.leadsPath,
            FileIdentity.stamp(of: source) != nil, let program = FileIdentity.stamp(of: "/proc/self/exe")
        else { return nil }
        var cause = BuildCause()
        cause.add(program)
        cause.add(inputs.library)
        for path in [source, "\(source)-wal", "\(source)-journal", site.resolve("welcome.yml"), site.keysPath] {
            cause.add(path)
            guard let content = try? digest(ofFileAt: path) else { return nil }
            cause.add(content)
        }
        cause.add(options.keysText ?? "")
        cause.add(site.themesPath)
        cause.add(options.toolPath ?? "")
        if let searchPath = options.toolPath {
            let tools = MediaTools(searchPath: searchPath).paths.map { "\($0.key.rawValue) \($0.value)" }.sorted()
            for tool in tools {
                cause.add(tool)
                cause.add(FileIdentity.stamp(of: String(tool.drop { $0 != "/" })) ?? "")
            }
            cause.add(try PreviewFont.find()?.hash ?? "")
        }
        return hexadecimal(cause.hash.finalize())
    }

    /// The hash of the file at `path`, which may be a link to it; empty where there is no file.
    private static func digest(ofFileAt path: String) throws(FileError) -> [UInt8] {
        guard FileIdentity.stamp(of: path) != nil else { return [] }
        var reader = try FileReader(path: path)
        var hash = SHA256()
        var chunk: [UInt8] = []
        while try reader.read(atMost: 1 << 18, appendingTo: &chunk) > 0 {
            hash.update(data: chunk)
            chunk.removeAll(keepingCapacity: true)
        }
        return Array(hash.finalize())
    }

    private mutating func add(_ text: String) { add(Array(text.utf8)) }

    /// Adds bytes with their number, so that no two lists of them run together.
    private mutating func add(_ bytes: [UInt8]) {
        hash.update(data: Array("\(bytes.count):".utf8))
        hash.update(data: bytes)
    }

    private mutating func add(_ library: ThemeLibrary) {
        for folder in library.folders.values.sorted(by: { $0.name < $1.name }) {
            add(folder.name)
            for (path, text) in folder.texts.sorted(by: { $0.key < $1.key }) {
                add(path)
                add(text)
            }
            for (path, entry) in folder.media.sorted(by: { $0.key < $1.key }) {
                add(path)
                switch entry {
                case .asset(let asset): add(asset.hash)
                case .unusable(let problem): add(problem.code.rawValue)
                }
            }
        }
    }
}
