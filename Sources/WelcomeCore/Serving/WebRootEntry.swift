/// Something that lies in the folder that is served, and whether it may lie there.
package struct WebRootEntry: Sendable, Hashable {
    /// What an entry itself is, whatever a link points to.
    package enum Kind: Sendable {
        case file
        case folder
        case symbolicLink
        /// A device, a pipe or a socket.
        case special
    }

    /// The path below the folder, with `/`; empty for the folder itself.
    package var path: String
    package var kind: Kind
    /// The permission bits.
    package var mode: UInt32

    package init(path: String, kind: Kind, mode: UInt32) {
        self.path = path
        self.kind = kind
        self.mode = mode
    }

    /// Tells whether a build makes a file or folder of this name and kind.
    package var isOurs: Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        switch kind {
        case .symbolicLink, .special: return false
        case .folder:
            return path.isEmpty || ["p", "a", "h"].contains(path)
                || parts.count == 2 && (parts[0] == "p" && isShelf(parts[1]) || parts[0] == "h" && isHost(parts[1]))
        case .file:
            switch parts.count {
            case 1: return path == NotFoundPage.fileName
            case 2: return parts[0] == "a" && isAsset(parts[1])
            case 3:
                return parts[0] == "p" && isPage(parts[2], on: parts[1])
                    || parts[0] == "h" && isHost(parts[1]) && LinkCode(Array(parts[2].utf8)) != nil
            default: return false
            }
        }
    }

    /// What is wrong with the entry, at its place below `folder`; `nil` when nothing is.
    ///
    /// No more than the first four characters of a code are in it.
    package func diagnostic(in folder: String) -> Diagnostic? {
        let shown = path.isEmpty ? folder : "\(folder)/\(Self.masked(path))"
        let place = SourceLocation(file: shown)
        guard isOurs else {
            return Diagnostic(.error, .outputExposed, at: place, strayWords, fix: strayFix)
        }
        guard mode & 0o022 == 0 else {
            return Diagnostic(
                .error, .outputMode, at: place, "others than its owner may change what is served here",
                fix: "chmod go-w, and look at who owns the folder")
        }
        return nil
    }

    // MARK: Names

    private func isShelf(_ name: Substring) -> Bool {
        name.utf8.count == 2 && name.utf8.allSatisfy { CrockfordBase32.value($0) != nil }
    }

    private func isPage(_ name: Substring, on shelf: Substring) -> Bool {
        let code = name.utf8.prefix(LinkCode.length)
        let ending = name.utf8.dropFirst(LinkCode.length)
        guard let code = LinkCode(code), code.directory == shelf else { return false }
        return ending.elementsEqual(".html".utf8) || ending.elementsEqual(".html.gz".utf8)
    }

    private func isHost(_ name: Substring) -> Bool { BaseURL("https://\(name)")?.host == String(name) }

    private func isAsset(_ name: Substring) -> Bool {
        let hash = name.utf8.prefix { isHexadecimal($0) }
        let ending = name.utf8.dropFirst(hash.count)
        return hash.count == 32 && ending.first == UInt8(ascii: ".")
            && NginxFragment.types.keys.contains(String(decoding: ending.dropFirst(), as: UTF8.self))
    }

    private func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
        default: false
        }
    }

    // MARK: Words

    private var strayWords: String {
        switch kind {
        case .symbolicLink: return "a symbolic link lies in the folder that is served"
        case .special: return "a device, pipe or socket lies in the folder that is served"
        case .folder, .file: break
        }
        if holdsSecrets { return "a file of leads, links or keys lies in the folder that is served" }
        let noun = kind == .folder ? "folder" : "file"
        let isHidden = path.split(separator: "/").last?.hasPrefix(".") == true
        return "a \(isHidden ? "hidden " : "")\(noun) that no build makes lies in the folder that is served"
    }

    private var strayFix: String {
        holdsSecrets
            ? "move it away; if the server gave it to anyone, what it holds is known to them"
            : "move it away: only pages, assets and \(NotFoundPage.fileName) belong here"
    }

    /// Whether the name is one of what a site keeps to itself, or of an export of leads.
    private var holdsSecrets: Bool {
        guard kind == .file, let name = path.split(separator: "/").last?.lowercased() else { return false }
        let begins = ["ledger", "manifest", "rejects", "keys", "leads", "welcome.yml"].contains { name.hasPrefix($0) }
        let ends = [".db", ".db-wal", ".sqlite", ".csv", ".ndjson", ".sql", ".yml", ".xlsx"].contains {
            name.hasSuffix($0)
        }
        return begins || ends
    }

    /// A path as it may be printed: of what could be a code only the beginning, and no control bytes.
    package static func masked(_ path: String) -> String {
        var output = String.UnicodeScalarView()
        var run: [Unicode.Scalar] = []
        func endRun() {
            output.append(contentsOf: run.count < LinkCode.length ? run : run.prefix(4) + ["…"])
            run = []
        }
        for scalar in path.unicodeScalars {
            if scalar.isASCII, scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
                run.append(scalar)
            } else {
                endRun()
                let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                output.append(isControl ? "?" : scalar)
            }
        }
        endRun()
        return String(output)
    }
}
