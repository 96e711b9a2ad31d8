import Testing
import WelcomeCore

@Suite struct EscapingTests {
    private func escaped(_ value: String, _ escaping: Escaping) -> String {
        var output: [UInt8] = []
        escaping.append(Array(value.utf8), to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    @Test(arguments: [
        ("a<b>&\"'`", "a&lt;b&gt;&amp;\"'`", "a&lt;b&gt;&amp;&quot;&#39;&#96;", "a%3Cb%3E%26%22%27%60"),
        ("Әлия", "Әлия", "Әлия", "%D3%98%D0%BB%D0%B8%D1%8F"),
        ("-._~ +/?#%", "-._~ +/?#%", "-._~ +/?#%", "-._~%20%2B%2F%3F%23%25"),
        ("&amp;", "&amp;amp;", "&amp;amp;", "%26amp%3B"),
        ("", "", "", ""),
        ("🙂\n", "🙂\n", "🙂\n", "%F0%9F%99%82%0A"),
    ])
    func writesValuesForTheirPlace(value: String, text: String, attribute: String, urlPart: String) {
        #expect(escaped(value, .text) == text)
        #expect(escaped(value, .attribute) == attribute)
        #expect(escaped(value, .urlPart) == urlPart)
    }

    @Test func takesLineBreaksOutOfMessages() {
        #expect(escaped("a\r\nb\nc<&\"", .message) == "a  b c<&\"")
    }

    /// Marks that Swift joins to the character before them into one that equals no quote and no bracket.
    @Test(arguments: ["\u{301}", "\u{20DD}", "\u{FE0F}", "\u{200D}", "\u{E0101}", "\u{1F3FB}", "\u{93E}"])
    func seesSpecialCharactersUnderCombiningMarks(mark: String) {
        for special in ["<", ">", "&", "\"", "'", "`"] {
            let bytes = Array(escaped(special + mark, .attribute).utf8)
            #expect(!bytes.contains { "<>\"'`".utf8.contains($0) }, "\(special) before \(mark.unicodeScalars)")
            #expect(bytes.first == UInt8(ascii: "&") && bytes.suffix(mark.utf8.count).elementsEqual(mark.utf8))
        }
        #expect(Array(escaped("<" + mark, .text).utf8).starts(with: "&lt;".utf8))
    }
}
