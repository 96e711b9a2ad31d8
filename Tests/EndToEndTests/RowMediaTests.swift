import Foundation
import Testing
import WelcomeTestSupport

/// Rows that each name a file of their own.
@Suite struct RowMediaTests {
    private struct Report: Decodable {
        struct Counts: Decodable {
            var pages_written: Int
        }

        var counts: Counts
        var peak_memory_bytes: Int
    }

    /// A sound of four samples, which differ from number to number.
    private static func sound(_ number: Int) -> Data {
        var bytes: [UInt8] = Array("RIFF".utf8) + [44, 0, 0, 0] + Array("WAVEfmt ".utf8) + [16, 0, 0, 0, 1, 0, 1, 0]
        bytes += [0x40, 0x1F, 0, 0, 0x80, 0x3E, 0, 0, 2, 0, 16, 0] + Array("data".utf8) + [8, 0, 0, 0]
        return Data(bytes + (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) })
    }

    /// Builds a site of `count` leads, each with a sound of its own or all with one, in a build without programs for media.
    private func build(_ count: Int, own: Bool) throws -> (site: SiteFolder, report: Report) {
        let site = try SiteFolder()
        try site.createDirectory("own")
        for number in 1...count { try site.write(Self.sound(number), to: "own/\(number).wav") }
        try site.writeLeads(
            (1...count).map { ["id": "\($0)", "theme": "base", "voice": "own/\(own ? $0 : 1).wav"] })
        let run = try site.build("--json", environment: ["PATH": "/nonexistent"])
        #expect(run.status == 0, "\(run.stderr.prefix(500))")
        return (site, try JSONDecoder().decode(Report.self, from: Data(run.stdout.utf8)))
    }

    /// Each page plays its own row's file.
    ///
    /// A compiled page for each of them took 50 KB, and what is known of a file 5 KB.
    @Test func takeNoMoreMemoryThanRowsThatShareAFile() throws {
        let few = try build(3_000, own: false)
        let many = try build(3_000, own: true)
        #expect(many.report.counts.pages_written == 3_000)
        let growth = many.report.peak_memory_bytes - few.report.peak_memory_bytes
        #expect(growth < 24 << 20, "\(growth) bytes more for 3,000 files more")

        let published = try many.site.published()
        var sources: Set<String> = []
        for id in ["1", "2", "1500", "3000"] {
            let html = try published.html(try #require(published.line(id)))
            let source = try #require(html.split(separator: "<source src=\"/a/").dropFirst().first?.prefix(36))
            let file = try many.site.data("output/site/a/\(source)")
            #expect(file.suffix(8) == Self.sound(Int(id) ?? 0).suffix(8))
            sources.insert(String(source))
        }
        #expect(sources.count == 4)
    }
}
