import Foundation

/// The TypeScript that `Documentation/crm` gives to a CRM, type-checked and compiled together with what tests it.
///
/// A CRM's own compiler and Node run it, so that nothing is shared with the program whose output it reads.
package final class CRMModules {
    private static let node = "/usr/bin/node"
    private static let compiler = "/usr/bin/tsc"
    private static let sources = ["Documentation/crm", "Tests/Tools/crm"]

    private let folder: SiteFolder

    /// Makes a folder with the compiled modules, which are compiled once for all tests.
    ///
    /// - Throws: `CompilerDiagnostics` when the compiler finds anything at all.
    package init() throws {
        folder = try SiteFolder(restoring: Self.compiled.get())
    }

    /// Runs a program of `Tests/Tools/crm` to its end.
    package func run(_ name: String, _ arguments: [String]) throws -> ProgramRun {
        try ProgramRun.run(Self.node, [path(name)] + arguments)
    }

    /// Starts a program of `Tests/Tools/crm` and leaves it running.
    package func start(_ name: String, _ arguments: [String]) throws -> RunningProgram {
        try RunningProgram(Self.node, [path(name)] + arguments)
    }

    private func path(_ name: String) -> String { folder.absolute("Tests/Tools/crm/\(name).js") }

    // MARK: Compiling

    private static let compiled = Result {
        let folder = try SiteFolder(themes: [])
        let run = try ProgramRun.run(
            compiler, options + ["--outDir", folder.absolute("js")] + files(), directory: Fixtures.packageRoot.path)
        guard run.status == 0, run.output.isEmpty else {
            throw CompilerDiagnostics(description: run.stdout + run.stderr)
        }
        return try folder.snapshot(of: "js")
    }

    private static let options = [
        "--strict", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes", "--noImplicitOverride",
        "--noImplicitReturns", "--noUnusedLocals", "--noUnusedParameters", "--noPropertyAccessFromIndexSignature",
        "--module", "commonjs", "--target", "es2021", "--lib", "es2021", "--skipLibCheck", "--rootDir", ".",
        "--types", "node", "--typeRoots", typeRoot,
    ]

    /// Debian's Node brings the declarations of its modules; another one does not, and ours are what the modules use.
    private static let typeRoot: String = {
        let installed = "/usr/share/nodejs/@types"
        return FileManager.default.fileExists(atPath: "\(installed)/node/index.d.ts")
            ? installed : Fixtures.packageRoot.appendingPathComponent("Tests/Tools/crm/types").path
    }()

    private static func files() throws -> [String] {
        try sources.flatMap { folder in
            try FileManager.default.contentsOfDirectory(
                atPath: Fixtures.packageRoot.appendingPathComponent(folder).path
            ).filter { $0.hasSuffix(".ts") }.sorted().map { "\(folder)/\($0)" }
        }
    }
}

/// What the TypeScript compiler does not accept.
package struct CompilerDiagnostics: Error, CustomStringConvertible {
    package let description: String
}

/// A stand-in for ChatFlow's gateway, where the `instance_id` of a request chooses its answer, or for every provider,
/// where all is well.
package final class GatewayStandIn {
    /// One request that reached the gateway.
    package struct Request: Decodable {
        package var method: String
        /// The path and query as they stood in the request line.
        package var target: String
        package var path: String
        /// The decoded pairs, in their order.
        package var query: [[String]]
        /// What came with it, where the stand-in keeps that.
        package var body: String?

        /// The value of a name in the query.
        package subscript(name: String) -> String? { query.first { $0.first == name }?.last }
    }

    private let program: RunningProgram
    private let folder: SiteFolder

    /// The port on this host.
    package let port: String

    /// Starts the gateway and waits until it listens.
    ///
    /// Where all is well for every provider, `answer` is said in its place: a JSON object with `status` and `body`, a text.
    package init(_ modules: CRMModules, program name: String = "chatflow", answer: String? = nil) throws {
        folder = try SiteFolder(themes: [])
        program = try modules.start(name, [folder.absolute("port")] + [answer].compactMap(\.self))
        try program.waitForLine()
        port = try folder.text("port")
    }

    /// Stops the gateway and tells what reached it.
    package func end() throws -> [Request] {
        let run = try program.end()
        return try run.output.split(separator: 10).dropFirst().map {
            try JSONDecoder().decode(Request.self, from: $0)
        }
    }
}
