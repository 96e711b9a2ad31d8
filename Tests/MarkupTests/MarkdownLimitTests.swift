import Glibc
import Markup
import Testing

@Suite struct MarkdownLimitTests {
    private func error(_ markdown: String, limits: MarkdownLimits = .standard) -> MarkdownLimitError? {
        do {
            let document = try MarkdownDocument(parsing: Array(markdown.utf8), limits: limits)
            _ = try document.html()
            return nil
        } catch {
            return error
        }
    }

    private func table(columns: Int, rows: Int, cell: String = "a") -> String {
        let row = "|" + String(repeating: "\(cell)|", count: columns) + "\n"
        return row + "|" + String(repeating: "-|", count: columns) + "\n" + String(repeating: row, count: rows)
    }

    @Test func takesTextsAtTheLimits() {
        #expect(error(String(repeating: "слово слово\n\n", count: 11_000)) == nil)
        #expect(error(String(repeating: "x", count: 64 * 1024 - 1)) == nil)
        #expect(error(table(columns: 100, rows: 99)) == nil)
        // A price list of 2,400 rows and 200 KB is no long paragraph.
        #expect(error(table(columns: 4, rows: 2_400, cell: "цена цена ")) == nil)
        #expect(error(String(repeating: "> ", count: 90) + "a") == nil)
        #expect(error((0..<45).map { String(repeating: "  ", count: $0) + "- a\n" }.joined()) == nil)
        #expect(error(String(repeating: "[a](b) [c] \\[ ", count: 2_000)) == nil)
        #expect(error((0..<200).map { "[r\($0)]: https://example.kz/\($0)\n" }.joined() + "\n[r1] [r2] [r3]\n") == nil)
    }

    @Test func refusesWhatIsTooLarge() {
        #expect(error(String(repeating: "x\n\n", count: 90_000)) == MarkdownLimitError(.fileBytes))
        #expect(
            error("a\n\n" + String(repeating: "xxxxxxx\n", count: 8_193))
                == MarkdownLimitError(.paragraphBytes, line: 3))
        #expect(error("a\n" + String(repeating: "x", count: 65_537)) == MarkdownLimitError(.paragraphBytes, line: 2))
        #expect(error(table(columns: 101, rows: 1)) == MarkdownLimitError(.tableColumns, line: 2))
        #expect(error(table(columns: 100, rows: 100)) == MarkdownLimitError(.tableCells, line: 102))
    }

    @Test func countsCellsThatShortRowsLeaveOut() {
        let wide = "|" + String(repeating: "a|", count: 100) + "\n|" + String(repeating: "-|", count: 100) + "\n"
        #expect(error(wide + String(repeating: "|\n", count: 1_800))?.limit == .tableCells)
        #expect(
            error(String(repeating: wide + String(repeating: "b\n", count: 20) + "\n", count: 5))?.limit == .tableCells)
        let quoted = wide.split(separator: "\n").map { "> \($0)\n" }.joined()
        #expect(error(quoted + String(repeating: "> |\n", count: 100))?.limit == .tableCells)
    }

    @Test(arguments: [
        String(repeating: ">", count: 101) + "a", String(repeating: "- ", count: 101) + "a",
        String(repeating: "1. ", count: 101) + "a", String(repeating: "[", count: 101),
        String(repeating: "![", count: 101),
        String(repeating: "*a **a ", count: 80) + String(repeating: "b** b*", count: 80),
    ])
    func refusesDeepNesting(markdown: String) {
        #expect(error(markdown)?.limit == .nesting)
    }

    @Test func refusesDeepLists() {
        #expect(error((0..<150).map { String(repeating: "  ", count: $0) + "- a\n" }.joined())?.limit == .nesting)
    }

    @Test func refusesLinkDefinitionsThatMultiply() {
        let long = "[a]: " + String(repeating: "u", count: 30_000) + "\n\n" + String(repeating: "[a] ", count: 9_000)
        #expect(error(long) == MarkdownLimitError(.linkDefinitions, line: 1))
        let titled =
            "[a]: u '" + String(repeating: "t\n", count: 15_000) + "'\n\n" + String(repeating: "[a] ", count: 9_000)
        #expect(error(titled)?.limit == .linkDefinitions)
    }

    @Test func refusesOutputThatIsTooLarge() {
        var limits = MarkdownLimits()
        limits.maxOutputBytes = 20
        #expect(error("a & b & c & d", limits: limits) == MarkdownLimitError(.outputBytes))
    }

    /// The inputs that stall the library or blow its output up, each as large as a file may be.
    @Test(arguments: [
        "![[]()", "http://a<", ">", "- ", "_", "_a ", "*a **a ", "[", "a]", "[]", "[a](<b", "![](", "<", "<?", "<!A ",
        "<![CDATA[", "~~", "&", "**x [a*b**c*](d", "[ (](", "|", "\\", "[x][", "*_", "__a*b", "<a b=\"", "\n>", "-\n",
        "[^a",
        "[a]:u\n\n", "| a |\n|---|\n", "`", "\n- ", "\t", "1. ", "<a>", "![[]()\n\n", "\n\t>", "$",
    ])
    func endsSoonOnHostileInput(pattern: String) throws {
        for bytes in [64 * 1024, 256 * 1024] {
            let markdown = String(repeating: pattern, count: bytes / pattern.utf8.count)
            let broken = markdown.utf8.count > 64 * 1024 ? [] : Array(repeating: markdown.dropLast(2), count: 4)
            for text in [markdown, broken.joined(separator: "\n\n")] {
                let start = processorSeconds()
                _ = error(text)
                let time = processorSeconds() - start
                // 2 s is the rule for an optimised build; this one is not.
                #expect(time < 6, "\(bytes) bytes took \(time) s of the processor")
            }
        }
    }

    /// What this thread has had of the processor, whatever else the machine does.
    private func processorSeconds() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    @Test func namesEveryLimitDifferently() {
        let limits: [MarkdownLimitError.Limit] = [
            .fileBytes, .paragraphBytes, .tableColumns, .tableCells, .nesting, .linkDefinitions, .outputBytes,
        ]
        #expect(Set(limits.map { MarkdownLimitError($0).description }).count == limits.count)
    }
}
