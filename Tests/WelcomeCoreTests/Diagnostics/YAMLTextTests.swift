import Testing

@testable import WelcomeCore

/// YAML that is deep, or that repeats itself.
@Suite struct YAMLTextTests {
    private func diagnostics(_ text: String) -> [String] {
        SiteSettings.parse("base_url: https://w.kz\n" + text, file: "f").diagnostics.map {
            "\($0.location?.line ?? 0) \($0.code.rawValue): \($0.summary)"
        }
    }

    private static let tooDeep = "settings-syntax: lists and mappings are nested more than 100 deep"

    @Test(arguments: [99, 101, 950, 100_000])
    func boundsEveryKindOfNesting(depth: Int) {
        let texts = [
            "tenants: " + String(repeating: "[", count: depth) + String(repeating: "]", count: depth),
            "tenants: " + String(repeating: "{a: ", count: depth) + "1" + String(repeating: "}", count: depth),
            "tenants:\n" + String(repeating: "- ", count: depth) + "1",
            "tenants:\n " + String(repeating: "? ", count: depth) + "1",
            "tenants: " + String(repeating: "[", count: depth),
        ]
        for text in texts {
            let found = diagnostics(text)
            if depth < 100 {
                #expect(found.allSatisfy { !$0.hasSuffix(Self.tooDeep) }, "\(text.prefix(20))")
            } else {
                // A text that is not closed may be told so first.
                #expect(
                    found.contains { $0.hasSuffix(Self.tooDeep) } || text.hasSuffix("["), "\(text.prefix(20)): \(found)"
                )
                #expect(!found.isEmpty)
            }
        }
    }

    @Test func boundsIndentation() {
        let lines = (0..<300).map { String(repeating: " ", count: $0) + "a:" }
        #expect(diagnostics("tenants:\n" + lines.map { " \($0)\n" }.joined()).contains { $0.hasSuffix(Self.tooDeep) })
    }

    @Test func refusesAliasesAtTheirPlace() {
        #expect(
            diagnostics("tenants:\n  a: &x {name: A}\n  b: *x\n") == [
                "4 settings-syntax: anchors and aliases such as `*x` are not supported"
            ])
        // A bomb of nine lines, and a chain that nests by one level a line.
        let bomb = (1...9).map { "l\($0): &l\($0) [\(String(repeating: "*l\($0 - 1),", count: 9))]\n" }.joined()
        #expect(diagnostics("l0: &l0 [x]\n" + bomb).count == 1)
        let chain = (1...50_000).map { "l\($0): &l\($0) [*l\($0 - 1)]\n" }.joined()
        #expect(diagnostics("l0: &l0 [x]\n" + chain).count == 1)
    }

    @Test func takesTextsWithTheSigns() {
        let text = "tenants:\n  a: {name: \"R&B *хит* & Co\", stop_words: [Q&A, \"*\", \"&\"]}\n"
        #expect(diagnostics(text) == [])
        #expect(diagnostics("tenants: {a: {name: &x A}}\n") == [])
    }
}
