import Foundation
import Testing

/// What only fulfils a protocol of the standard library.
private let witnesses: Set<String> = ["==", "<", "hash", "description", "debugDescription", "customMirror"]

/// The documented requirements of protocols of ours, by the protocol's name.
private func requirements(_ files: [SourceFile]) -> [String: Set<String>] {
    var found: [String: Set<String>] = [:]
    for file in files {
        for place in file.declarations where file.isDocumented(place.index) {
            guard let type = place.enclosing.last, type.declaration.keyword == "protocol" else { continue }
            found[type.declaration.name, default: []].insert(place.declaration.name)
        }
    }
    return found
}

/// Finds declarations for other targets that no doc comment explains.
///
/// Exempt are initialisers, what fulfils a protocol whose requirement is explained, and the properties of a type that is
/// itself explained: there the names say it, or the type does.
private func undocumented(_ file: SourceFile, _ protocols: [String: Set<String>]) -> [Violation] {
    file.declarations.compactMap { place in
        let declaration = place.declaration
        guard declaration.modifiers.contains("package"), !file.isDocumented(place.index) else { return nil }
        guard !["import", "init", "extension"].contains(declaration.keyword) else { return nil }
        guard !witnesses.contains(declaration.name) else { return nil }
        if let type = place.enclosing.last {
            let heading = file.code[type.index]
            if protocols.contains(where: { $1.contains(declaration.name) && mentions($0, in: heading) }) { return nil }
            if declaration.isProperty, type.declaration.isType, type.isDocumented { return nil }
        }
        return Violation(
            file, place.index,
            "`\(declaration.keyword) \(declaration.name)` needs a doc comment: one sentence for a stranger")
    }
}

@Suite struct DocumentationTests {
    @Test func packageDeclarationsAreDocumented() throws {
        let files = try SourceTree.swiftFiles(below: "Sources")
        let protocols = requirements(files)
        expectNone(files.flatMap { undocumented($0, protocols) })
    }

    @Test(arguments: [
        ("package func f() {}", 1), ("package struct A {}", 1), ("package static let a = 1", 1),
        ("    @discardableResult\n    package mutating func f() {}", 1),
        ("/// Explains.\nstruct A {\n    package func f() {}\n}", 1),
        ("extension A {\n    package var b: Int { 1 }\n}", 1),
        ("package enum A {\n    package var b: Int { 1 }\n}", 2),
        ("/// Explains.\npackage struct A {\n    package enum B {\n        case c\n    }\n}", 1),
        ("// A note, not documentation.\npackage func f() {}", 1),
    ])
    func noticesMissingComment(text: String, count: Int) {
        #expect(undocumented(SourceFile(path: "Sources/A/A.swift", text: text), [:]).count == count)
    }

    @Test(arguments: [
        "/// Explains.\npackage func f() {}", "/// Explains.\n@discardableResult\npackage func f() {}",
        "package import Yams", "/// Explains.\npackage struct A {\n    package var b = 1\n    package init() {}\n}",
        "extension A {\n    package static func == (a: A, b: A) -> Bool { true }\n}", "func f() {}", "let package = 1",
        "/// Explains.\npackage struct A<B>:\n    C\n{\n    package var d = 1\n}",
    ])
    func acceptsComment(text: String) {
        #expect(undocumented(SourceFile(path: "Sources/A/A.swift", text: text), [:]).isEmpty)
    }

    @Test func acceptsWitnessOfDocumentedRequirement() {
        let door = "/// Explains.\nprotocol Door {\n    /// Opens it.\n    func open()\n    func shut()\n}\n"
        let gate =
            "/// Explains.\npackage struct Gate: Door {\n    package func open() {}\n    package func shut() {}\n}"
        let file = SourceFile(path: "Sources/A/A.swift", text: door + gate)
        #expect(undocumented(file, requirements([file])).map(\.description).count == 1)
    }
}

// MARK: The page of diagnostics

/// The codes that a source text declares, in order: the raw values of its cases.
private func declaredCodes(_ file: SourceFile) -> [String] {
    file.declarations.filter { $0.declaration.keyword == "case" && $0.enclosing.count == 1 }.compactMap { place in
        let parts = file.lines[place.index].split(separator: "\"", omittingEmptySubsequences: false)
        return parts.count == 3 ? String(parts[1]) : nil
    }
}

/// A code that the page explains under a heading of its own, and the code that its example ends with.
private struct ExplainedCode: Equatable {
    var heading: String
    var example: String?
}

/// The codes that a page explains, in order: a heading of the third level, then an indented line as it is printed.
private func explainedCodes(_ page: String) -> [ExplainedCode] {
    var codes: [ExplainedCode] = []
    for line in page.split(separator: "\n") {
        if line.hasPrefix("### ") {
            codes.append(ExplainedCode(heading: String(line.dropFirst(4))))
        } else if line.hasPrefix("    "), line.hasSuffix("]"), let index = codes.indices.last {
            codes[index].example = line.split(separator: "[").last.map { String($0.dropLast()) }
        }
    }
    return codes
}

@Suite struct DiagnosticsPageTests {
    @Test func explainsEveryCodeInOrderWithAnExample() throws {
        let files = try SourceTree.swiftFiles(below: "Sources/WelcomeCore/Diagnostics")
        let file = try #require(files.first { $0.path.hasSuffix("/DiagnosticCode.swift") })
        let page = SourceTree.root.appendingPathComponent("Documentation/DIAGNOSTICS.md")
        let explained = explainedCodes(try String(contentsOf: page, encoding: .utf8))
        let declared = declaredCodes(file)
        #expect(!declared.isEmpty)
        let difference = explained.map(\.heading).difference(from: declared)
        #expect(difference.isEmpty, "the page and DiagnosticCode differ: \(difference)")
        let strays = explained.filter { $0.example != $0.heading }.map(\.heading)
        #expect(strays.isEmpty, "these codes need an example line that ends with the code in brackets")
    }

    @Test func readsCodesFromSource() {
        let text = "/// Codes.\nenum A: String {\n    // MARK: B\n    case c = \"d-e\"\n    case f\n}\n"
        #expect(declaredCodes(SourceFile(path: "Sources/A/A.swift", text: text)) == ["d-e"])
    }

    @Test func readsCodesFromPage() {
        let page = "# Findings\n\n    x [z]\n\n## B\n\n### d-e\n\n    a.md:1: error: `[b]` [d-e]\n\n### f\n\nText [f]\n"
        #expect(
            explainedCodes(page) == [
                ExplainedCode(heading: "d-e", example: "d-e"), ExplainedCode(heading: "f", example: nil),
            ])
    }
}
