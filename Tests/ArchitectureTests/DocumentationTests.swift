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
