import Foundation
import Testing
import WelcomeTestSupport

/// What `ps` shows to every user of the machine while a build runs: no key, and nothing of a lead.
@Suite(
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/ffmpeg")), .needs(.mediaTools),
    .enabled(if: SystemCalls.areTraceable, "SKIPPED: programs cannot be traced here")
) struct ProcessListTests {
    private struct Watched: Decodable {
        struct Process: Decodable {
            var name: String
            var isOwn: Bool
            var arguments: String
            var environment: String
        }

        var status: Int32
        var processes: [Process]
    }

    private static let key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

    /// Long enough to stand in no random name of a temporary file by chance.
    private static let id = "471193385027"

    /// A lead with media of its own, in files that are named for the person.
    private func site() throws -> SiteFolder {
        let site = try SiteFolder.shop()
        try site.writeLeads([
            [
                "id": Self.id, "name": "Гульнар", "phone": "+7 701 555-66-77", "city": "Экибастуз",
                "voice": "media/Гульнар.ogg", "images": ["media/77015556677.jpg"],
                "created_at": "2026-11-01T09:00:00+05:00",
            ]
        ])
        try site.copy(Fixtures.path("media/voice-ru.ogg"), to: "media/Гульнар.ogg")
        try site.copy(Fixtures.path("media/photo-flower.jpg"), to: "media/77015556677.jpg")
        return site
    }

    private func watch(_ site: SiteFolder, _ environment: [String: String]) throws -> Watched {
        let request: [String: Any] = [
            "arguments": [WelcomeBinary.path, "build", "--site", site.path, "--now", SiteFolder.now],
            "environment": environment.merging(["PATH": "/usr/bin:/bin"]) { $1 },
        ]
        let input = String(decoding: try JSONSerialization.data(withJSONObject: request), as: UTF8.self)
        let run = try PythonTool.run("watch_processes", [], input: input)
        try #require(run.status == 0, "\(run.stderr)")
        return try JSONDecoder().decode(Watched.self, from: run.output)
    }

    @Test(arguments: [false, true]) func showsNoKeyAndNothingOfALead(hasKeysInEnvironment: Bool) throws {
        let site = try site()
        if hasKeysInEnvironment { try site.remove("keys.yml") }
        let watched = try watch(site, hasKeysInEnvironment ? ["WELCOME_KEYS": SiteFolder.keys] : [:])
        #expect(watched.status == 0)
        let line = try #require(site.published().line(Self.id))
        #expect(line.state == "ready")

        // The test is worth nothing where it saw none of the programs.
        let own = watched.processes.first { $0.isOwn }
        #expect(own?.environment.contains(Self.key) == hasKeysInEnvironment)
        let others = watched.processes.filter { !$0.isOwn }
        for program in ["ffmpeg", "vips"] {
            #expect(others.contains { $0.arguments.contains("/\(program)") }, "\(Set(others.map(\.name)))")
        }
        let raw = Data(base64Encoded: Self.key) ?? Data()
        let secrets =
            [Self.key, "WELCOME_KEYS", "keys.yml", raw.map { String(format: "%02x", $0) }.joined()]
            + ["Гульнар", "5556677", "555-66-77", "Экибастуз", Self.id, line.code, line.url]
        for process in watched.processes {
            let found = secrets.filter { process.arguments.contains($0) }
            #expect(found.isEmpty, "\(process.name): \(process.arguments)")
        }
        for process in others {
            let found = secrets.filter { process.environment.contains($0) }
            #expect(found.isEmpty, "\(process.name): \(process.environment)")
        }
    }
}
