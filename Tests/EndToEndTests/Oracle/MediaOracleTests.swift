import Foundation
import Testing
import WelcomeTestSupport

/// Media of themes, of rows and by URL, as they are published where no program prepares them.
@Suite struct MediaOracleTests {
    private static func lead(_ id: String, _ more: [String: Any]) -> [String: Any] {
        let number = id.utf8.reduce(1_000_000) { ($0 * 31 + Int($1)) % 10_000_000 }
        let lead: [String: Any] = [
            "id": id, "name": "Айгүл", "phone": "+7701\(String(number + 10_000_000).dropFirst())",
            "created_at": "2026-11-01T09:00:00+05:00",
        ]
        return lead.merging(more) { $1 }
    }

    @Test func showsMediaOfRowsAsRecorded() throws {
        let site = try SiteFolder.shop()
        try ChannelSite.addMedia(to: site)
        let files = [
            "voice-kk.ogg", "tone-cbr.mp3", "tone.m4a", "tone.wav", "call.amr", "located.jpg", "located.png",
            "located.webp", "located.gif", "located.pdf", "animated.webp", "orientation-8-little.jpg", "garbled.pdf",
        ]
        for name in files { try site.copy(Fixtures.path("media/\(name)"), to: "media/\(name)") }
        try site.writeLeads([
            Self.lead("theme", [:]), Self.lead("none", ["voice": "", "images": [String](), "documents": "[]"]),
            Self.lead("mp3", ["voice": "media/tone-cbr.mp3"]), Self.lead("m4a", ["voice": "media/tone.m4a"]),
            Self.lead("wav", ["voice": "media/tone.wav"]), Self.lead("amr", ["voice": "media/call.amr"]),
            Self.lead(
                "pictures",
                ["images": files.filter { $0.hasPrefix("located") && !$0.hasSuffix("pdf") }.map { "media/\($0)" }]),
            Self.lead("list", ["images": "media/animated.webp|media/orientation-8-little.jpg"]),
            Self.lead("document", ["documents": ["media/located.pdf", "media/garbled.pdf"]]),
            Self.lead("missing", ["images": ["media/none.jpg"], "voice": "media/voice-kk.ogg"]),
            Self.lead("sent", ["channel": "chatflow-media", "images": ["media/located.png"]]),
        ])
        var oracle = Oracle(site)
        try oracle.build("first build")
        try site.copy(Fixtures.path("media/photo-coffee.png"), to: "media/located.png")
        try site.changeLead("mp3") { $0["voice"] = "media/voice-kk.ogg" }
        try oracle.build("files and rows changed", now: Oracle.day(1))
        try oracle.build("nothing changed", now: Oracle.day(2))
        try oracle.expect(asIn: "media-of-rows")
    }

    /// A copy of what lay behind a URL, or why there is none.
    private struct Copy {
        /// The SHA-256 of the URL.
        var key: String
        var file: String?
        /// Half of the SHA-256 of the file.
        var content: String?
        var fault: String?
    }

    private static let copies = [
        // good.jpg, stale.gif, large.jpg and type.jpg
        Copy(
            key: "3c848d2c5ca8f61c5efe029d8a9612354c1bfecf216fe4b99b328016f83fd2c7", file: "grey.jpg",
            content: "39ffb4680619c9b3762d5d258b6c4478"),
        Copy(
            key: "ab26b2706ac9800d6955eff210ba4b6c3c576b1fc9c41661f85c480fc1e1e844", file: "tiny.gif",
            content: "c65385e179c77214aa5c9edb858a4e80", fault: "unreachable"),
        Copy(key: "0f816d097ef3b819bd8aeb5cfbdc15608b090c06678bad5d1886943cabc136b8", fault: "too-large"),
        Copy(key: "aeaaf4d5f98ed3130d6e7a22e6e82fb047d3b02b8c167e232fc909069d9b5995", fault: "type"),
    ]

    /// Copies as earlier requests left them: within an hour nothing is asked of the network.
    @Test func showsMediaByURLAsRecorded() throws {
        let site = try SiteFolder.shop(
            settings: SiteFolder.settings + "media: {fetch: off, hosts: [media.invalid]}\n")
        try site.writeLeads([
            Self.lead("good", ["images": ["https://media.invalid/good.jpg"]]),
            Self.lead("stale", ["images": ["https://media.invalid/stale.gif"]]),
            Self.lead("large", ["images": ["https://media.invalid/large.jpg"]]),
            Self.lead("type", ["images": ["https://media.invalid/type.jpg", "https://media.invalid/good.jpg"]]),
            Self.lead("stranger", ["images": ["https://other.invalid/a.jpg"]]),
            Self.lead("plain", ["images": ["http://media.invalid/good.jpg"]]),
        ])
        var oracle = Oracle(site)
        try oracle.build("not fetched")
        for copy in Self.copies {
            var record = ["asked_at": "2026-11-24T03:30:00Z", "fetched_at": "2026-11-22T09:00:00Z"]
            record["fault"] = copy.fault
            if let file = copy.file {
                record["content"] = copy.content
                try site.copy(Fixtures.path("media/\(file)"), to: "output/media/url/\(copy.key)")
            }
            let data = try JSONSerialization.data(withJSONObject: record, options: .sortedKeys)
            try site.write(data, to: "output/media/url/\(copy.key).json")
        }
        try site.replace("fetch: off", with: "fetch: mirror", in: "welcome.yml")
        try oracle.build("copies of media", now: Oracle.day(1))
        try oracle.expect(asIn: "media-by-url")
    }
}
