import Testing

/// Marks of unfinished work, and places that exist on one machine only.
private let unfinished = ["TODO", "FIXME", "XXX"]
private let machineFolders = ["root", "work", "opt"]

/// Files that are somebody else's text, or that must name what they forbid.
private func isExempt(_ path: String) -> Bool {
    path.hasPrefix("Tests/Fixtures/corpora/") || path == "Tests/ArchitectureTests/TrackedTextTests.swift"
}

private func strayWords(path: String, text: String) -> [Violation] {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { index, line in
        unfinished.filter { mentions($0, in: String(line)) }.map {
            Violation(path: path, index: index, "`\($0)`: finish it, or open an issue")
        }
            + machineFolders.filter { hasMachinePath($0, in: String(line)) }.map {
                Violation(path: path, index: index, "`/\($0)/…` is a place of one machine")
            }
    }
}

/// Tells whether a path in `line` begins at this folder of the root directory.
private func hasMachinePath(_ folder: String, in line: String) -> Bool {
    line.ranges(of: "/\(folder)/").contains { range in
        guard range.lowerBound > line.startIndex else { return true }
        let before = line[line.index(before: range.lowerBound)]
        return !isNamePart(before) && !"./}){>~%*-".contains(before)
    }
}

@Suite struct TrackedTextTests {
    @Test func filesHoldNothingUnfinishedOrLocal() throws {
        let files = try SourceTree.textFiles()
        #expect(files.contains { $0.path == "Package.swift" })
        expectNone(files.filter { !isExempt($0.path) }.flatMap(strayWords))
    }

    @Test(arguments: [
        ("// TODO: later", 1), ("see /root/file", 1), ("path = \"/opt/tool\"", 1), ("cd /work/tree", 1), ("XXX", 1),
        ("a TODOS list", 0), ("Sources/work/a", 0), ("https://example.kz/work/a", 0), ("$root/opt/a", 0), ("/roots", 0),
    ])
    func noticesStrayWord(text: String, count: Int) {
        #expect(strayWords(path: "A.md", text: text).count == count)
    }
}
