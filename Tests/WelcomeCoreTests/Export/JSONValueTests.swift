import Foundation
import Testing

@testable import WelcomeCore

/// Documents that other programs import.
@Suite struct JSONValueTests {
    @Test func keepsTheOrderOfMembers() {
        let value: JSONValue = ["b": 1, "a": [true, "x", []], "c": [:]]
        #expect(value.line == #"{"b":1,"a":[true,"x",[]],"c":{}}"# + "\n")
    }

    @Test func escapesTexts() throws {
        let text = "a\"b\\c\n\u{1}é\u{2028}</script>"
        let line = JSONValue.array([.string(text)]).line
        let read = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String]
        #expect(read == [text])
    }
}
