import Foundation
import WelcomeCore

/// A real nginx that serves a site of the tests, with the configuration that the program prints; ends with the value.
package final class NginxServer {
    /// Where the server listens, on 127.0.0.1.
    package let port: Int
    private let folder: SiteFolder
    private let process: RunningProgram
    /// What is served, so that its folder stays as long as the server.
    private let site: SiteFolder?

    /// The server did not start.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Tells whether nginx can run scripts here.
    package static var hasScripts: Bool { FileManager.default.fileExists(atPath: module) }

    private static let module = "/usr/lib/nginx/modules/ngx_http_js_module.so"
    static let program = "/usr/sbin/nginx"

    /// Serves `site` as `welcome nginx` says, with `arguments` besides those for place and logs.
    package convenience init(serving site: SiteFolder, _ arguments: [String] = []) throws {
        try self.init(keeping: site) { port, folder in
            [
                try Self.fragment(
                    of: site, ["--listen", "127.0.0.1:\(port)", "--log", folder + "/access.log"] + arguments)
            ]
        }
    }

    /// Starts nginx with the fragments that `fragments` makes for a port and a folder for logs and scripts.
    package init(
        keeping site: SiteFolder? = nil, _ fragments: (_ port: Int, _ folder: String) throws -> [String]
    ) throws {
        self.site = site
        folder = try SiteFolder(themes: [])
        var said = ""
        // A port may be taken; below the range from which the system gives ports away, it rarely is.
        for _ in 0..<8 {
            let port = Int.random(in: 20_000..<32_000)
            for (index, fragment) in try fragments(port, folder.path).enumerated() {
                try folder.write(fragment, to: "conf.d/\(index).conf")
            }
            try folder.write(Self.configuration(folder.path), to: "nginx.conf")
            let process = try RunningProgram(
                Self.program, ["-p", folder.path, "-c", folder.absolute("nginx.conf"), "-e", "stderr"])
            if try process.waitForOutput(containing: "start worker process ") {
                self.port = port
                self.process = process
                return
            }
            said = process.saidSoFar
            guard said.contains("Address already in use") else { break }
        }
        throw Failure(description: said)
    }

    deinit {
        process.stop()
    }

    /// Prints the fragment of `site` by the real program.
    package static func fragment(of site: SiteFolder, _ arguments: [String]) throws -> String {
        let run = try WelcomeBinary.run(["nginx", "--site", site.path] + arguments)
        guard run.status == 0 else { throw Failure(description: run.stderr) }
        return run.stdout
    }

    /// What surrounds a fragment: as Debian has it, but in a folder of its own and as the user that runs the tests.
    static func configuration(_ folder: String) -> String {
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map {
            "    \($0)_temp_path \"\(folder)/\($0)\";\n"
        }
        return """
            daemon off;
            pid "\(folder)/nginx.pid";
            error_log /dev/stdout notice;
            worker_processes 1;
            \(NSUserName() == "root" ? "user root root;" : "")
            \(hasScripts ? "load_module \(module);" : "")
            events { worker_connections 256; }
            http {
                include /etc/nginx/mime.types;
                default_type application/octet-stream;
                gzip on;
            \(temporary.joined())    include "\(folder)/conf.d/*.conf";
            }

            """
    }

    // MARK: Asking

    /// Where links of the site begin, as seen from here.
    package var origin: String { "http://127.0.0.1:\(port)" }

    /// Sends requests one after another, each on a connection of its own.
    package func send(_ requests: [HTTPRequest], overTLS: Bool = false) throws -> [HTTPResponse] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        let lines = try requests.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }
        let run = try PythonTool.run(
            "http_requests", ["\(port)"] + (overTLS ? ["--tls"] : []), input: lines.joined())
        guard run.status == 0 else { throw Failure(description: run.stderr) }
        let responses = try run.output.split(separator: 10).map {
            try JSONDecoder().decode(HTTPResponse.self, from: $0)
        }
        guard responses.count == requests.count else { throw Failure(description: "\(responses.count) answers") }
        return responses
    }

    /// Sends one request.
    package func send(_ request: HTTPRequest) throws -> HTTPResponse {
        guard let response = try send([request]).first else { throw Failure(description: "no answer") }
        return response
    }

    /// Asks for one address.
    package func get(_ target: String, _ headers: [String: String] = [:]) throws -> HTTPResponse {
        try send(HTTPRequest(target, headers: headers))
    }

    /// Asks for an address again and again until the program's input ends.
    package func watch(_ target: String) throws -> RunningProgram {
        let program = try PythonTool.start("watch_page", ["\(port)", target])
        try program.waitForLine()
        return program
    }

    /// Everything that was logged, by the file's name; what nginx said at its start is `start`.
    package func logs() throws -> [String: String] {
        [
            "start": process.saidSoFar, "access": try folder.text("access.log"),
            "error": try folder.text("access.error.log"),
        ]
    }
}
