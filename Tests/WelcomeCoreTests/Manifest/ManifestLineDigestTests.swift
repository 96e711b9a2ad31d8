import Crypto
import Testing
import WelcomeTestSupport

@testable import WelcomeCore

/// Manifest lines of thousands of generated leads, by every delivery mode, are those that were recorded.
///
/// Whatever else comes to write the lines has to write the same bytes. The digests stand for 24 lines each, so that a
/// difference has a place.
@Suite struct ManifestLineDigestTests {
    private static let lineCount = 24

    /// The digest of lines by one delivery mode, and how many there are of each state.
    private static func digest(_ settings: SiteSettings, _ generated: inout GeneratedJobs) throws -> String {
        let jobs = try (0..<lineCount).map { _ in try generated.next() }
        let terms = RenderTerms(settings: settings, build: "b1", now: Timestamp(secondsSinceEpoch: 1_795_406_400))
        var values = JobValues(terms: terms)
        var renderer = ManifestLineRenderer(terms: terms)
        var json = JSONWriter()
        var states: [ManifestState: Int] = [:]
        for (job, page) in jobs {
            let line = renderer.line(job, page: page, values.values(of: job))
            states[line.state, default: 0] += 1
            line.write(to: &json)
        }
        let counts = states.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.key.rawValue)=\($0.value)" }
        let digest = hexadecimal(SHA256.hash(data: json.bytes).prefix(8))
        return "\(counts.joined(separator: " ")) bytes=\(json.bytes.count) \(digest)"
    }

    @Test func writesTheLinesThatWereRecorded() throws {
        var generated = try GeneratedJobs(seed: 14)
        var text = ""
        for channel in ChannelName.allCases {
            for variant in channel.channel.variants {
                text += "== \(channel.rawValue) \(variant.rawValue)\n"
                for group in ["first", "second", "without recipients", "gzip"] {
                    var settings = generated.settings
                    settings.includesRecipients = group != "without recipients"
                    settings.pageStore = group == "gzip" ? .gzip : .html
                    settings.tenants[0].channel = channel
                    settings.tenants[0].channels[channel] = ChannelBench.settings(channel, variant)
                    text += "\(group)  \(try Self.digest(settings, &generated))\n"
                }
            }
        }
        #expect(generated.diagnostics.filter { $0.severity == .error } == [])
        try RecordedText.expect(text, asIn: "oracle/manifest-lines.txt")
    }
}
