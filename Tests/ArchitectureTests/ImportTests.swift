import Testing

/// Which modules each target may import; whatever is not here is a new arrow, to be argued for.
private let permittedImports: [String: Set<String>] = [
    "Gzip": ["CZlib"],
    "Markup": ["CMarkGFM", "Synchronization"],
    "WelcomeCore": ["Crypto", "Foundation", "Gzip", "Markup", "Yams"],
    "WelcomeIO": [
        "CLinux", "Crypto", "Dispatch", "Foundation", "GRDB", "GRDBSQLite", "Glibc", "Logging", "Synchronization",
        "WelcomeCore",
    ],
    "WelcomeCLI": [
        "ArgumentParser", "Dispatch", "Foundation", "Glibc", "Logging", "Synchronization", "WelcomeCore", "WelcomeIO",
    ],
    "welcome": ["WelcomeCLI"],
    "WelcomeTestSupport": [
        "Crypto", "Foundation", "Glibc", "Synchronization", "Testing", "WelcomeCore", "WelcomeIO",
    ],
]

/// The files of the core that need Foundation for something pure: normalising text, formatting numbers, base64.
private let coreFilesWithFoundation: Set<String> = [
    "Compile/ContentSecurityPolicy.swift",
    "Leads/DisplayCleaner.swift",
]

/// Modules of C that belong behind the module for unsafe code.
private let cModules: Set<String> = ["CLinux", "GRDBSQLite"]

/// Finds imports that the table has no arrow for.
private func forbiddenImports(_ file: SourceFile) -> [Violation] {
    let permitted = permittedImports[file.target] ?? []
    return file.imports.compactMap { module, index in
        if file.path.hasPrefix("Tests/") {
            guard let owner = ["CMarkGFM": "Markup", "CZlib": "Gzip"][module] else { return nil }
            return Violation(file, index, "only \(owner) imports \(module)")
        }
        if !permitted.contains(module) {
            let names = permitted.sorted().joined(separator: ", ")
            return Violation(file, index, "\(file.target) must not import \(module); it may import \(names)")
        }
        if cModules.contains(module), file.stage != "Files" {
            return Violation(file, index, "\(module) is C: only WelcomeIO/Files may import it")
        }
        if file.target == "WelcomeCore", module == "Foundation", !coreFilesWithFoundation.contains(file.pathInTarget) {
            return Violation(file, index, "Foundation is for \(coreFilesWithFoundation.sorted()) only")
        }
        return nil
    }
}

extension SourceFile {
    fileprivate var imports: [(module: String, index: Int)] {
        declarations.filter { $0.declaration.keyword == "import" }.map { ($0.declaration.name, $0.index) }
    }
}

@Suite struct ImportTests {
    @Test func importsFollowTheArrows() throws {
        expectNone(try SourceTree.swiftFiles(below: "Sources", "Tests").flatMap(forbiddenImports))
    }

    @Test func knowsEveryTarget() throws {
        let targets = Set(try SourceTree.swiftFiles(below: "Sources").map(\.target))
        #expect(targets == Set(permittedImports.keys))
    }

    @Test func listsNoFileThatDoesWithoutFoundation() throws {
        let files = try SourceTree.swiftFiles(below: "Sources/WelcomeCore")
        let importers = files.filter { $0.imports.contains { $0.module == "Foundation" } }.map(\.pathInTarget)
        #expect(coreFilesWithFoundation.subtracting(importers).isEmpty)
    }

    @Test(arguments: [
        ("Sources/WelcomeCore/Links/A.swift", "import GRDB"),
        ("Sources/WelcomeCore/Links/A.swift", "import Foundation"),
        ("Sources/WelcomeCore/Links/A.swift", "package import WelcomeIO"),
        ("Sources/WelcomeIO/Files/A.swift", "import CMarkGFM"),
        ("Sources/WelcomeIO/Files/A.swift", "@preconcurrency import ArgumentParser"),
        ("Sources/WelcomeIO/Build/A.swift", "import CLinux"),
        ("Sources/welcome/Entry.swift", "import struct Foundation.Date"),
        ("Tests/MarkupTests/A.swift", "import CMarkGFM"),
    ])
    func noticesImport(path: String, text: String) {
        #expect(forbiddenImports(SourceFile(path: path, text: text)).count == 1)
    }

    @Test func acceptsArrows() {
        let file = SourceFile(
            path: "Sources/WelcomeIO/Files/A.swift", text: "import Glibc\n// import GRDB2\nimport GRDB")
        #expect(forbiddenImports(file).isEmpty)
    }
}
