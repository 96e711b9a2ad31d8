import Foundation

/// One Swift file of the package, cut into lines.
struct SourceFile: Sendable {
    /// The path from the package's folder, such as `Sources/WelcomeCore/Leads/Lead.swift`.
    let path: String
    /// The lines as written.
    let lines: [String]
    /// The same lines without comments and the insides of strings.
    let code: [String]
    /// All declarations, local ones included.
    let declarations: [Place]
    private let codeBytes: Data

    init(path: String, text: String) {
        self.path = path
        let codeOnly = SwiftText.codeOnly(text)
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        code = codeOnly.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        codeBytes = Data(codeOnly.utf8)
        declarations = Self.declarations(code: code, lines: lines)
    }

    /// The folder below `Sources` or `Tests`.
    var target: String { component(1) }

    /// The stage inside the target, such as `Leads`; empty for a file beside the stages.
    var stage: String { path.split(separator: "/").count > 3 ? component(2) : "" }

    /// The path inside the target, such as `Leads/Lead.swift`.
    var pathInTarget: String { path.split(separator: "/").dropFirst(2).joined(separator: "/") }

    private func component(_ index: Int) -> String {
        let parts = path.split(separator: "/")
        return parts.indices.contains(index) ? String(parts[index]) : ""
    }

    /// Finds every line of code that has one of `tokens` as a word.
    func violations(of tokens: [String], _ reason: String) -> [Violation] {
        // Looking through the whole file first spares nearly every line.
        let present = tokens.filter { codeBytes.range(of: Data($0.utf8)) != nil }
        guard !present.isEmpty else { return [] }
        return code.enumerated().flatMap { index, line in
            present.filter { mentions($0, in: line) }.map { Violation(self, index, "`\($0)`: \(reason)") }
        }
    }
}

/// A line that breaks a rule of the architecture.
struct Violation: CustomStringConvertible {
    let description: String

    init(_ file: SourceFile, _ index: Int, _ reason: String) {
        self.init(path: file.path, index: index, reason)
    }

    /// Describes the line by its number, counted from 0 here and from 1 where it is shown.
    init(path: String, index: Int, _ reason: String) {
        description = "\(path):\(index + 1): \(reason)"
    }
}

/// The package's own files, found from where this file was compiled.
enum SourceTree {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Every Swift file of the package, read once, in the order of their paths.
    private static let swiftFiles = Result {
        try (paths(below: "Sources") + paths(below: "Tests")).filter { $0.hasSuffix(".swift") }.map {
            SourceFile(path: $0, text: try String(contentsOf: root.appendingPathComponent($0), encoding: .utf8))
        }
    }

    /// Returns the Swift files below some folders, such as `Sources/Markup`.
    static func swiftFiles(below folders: String...) throws -> [SourceFile] {
        try swiftFiles.get().filter { file in folders.contains { file.path.hasPrefix($0 + "/") } }
    }

    /// Reads every text file that belongs to the project; binary files are left out.
    static func textFiles() throws -> [(path: String, text: String)] {
        try paths(below: "").compactMap { path in
            let data = try Data(contentsOf: root.appendingPathComponent(path))
            guard !data.contains(0), let text = String(data: data, encoding: .utf8) else { return nil }
            return (path, text)
        }
    }

    /// Lists the regular files below a folder of the package, without what `.gitignore` names.
    private static func paths(below folder: String) throws -> [String] {
        let start = folder.isEmpty ? root : root.appendingPathComponent(folder)
        let entries = try FileManager.default.contentsOfDirectory(
            at: start, includingPropertiesForKeys: [.isDirectoryKey, .isRegularFileKey])
        return try entries.sorted { $0.path < $1.path }.flatMap { entry -> [String] in
            let name = entry.lastPathComponent
            let path = folder.isEmpty ? name : "\(folder)/\(name)"
            let values = try entry.resourceValues(forKeys: [.isDirectoryKey, .isRegularFileKey])
            if values.isDirectory == true { return isIgnored(name) ? [] : try paths(below: path) }
            return values.isRegularFile == true && !isIgnored(name) ? [path] : []
        }
    }

    private static let ignored: [String] =
        ((try? String(contentsOf: root.appendingPathComponent(".gitignore"), encoding: .utf8)) ?? "")
        .split(separator: "\n").map { $0.hasSuffix("/") ? String($0.dropLast()) : String($0) }

    /// Tells whether git leaves a name out, for the patterns that `.gitignore` uses: a name, or one with a star at an end.
    private static func isIgnored(_ name: String) -> Bool {
        name == ".git" || name == ".swiftpm"
            || ignored.map { $0.hasPrefix("/") ? String($0.dropFirst()) : $0 }.contains { pattern in
                if pattern.hasPrefix("*") { return name.hasSuffix(pattern.dropFirst()) }
                if pattern.hasSuffix("*") { return name.hasPrefix(pattern.dropLast()) }
                return name == pattern
            }
    }
}
