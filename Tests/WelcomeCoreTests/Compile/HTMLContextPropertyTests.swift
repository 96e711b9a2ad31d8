import Foundation
import Testing
import WelcomeTestSupport

@testable import WelcomeCore

/// Documents of random pieces, in which the walk must never allow a value where a browser sees another place.
@Suite struct HTMLContextPropertyTests {
    private static let mark = "xmarkx"
    /// What documents are made of; the mark is one piece of them.
    private static let pieces = [
        mark, mark, "<p>", "</p>", "<a ", "href=", "\"", "'", ">", "<", "/", "=", " ", "title=", "onclick=", "style=",
        "https://x.kz/", "?", "<!--", "-->", "--!>", "<!", "<?", "</", "<script>", "</script>", "<style>", "</style>",
        "<title>", "</title>", "<textarea>", "</textarea>", "<svg>", "</svg>", "<math>", "</math>", "<![CDATA[", "]]>",
        "<iframe>", "</iframe>", "<noscript>", "</noscript>", "<xmp>", "</xmp>", "<template>", "</template>", "<table>",
        "<select>", "<option>", "a", "3", "&", "&quot;", "\n", "\t", "\u{C}", "-", "--", "!", "<script", "<br/>",
        "<b c=\"",
        "<foreignObject>", "<desc>", "data-x=", "<plaintext>", "<SCRIPT ", "<path d='", "src=", "\u{B}", "ж",
    ]
    /// Documents that were once read wrongly.
    private static let corpus = Fixtures.url("corpora/html-contexts.json")

    @Test func allowsNothingWhereABrowserSeesAnotherPlace() throws {
        var documents = try JSONDecoder().decode([String].self, from: Data(contentsOf: Self.corpus))
        #expect(documents.count > 10)
        var random = Numbers(state: 20_261_129)
        for _ in 0..<1_500 {
            let count = 3 + Int(random.next() % 14)
            documents.append(
                (0..<count).map { _ in Self.pieces[Int(random.next() % UInt64(Self.pieces.count))] }.joined())
        }
        let marked = documents.filter { $0.components(separatedBy: Self.mark).count == 2 }
        let input = String(decoding: try JSONEncoder().encode(marked), as: UTF8.self)
        let run = try PythonTool.run("html_contexts", [Self.mark], input: input)
        #expect(run.status == 0, "\(run.stderr)")
        let answers = try JSONDecoder().decode([[[String]]].self, from: run.output)
        try #require(answers.count == marked.count)
        var allowed = 0
        for (document, places) in zip(marked, answers) {
            let bytes = Array(document.utf8)
            let offset = try #require(bytes.offset(of: Array(Self.mark.utf8)))
            var contexts = HTMLContexts(bytes)
            let context = contexts.context(at: offset)
            guard case .success(let escaping) = context.escaping(allowedHosts: ["x.kz"]) else { continue }
            allowed += 1
            for place in places {
                #expect(isHarmless(escaping, in: place), "\(document.debugDescription): \(context) but \(place)")
            }
        }
        #expect(allowed > 100)
    }

    /// Whether a value that is escaped in this way can do nothing in the place where a browser sees it.
    private func isHarmless(_ escaping: Escaping, in place: [String]) -> Bool {
        switch place[0] {
        case "text": return !["script", "style"].contains(place[1])
        // Without `>` it cannot be closed.
        case "comment": return true
        case "attribute":
            guard escaping != .text else { return false }
            let (name, value) = (place[2], place[3])
            if name == "href" { return value.hasPrefix("https://x.kz/") || value.hasPrefix("https://x.kz?") }
            return !name.hasPrefix("on") && !["style", "srcdoc", "src", "action", "data"].contains(name)
        default: return false
        }
    }
}

/// The same numbers in every run (SplitMix64).
struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
