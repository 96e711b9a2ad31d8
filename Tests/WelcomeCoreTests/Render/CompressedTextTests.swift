import Gzip
import Testing
import WelcomeCore

/// A text as a gzip file says the same as the plain text, for every lead.
@Suite struct CompressedTextTests {
    private static let values = LinkValues(url: Array("https://w.kz/abc".utf8), expires: Array("30 декабря".utf8))

    /// A text with the slots behind segments of these lengths.
    private func text(_ lengths: [Int], _ sources: [CompiledText.Source], rest: Int) -> CompiledText {
        let words = Array("<p>Сэндвич-панели & профнастил со склада в Алматы</p>\n".utf8)
        let segments = (0..<(lengths.reduce(0, +) + rest)).map { words[$0 % words.count] }
        var offset = 0
        let slots = zip(lengths, sources).map { length, source in
            offset += length
            return CompiledText.Slot(offset: offset, source: source, escaping: .text)
        }
        return CompiledText(segments: segments, slots: slots)
    }

    @Test(
        arguments: [
            ([], 0), ([], 5_000), ([0], 0), ([0, 0], 4_000), ([3_000, 2, 0], 2_000), ([10, 10, 10], 10),
            ([20_000, 900, 900], 0),
        ] as [([Int], Int)])
    func saysTheSameAsThePlainText(lengths: [Int], rest: Int) throws {
        let sources: [CompiledText.Source] = [.field(0), .expires, .url]
        let text = text(lengths, sources, rest: rest)
        let compressed = CompressedText(text)
        var file = GzipFile()
        for name in ["", "Айгүл", "<script>&\"'`", String(repeating: "ұ", count: 40_000)] {
            let fields = [LeadField(name: "name", value: LeadText(name))]
            var plain: [UInt8] = []
            text.append(fields: fields, Self.values, to: &plain)
            compressed.render(fields: fields, Self.values, into: &file)
            #expect(file.bytes.gunzipped(limit: 1 << 20) == plain)
        }
    }
}
