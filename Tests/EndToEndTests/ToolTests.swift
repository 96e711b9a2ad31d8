import Foundation
import Testing
import WelcomeTestSupport

/// The Python tools that other tests rely on, and the files that they can check by themselves.
@Suite struct ToolTests {
    @Test(arguments: [
        ["test_tools.py"],
        ["check_schemas.py", "SCHEMAS", "Tests/Fixtures/schemas"],
        ["validate_manifest.py", "SCHEMAS/manifest.schema.json", "Tests/Fixtures/manifest/good.ndjson"],
    ])
    func toolFindsNothing(command: [String]) throws {
        let site = try SiteFolder()
        try site.writeSchemas()
        let schemas = site.absolute("schemas")
        let (status, output) = try run(command.map { $0.replacing("SCHEMAS", with: schemas) }, schemas: schemas)
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
        let site = try SiteFolder()
        try site.writeSchemas()
        let schemas = site.absolute("schemas")
        let (status, output) = try run(["validate_yaml.py", schemas, "welcome.yml"] + files.sorted(), schemas: schemas)
        #expect(status == 0, "\(output)")
    }

    /// Runs a tool in the package's folder; both of its streams are read while it runs.
    private func run(_ command: [String], schemas: String) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-B", "Tests/Tools/\(command[0])"] + command.dropFirst()
        process.currentDirectoryURL = Fixtures.packageRoot
        process.environment = ProcessInfo.processInfo.environment.merging(["SCHEMAS": schemas]) { $1 }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
