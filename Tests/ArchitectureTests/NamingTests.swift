import Testing

/// Words that say nothing of what a thing holds or does.
private let emptyWords = ["Util", "Helper", "Manager"]

private func emptyNames(_ file: SourceFile) -> [Violation] {
    let fileName = file.path.split(separator: "/").last.map(String.init) ?? ""
    let folders = file.path.split(separator: "/").dropLast().joined(separator: "/")
    var found = emptyWords.filter { (folders + "/" + fileName).contains($0) }.map {
        Violation(file, 0, "`\($0)` in a path; name the file for what it holds")
    }
    for place in file.declarations where place.declaration.isType || place.declaration.keyword == "typealias" {
        for word in emptyWords where place.declaration.name.contains(word) {
            found.append(Violation(file, place.index, "`\(word)` in a type's name; name it for what it holds"))
        }
    }
    return found
}

private let maxLines = 500

private func tooLong(_ file: SourceFile) -> [Violation] {
    let count = file.lines.last == "" ? file.lines.count - 1 : file.lines.count
    return count > maxLines ? [Violation(file, count - 1, "\(count) lines; a file has at most \(maxLines)")] : []
}

@Suite struct NamingTests {
    @Test func namesSayWhatThingsHold() throws {
        expectNone(try SourceTree.swiftFiles(below: "Sources", "Tests").flatMap(emptyNames))
    }

    @Test func filesStayShort() throws {
        expectNone(try SourceTree.swiftFiles(below: "Sources", "Tests").flatMap(tooLong))
    }

    @Test(arguments: [
        ("Sources/A/FileHelper.swift", "", 1), ("Sources/Utils/A.swift", "", 1),
        ("Sources/A/A.swift", "struct CopyManager {}", 1), ("Sources/A/A.swift", "typealias StringUtil = Int", 1),
        ("Sources/A/Utility.swift", "let manager = FileManager.default", 1),
        ("Sources/A/A.swift", "let manager = FileManager.default", 0),
    ])
    func noticesEmptyName(path: String, text: String, count: Int) {
        #expect(emptyNames(SourceFile(path: path, text: text)).count == count)
    }

    @Test func noticesLongFile() {
        let line = "let a = 1\n"
        #expect(tooLong(SourceFile(path: "A.swift", text: String(repeating: line, count: 501))).count == 1)
        #expect(tooLong(SourceFile(path: "A.swift", text: String(repeating: line, count: 500))).isEmpty)
    }
}
