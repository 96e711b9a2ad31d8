import Crypto
import WelcomeCore

/// Everything that decides what a build of everything makes, as one digest: program, version of the renderer, settings,
/// keys, themes, source and the programs that prepare media.
///
/// Two builds of one cause make the same site, apart from what time and the ledger do.
struct BuildCause {
    private var fields = FieldDigest()

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
        cause.fields.add(program)
        cause.fields.add(options.rendererVersion)
        cause.add(inputs.library)
        for path in [source, "\(source)-wal", "\(source)-journal", site.resolve("welcome.yml"), site.keysPath] {
            cause.fields.add(path)
            guard let content = try? digest(ofFileAt: path) else { return nil }
            cause.fields.add(content)
        }
        cause.fields.add(options.keysText ?? "")
        cause.fields.add(site.themesPath)
        cause.fields.add(options.toolPath ?? "")
        if let searchPath = options.toolPath {
            let tools = MediaTools(searchPath: searchPath).paths.map { "\($0.key.rawValue) \($0.value)" }.sorted()
            for tool in tools {
                cause.fields.add(tool)
                cause.fields.add(FileIdentity.stamp(of: String(tool.drop { $0 != "/" })) ?? "")
            }
            cause.fields.add(try PreviewFont.find()?.hash ?? "")
        }
        return hexadecimal(cause.fields.bytes)
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

    private mutating func add(_ library: ThemeLibrary) {
        for folder in library.folders.values.sorted(by: { $0.name < $1.name }) {
            fields.add(folder.name)
            for (path, text) in folder.texts.sorted(by: { $0.key < $1.key }) {
                fields.add(path)
                fields.add(text)
            }
            for (path, entry) in folder.media.sorted(by: { $0.key < $1.key }) {
                fields.add(path)
                switch entry {
                case .asset(let asset): fields.add(asset.hash)
                case .unusable(let problem): fields.add(problem.code.rawValue)
                }
            }
        }
    }
}
