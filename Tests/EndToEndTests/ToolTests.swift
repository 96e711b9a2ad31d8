import Foundation
import Testing
import WelcomeTestSupport

/// The Python tools that other tests rely on, and the files that they can check by themselves.
@Suite struct ToolTests {
    private static let schemas = "Sources/WelcomeCLI/Schemas"

    @Test(arguments: [
        ["test_tools.py"],
        ["check_schemas.py", schemas, "Tests/Fixtures/schemas"],
        ["validate_manifest.py", "\(schemas)/manifest.schema.json", "Tests/Fixtures/manifest/good.ndjson"],
    ])
    func toolFindsNothing(command: [String]) throws {
        let (status, output) = try run(command)
        #expect(status == 0, "\(output)")
    }

    @Test func shippedFilesFollowTheirSchemas() throws {
        let files = try ["themes", "Sources/WelcomeCLI/Templates"].flatMap { folder in
            try FileManager.default.subpathsOfDirectory(
                atPath: Fixtures.packageRoot.appendingPathComponent(folder).path
            )
            .filter { $0.hasSuffix(".md") && $0 != "CREDITS.md" || $0.hasSuffix("theme.yml") }
            .map { "\(folder)/\($0)" }
        }
        #expect(files.contains("themes/base/theme.yml"))
        let (status, output) = try run(["validate_yaml.py", Self.schemas, "welcome.yml"] + files.sorted())
        #expect(status == 0, "\(output)")
    }

    /// Runs a tool in the package's folder; both of its streams are read while it runs.
    private func run(_ command: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-B", "Tests/Tools/\(command[0])"] + command.dropFirst()
        process.currentDirectoryURL = Fixtures.packageRoot
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
