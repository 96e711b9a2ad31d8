import Testing

/// Where C is called, and so where `unsafe` may stand.
private let unsafePlaces = ["Sources/Gzip/", "Sources/Markup/", "Sources/WelcomeIO/Files/"]

private func strayUnsafe(_ file: SourceFile) -> [Violation] {
    if unsafePlaces.contains(where: file.path.hasPrefix) { return [] }
    return file.violations(
        of: ["unsafe", "@unsafe", "@safe"], "unsafe code stands in Gzip, Markup and WelcomeIO/Files only")
}

private func forbiddenConstructs(_ file: SourceFile) -> [Violation] {
    file.violations(of: ["fatalError"], "a fault of ours is a precondition with a sentence")
        + file.violations(of: ["try!", "as!"], "throw, or say why it cannot fail by a precondition")
        + file.violations(of: ["@unchecked", "nonisolated(unsafe)", "@preconcurrency"], "share values, or use a Mutex")
        + file.violations(of: ["public", "open class"], "we ship a program; what crosses targets is `package`")
        + file.violations(of: ["@_exported", "@_spi", "@inlinable"], "underscored attributes bind us to one compiler")
}

/// Where programs are started: one place closes what they inherit, empties their environment and ends their group.
private func strayProcesses(_ file: SourceFile) -> [Violation] {
    if file.path == "Sources/WelcomeIO/Files/ChildProcess.swift" || file.target == "WelcomeTestSupport" { return [] }
    return file.violations(of: ["Process()", "posix_spawn", "fork", "execve"], "programs are started by ChildProcess")
}

/// Who makes a single file durable: the one way to replace a file, and what replaces files in an order of its own.
private let syncingPlaces = ["Files/", "Ledger/LedgerRecovery.swift"]

private func straySyncs(_ file: SourceFile) -> [Violation] {
    if syncingPlaces.contains(where: { file.path.hasPrefix("Sources/WelcomeIO/\($0)") }) { return [] }
    return file.violations(of: ["syncFile"], "a file is replaced by FileSystem.replace")
}

/// Where lead data is compared and escaped, which is done by bytes: Swift compares text by grapheme clusters, and a quote
/// with a combining mark behind it is not equal to a quote.
private let byteStages: Set<String> = ["Leads", "Links", "Render", "Manifest"]

private func graphemeWork(_ file: SourceFile) -> [Violation] {
    guard file.target == "WelcomeCore", byteStages.contains(file.stage) else { return [] }
    return file.violations(
        of: ["Character", ".components(separatedBy", ".replacingOccurrences", ".replacing("],
        "work on UTF-8 bytes; `Character` joins what follows to what is looked for")
}

@Suite struct SafetyTests {
    @Test func unsafeCodeStaysBehindItsDoors() throws {
        expectNone(try SourceTree.swiftFiles(below: "Sources").flatMap(strayUnsafe))
    }

    @Test func programsAreStartedInOnePlace() throws {
        expectNone(try SourceTree.swiftFiles(below: "Sources").flatMap(strayProcesses))
    }

    @Test(arguments: [
        ("Sources/WelcomeIO/Mirror/A.swift", "let process = Process()", 1),
        ("Sources/WelcomeIO/Files/A.swift", "unsafe posix_spawn(&child, path, nil, nil, [], [])", 1),
        ("Sources/WelcomeIO/Files/ChildProcess.swift", "unsafe posix_spawn(&child, path, nil, nil, [], [])", 0),
        ("Sources/WelcomeIO/Mirror/A.swift", "try ChildProcess.run(request)", 0),
    ])
    func noticesStrayProcesses(path: String, text: String, count: Int) {
        #expect(strayProcesses(SourceFile(path: path, text: text)).count == count)
    }

    @Test func filesAreReplacedInOneWay() throws {
        expectNone(try SourceTree.swiftFiles(below: "Sources/WelcomeIO").flatMap(straySyncs))
        let text = "try files.syncFile(draft)"
        #expect(straySyncs(SourceFile(path: "Sources/WelcomeIO/Build/A.swift", text: text)).count == 1)
        #expect(straySyncs(SourceFile(path: "Sources/WelcomeIO/Files/A.swift", text: text)).isEmpty)
    }

    @Test func sourcesAvoidForbiddenConstructs() throws {
        expectNone(try SourceTree.swiftFiles(below: "Sources").flatMap(forbiddenConstructs))
    }

    @Test func leadDataIsHandledByBytes() throws {
        expectNone(try SourceTree.swiftFiles(below: "Sources/WelcomeCore").flatMap(graphemeWork))
    }

    @Test(arguments: [
        ("Sources/WelcomeIO/Build/A.swift", "let a = unsafe stat(path, &status)", 1),
        ("Sources/WelcomeIO/Files/A.swift", "let a = unsafe stat(path, &status)", 0),
        ("Sources/Markup/A.swift", "unsafe cmark_node_free(node)", 0),
        ("Sources/WelcomeIO/Build/A.swift", "configuration.allowsUnsafeTransactions = true // unsafe", 0),
    ])
    func noticesStrayUnsafe(path: String, text: String, count: Int) {
        #expect(strayUnsafe(SourceFile(path: path, text: text)).count == count)
    }

    @Test(arguments: [
        ("fatalError(\"no\")", 1), ("let a = try! f()", 1), ("let a = b as! C", 1), ("public struct A {}", 1),
        ("final class A: @unchecked Sendable {}", 1), ("nonisolated(unsafe) let a = B()", 1),
        ("@_exported import B", 1), ("let publicName = \"public\"", 0), ("let a = try f() // not try!", 0),
    ])
    func noticesForbiddenConstruct(text: String, count: Int) {
        #expect(forbiddenConstructs(SourceFile(path: "Sources/A/A.swift", text: text)).count == count)
    }

    @Test(arguments: [
        ("Sources/WelcomeCore/Render/A.swift", "let quote = Character(\"x\")", 1),
        ("Sources/WelcomeCore/Leads/A.swift", "text.components(separatedBy: \",\")", 1),
        ("Sources/WelcomeCore/Links/A.swift", "text.replacingOccurrences(of: \"a\", with: \"b\")", 1),
        ("Sources/WelcomeCore/Settings/A.swift", "let quote = Character(\"x\")", 0),
        ("Sources/WelcomeCore/Leads/A.swift", "bytes.split(separator: 0x2C)", 0),
    ])
    func noticesGraphemeWork(path: String, text: String, count: Int) {
        #expect(graphemeWork(SourceFile(path: path, text: text)).count == count)
    }
}
