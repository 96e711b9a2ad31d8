import Foundation
import Synchronization
import Testing
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

/// What a server of somebody else's may try.
@Suite(.needs(.server)) struct MirrorSafetyTests {
    @Test(arguments: [
        ("/page.jpg", "media-type"), ("/bomb", "media-type"), ("/endless", "media-too-large"),
        ("/announced", "media-too-large"), ("/cut", "media-unreachable"), ("/missing", "media-unreachable"),
        ("/chain/4", "media-unreachable"),
    ])
    func pageGoesWithoutWhatIsNoFile(path: String, code: String) throws {
        let mirrored = try MirroredSite(path)
        let (report, diagnostics) = mirrored.build()
        #expect(report.isPublished)
        #expect(diagnostics.count == 1 && diagnostics.allSatisfy { $0.hasSuffix("[\(code)]") }, "\(diagnostics)")
        let manifest = try #require(try mirrored.site.files(below: "output").first { $0.hasSuffix(".ndjson") })
        let problem = "{\"code\":\"\(code.replacingOccurrences(of: "-", with: "_"))\",\"column\":\"images\"}"
        #expect(mirrored.site.text("output/\(manifest)")?.contains(problem) == true)
        #expect(try mirrored.assets.isEmpty)
        #expect(try !mirrored.page.contains("<img"))
        #expect(try mirrored.copies.map { $0.hasSuffix(".json") } == [true])
        #expect(try mirrored.site.files(below: "output/tmp").isEmpty)
    }

    @Test(arguments: ["/drip", "/headers"])
    func givesUpOnSlowServer(path: String) throws {
        let mirrored = try MirroredSite(path)
        let policy = mirrored.policy
        mirrored.policy = { hosts in
            var policy = policy(hosts)
            policy.timeout = .milliseconds(700)
            return policy
        }
        let start = ContinuousClock.now
        let diagnostics = mirrored.build().diagnostics
        #expect(ContinuousClock.now - start < .seconds(8))
        #expect(
            diagnostics.count == 1 && diagnostics.allSatisfy { $0.hasSuffix("[media-unreachable]") }, "\(diagnostics)")
    }

    /// `PORT` stands for the server's.
    @Test(arguments: [
        "http://cdn.example.kz:PORT/good", "https://other.example.kz:PORT/good", "https://cdn.example.kz/good",
        "https://10.0.0.1/", "https://169.254.169.254/latest/meta-data/", "https://[::ffff:127.0.0.1]:PORT/good",
        "https://127.0.0.1:PORT/good", "https://2130706433:PORT/good", "https://0x7f000001:PORT/good",
        "https://0177.0.0.1:PORT/good", "https://private.example.kz:PORT/good", "https://mapped.example.kz:PORT/good",
        "https://a:b@cdn.example.kz:PORT/good", "file:///etc/passwd", "gopher://cdn.example.kz:PORT/good",
        "//other.example.kz:PORT/good", "https://cdn.example.kz.:PORT/good",
        "https://cdn.example.kz%2eevil.kz:PORT/good",
        "https://cdn.example.kz:PORT@127.0.0.1/good", "dict://cdn.example.kz:PORT/good",
        "scp://cdn.example.kz:PORT/good", "data:image/gif,GIF89a",
    ])
    func doesNotFollowRedirectOutOfTheRules(target: String) throws {
        let mirrored = try MirroredSite("/good")
        let port = "\(mirrored.server.port)"
        let target = target.replacingOccurrences(of: "PORT", with: port)
        try mirrored.name("https://cdn.example.kz:\(port)/to?\(target)")
        let diagnostics = mirrored.build().diagnostics
        #expect(
            diagnostics.count == 1 && diagnostics.allSatisfy { $0.hasSuffix("[media-unreachable]") }, "\(diagnostics)")
        #expect(try mirrored.assets.isEmpty)
        let seen = try mirrored.server.end()
        #expect(seen.map { $0.prefix(9) } == ["connectio", "request /"], "\(seen)")
    }

    /// `PORT` stands for the server's.
    @Test(arguments: [
        ("https://private.example.kz:PORT/good", "media-unreachable"),
        ("https://mapped.example.kz:PORT/good", "media-unreachable"),
        ("https://cdn.example.kz/good", "media-remote"), ("https://other.example.kz:PORT/good", "media-remote"),
        ("https://127.0.0.1:PORT/good", "media-remote"), ("http://cdn.example.kz:PORT/good", "media-remote"),
        ("https://a@cdn.example.kz:PORT/good", "media-remote"),
    ])
    func connectsToNothingOutOfTheRules(url: String, code: String) throws {
        let mirrored = try MirroredSite("/good")
        try mirrored.name(url.replacingOccurrences(of: "PORT", with: "\(mirrored.server.port)"))
        let diagnostics = mirrored.build().diagnostics
        #expect(diagnostics.count == 1 && diagnostics.allSatisfy { $0.hasSuffix("[\(code)]") }, "\(diagnostics)")
        #expect(try mirrored.server.end().isEmpty)
    }

    @Test func asksNothingOfCertificateForAnotherName() throws {
        let mirrored = try MirroredSite("/good", host: "stranger.example.kz")
        #expect(mirrored.build().diagnostics.count == 1)
        #expect(try mirrored.server.requests().isEmpty)
    }

    @Test func asksNothingOfUnknownAuthority() throws {
        let mirrored = try MirroredSite("/good")
        let policy = mirrored.policy
        mirrored.policy = { hosts in
            var policy = policy(hosts)
            policy.authorities = nil
            return policy
        }
        #expect(mirrored.build().diagnostics.count == 1)
        #expect(try mirrored.server.requests().isEmpty)
    }

    /// A name that nobody answers for must not hold the build up, nor one that takes the connection and says nothing.
    @Test(arguments: [true, false])
    func givesUpOnWhoeverSaysNothing(isNameSilent: Bool) throws {
        let mirrored = try MirroredSite("/good")
        let listener = """
            import socket, sys
            listener = socket.create_server(("127.0.0.2", 0))
            print(listener.getsockname()[1], flush=True)
            sys.stdin.read()
            """
        let silent = try RunningProgram("/usr/bin/python3", ["-c", listener])
        try silent.waitForLine()
        let port = silent.saidSoFar.prefix { $0 != "\n" }
        let policy = mirrored.policy
        mirrored.policy = { hosts in
            var policy = policy([MediaHost("cdn.example.kz:\(port)")].compactMap(\.self))
            policy.timeout = .milliseconds(700)
            policy.permits = { _ in true }
            policy.resolve = { _ in
                if isNameSilent { Thread.sleep(forTimeInterval: 20) }
                return [IPAddress([127, 0, 0, 2])].compactMap(\.self)
            }
            return policy
        }
        try mirrored.name("https://cdn.example.kz:\(port)/good")
        let start = ContinuousClock.now
        let diagnostics = mirrored.build().diagnostics
        #expect(ContinuousClock.now - start < .seconds(8))
        #expect(
            diagnostics.count == 1 && diagnostics.allSatisfy { $0.hasSuffix("[media-unreachable]") }, "\(diagnostics)")
        _ = try silent.end()
    }

    // MARK: Rebinding

    /// A name that leads to `answers`, one after another, each time it is asked for.
    private func rebind(_ mirrored: MirroredSite, to answers: [[[UInt8]]]) {
        let rest = Answers(answers)
        let policy = mirrored.policy
        mirrored.policy = { hosts in
            var policy = policy(hosts)
            policy.resolve = { _ in rest.next().compactMap { IPAddress($0) } }
            return policy
        }
    }

    /// Nothing listens at 127.0.0.2, which passes for public here; whoever resolves the name again gets the server.
    @Test func connectsOnlyToTheAddressThatWasChecked() throws {
        let mirrored = try MirroredSite("/good")
        rebind(mirrored, to: [[[127, 0, 0, 2]], [[127, 0, 0, 1]], [[127, 0, 0, 1]]])
        let policy = mirrored.policy
        mirrored.policy = { hosts in
            var policy = policy(hosts)
            policy.permits = { $0 == IPAddress([127, 0, 0, 2]) }
            return policy
        }
        #expect(mirrored.build().diagnostics.count == 1)
        #expect(try mirrored.server.end().isEmpty)
    }

    @Test func checksAddressesOfEveryRedirectAnew() throws {
        let mirrored = try MirroredSite("/chain/1")
        let inner = try MediaServer(at: "127.0.0.2", in: mirrored.site.folder)
        rebind(mirrored, to: [[[127, 0, 0, 1]], [[127, 0, 0, 2]]])
        #expect(mirrored.build().diagnostics.count == 1)
        #expect(try inner.end().isEmpty)
        #expect(try mirrored.server.requests() == ["/chain/1"])
    }

    @Test func refusesNameOfWhichOneAddressIsNotPublic() throws {
        let mirrored = try MirroredSite("/good")
        rebind(mirrored, to: [[[127, 0, 0, 1], [10, 0, 0, 1]]])
        #expect(mirrored.build().diagnostics.count == 1)
        #expect(try mirrored.server.end().isEmpty)
    }
}

private final class Answers: Sendable {
    private let rest: Mutex<[[[UInt8]]]>

    init(_ answers: [[[UInt8]]]) {
        rest = Mutex(answers)
    }

    func next() -> [[UInt8]] {
        rest.withLock { $0.isEmpty ? [] : $0.removeFirst() }
    }
}
