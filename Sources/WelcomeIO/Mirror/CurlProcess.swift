import Foundation

/// One run of curl: a request to one checked address, whose body goes into a file.
///
/// curl is a process of its own, so that what a stranger's server sends is parsed outside of ours. Nothing personal is
/// among its arguments, which every user of the machine can see: URL and address are read from standard input.
struct CurlProcess {
    /// The path of the program.
    var program: String
    /// A file of certificate authorities in place of the system's.
    var authorities: String?
    /// The file for the body, which exists.
    var output: String
    /// The most bytes of it; curl is killed when there are more, whatever was announced.
    var maxBytes: Int
    var deadline: ContinuousClock.Instant

    /// What curl was told, and what it tells.
    struct Answer: Sendable {
        /// The status of the answer; 0 where none came, or not whole.
        var status = 0
        /// Where a redirect leads, made whole by curl.
        var location: String?
        var etag: String?
        var lastModified: String?
        /// The body was larger than allowed.
        var isTooLarge = false
    }

    /// Asks for `url` at `addresses`; `headers` are whole lines.
    ///
    /// - Throws: `BuildFailure.interrupted`, or an error where the program cannot be started.
    func run(_ url: String, resolve: String, headers: [String], stop: StopFlag) throws -> Answer {
        let lines = [("url", url), ("resolve", resolve)] + headers.map { ("header", $0) }
        let text = lines.map { "\($0) = \(Self.quoted($1))\n" }.joined()
        let request = ChildProcess.Request(
            path: program, arguments: arguments, environment: ["LC_ALL": "C"], directory: ".",
            timeLimit: deadline - .now, input: Array(text.utf8))
        let outcome = try ChildProcess.run(request) { stop.isRaised || hasTooLargeOutput }
        try stop.check()
        var answer = Answer(isTooLarge: outcome.ending == .exited(63) || hasTooLargeOutput)
        let parts = outcome.errors.split(separator: 10, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        guard outcome.ending == .exited(0), !answer.isTooLarge, parts.count >= 4 else { return answer }
        answer.status = Int(parts[0]) ?? 0
        answer.location = parts[1].isEmpty ? nil : parts[1]
        answer.etag = parts[2]
        answer.lastModified = parts[3]
        return answer
    }

    private var hasTooLargeOutput: Bool { ((try? fileSize(output)) ?? 0) > maxBytes }

    /// A value as curl's configuration has it.
    ///
    /// - Precondition: it has no line break, which would begin another option.
    private static func quoted(_ value: String) -> String {
        precondition(value.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
        return "\"" + value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// No configuration of the user's or the machine's, no proxy, no redirect, no compression, https alone.
    private var arguments: [String] {
        let (seconds, attoseconds) = max(deadline - .now, .milliseconds(1)).components
        let time = String(format: "%.3f", Double(seconds) + Double(attoseconds) / 1e18)
        return [
            "--disable", "--config", "-", "--silent", "--globoff", "--proto", "=https", "--noproxy", "*", "--http1.1",
            "--tlsv1.2", "--max-time", time, "--max-filesize", String(maxBytes), "--user-agent", "welcome",
            "--output", output,
            "--write-out", "%{stderr}%{http_code}\\n%{redirect_url}\\n%header{etag}\\n%header{last-modified}\\n",
        ] + (authorities.map { ["--cacert", $0] } ?? [])
    }
}
