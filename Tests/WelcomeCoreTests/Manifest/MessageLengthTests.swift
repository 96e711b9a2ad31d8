import Testing
import WelcomeCore

@Suite struct MessageLengthTests {
    @Test(arguments: [
        ("", 0, 0), ("abc", 3, 3), ("Сәлем", 5, 5), ("🙂", 1, 2), ("e\u{301}", 2, 2), ("👩‍👩‍👧", 5, 8), ("a\nb", 3, 3),
    ])
    func countsScalarsAndUTF16Units(text: String, scalars: Int, units: Int) {
        let length = MessageLength(of: Array(text.utf8))
        #expect(length.scalars == scalars)
        #expect(length.utf16Units == units)
    }

    @Test(arguments: [
        ("a", 1, 1), ("a", 160, 1), ("a", 161, 2), ("a", 306, 2), ("a", 307, 3), ("@", 160, 1), ("£", 161, 2),
        ("Ä", 160, 1), ("€", 80, 1), ("€", 81, 2), ("[", 80, 1), ("{", 152, 2), ("{", 153, 3), ("|", 81, 2),
        ("\n", 160, 1), ("`", 70, 1), ("`", 71, 2), ("ы", 70, 1), ("ы", 71, 2), ("ы", 134, 2), ("ы", 135, 3),
        ("🙂", 35, 1), ("🙂", 36, 2), ("🙂", 66, 2), ("🙂", 67, 3), ("ç", 70, 1), ("ç", 71, 2), ("Ç", 160, 1),
    ])
    func countsShortMessages(letter: String, count: Int, parts: Int) {
        #expect(MessageLength(of: Array(String(repeating: letter, count: count).utf8)).smsParts == parts)
    }

    @Test func takesTheWideAlphabetForOneLetterOutsideTheNarrowOne() {
        #expect(MessageLength(of: Array((String(repeating: "a", count: 70) + "ы").utf8)).smsParts == 2)
        #expect(MessageLength(of: Array((String(repeating: "a", count: 69) + "ы").utf8)).smsParts == 1)
    }
}
