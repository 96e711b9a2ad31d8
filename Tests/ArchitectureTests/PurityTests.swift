import Testing

/// What reaches beyond a function's arguments: clocks, randomness, files, processes, threads, the terminal.
private let effects = [
    "Date(", "FileManager", "FileHandle", "print(", "ProcessInfo", "Process(", "CommandLine", "getenv", ".random(",
    "randomElement", "shuffled", "SystemRandomNumberGenerator", "UUID(", "Thread", "DispatchQueue", "Task", "async",
    "URLSession", "ContinuousClock", "SuspendingClock", "readLine", "stdout", "stderr",
]

private func effects(in file: SourceFile) -> [Violation] {
    file.violations(of: effects, "the core is pure; values come in as arguments")
}

/// Finds stored variables that outlive a call: at the top of a file, or static in a type.
private func mutableGlobals(_ file: SourceFile) -> [Violation] {
    file.declarations.compactMap { place in
        guard place.declaration.keyword == "var" else { return nil }
        let isGlobal = place.depth == 0 || place.declaration.modifiers.contains("static")
        guard isGlobal, file.isStored(place.index) else { return nil }
        return Violation(file, place.index, "a mutable global; hand the value to whoever needs it")
    }
}

extension SourceFile {
    /// Tells whether the variable that begins on a line is stored: no brace opens its getter before a value is given.
    fileprivate func isStored(_ index: Int) -> Bool {
        for character in code[index...].joined(separator: "\n") {
            if character == "=" { return true }
            if character == "{" { return false }
            if character == "\n", code[index].contains(":") == false { return true }
        }
        return true
    }
}

@Suite struct PurityTests {
    @Test func coreHasNoEffects() throws {
        let pure = ["WelcomeCore", "Markup", "Gzip"].map { "Sources/\($0)" }
        expectNone(try pure.flatMap { try SourceTree.swiftFiles(below: $0) }.flatMap(effects(in:)))
    }

    @Test func sourcesHoldNoMutableGlobals() throws {
        expectNone(try SourceTree.swiftFiles(below: "Sources").flatMap(mutableGlobals))
    }

    @Test(arguments: [
        "let now = Date()", "print(lead)", "let x = Int.random(in: 0..<4)", "var g = SystemRandomNumberGenerator()",
        "let text = \"at \\(Date())\"", "getenv(name)", "let clock = ContinuousClock()", "Thread.sleep(1)",
    ])
    func noticesEffect(text: String) {
        let file = SourceFile(path: "Sources/WelcomeCore/Leads/A.swift", text: text)
        #expect(effects(in: file).count == 1)
    }

    @Test(arguments: [
        "let day = CivilDate(iso: text)", "// Date() is for others", "let word = \"print(\"", "let threads = 2",
        "/* a clock: ContinuousClock */ let a = #\"Date( \\(x)\"#", "blueprint(a)",
    ])
    func acceptsPureCode(text: String) {
        let file = SourceFile(path: "Sources/WelcomeCore/Leads/A.swift", text: text)
        #expect(effects(in: file).isEmpty)
    }

    @Test(arguments: [
        ("var count = 0", 1), ("private var cache: [String: Int] = [:]", 1),
        ("enum A {\n    static var last: Int?\n}", 1),
        ("enum A {\n    static var next: Int { 1 }\n}", 0), ("struct A {\n    var count = 0\n}", 0),
        ("func f() {\n    var a = 1\n}", 0), ("let limit = 3", 0), ("var first: Int {\n    1\n}", 0),
    ])
    func noticesMutableGlobal(text: String, count: Int) {
        #expect(mutableGlobals(SourceFile(path: "Sources/A/A.swift", text: text)).count == count)
    }
}
