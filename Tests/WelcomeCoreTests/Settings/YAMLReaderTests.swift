import Testing

@testable import WelcomeCore

/// How every YAML file of a site answers a mistake: with a place, the rule and a remedy.
@Suite struct YAMLReaderTests {
    private func reader(_ text: String, offset: Int = 0) throws -> (reader: YAMLReader, root: YAMLMapping) {
        var reader = YAMLReader(file: "a.yml", codes: .theme, lineOffset: offset)
        let root = reader.mapping(of: text)
        return (reader, try #require(root))
    }

    // MARK: The whole text

    @Test(arguments: ["", "\n", "# a comment\n", "~", "null", "---\n"])
    func takesAnEmptyTextForNoPairs(text: String) throws {
        let (reader, root) = try reader(text)
        #expect(root.pairs.isEmpty)
        #expect(reader.diagnostics.isEmpty)
    }

    @Test(arguments: [
        ("a: [\n", 2), ("a: b: c", 1), ("\tb: 1", 1), ("a: 'x", 1), ("a: 1\na: 2", 1), ("a: *b", 1), ("{a: 1", 1),
        ("a: [", 1), ("a: [\r\n", 2), ("a: 1\r\nb: {c", 2), ("a:\n  - \"b", 2),
    ])
    func placesASyntaxError(text: String, line: Int) {
        var reader = YAMLReader(file: "a.yml", codes: .theme, lineOffset: 10)
        #expect(reader.mapping(of: text) == nil)
        #expect(reader.diagnostics.map(\.code) == [.themeSyntax])
        #expect((11...10 + line).contains(reader.diagnostics.first?.location?.line ?? 0))
    }

    @Test(arguments: ["- a\n- b", "word", "1"]) func wantsPairs(text: String) {
        var reader = YAMLReader(file: "a.yml", codes: .theme)
        #expect(reader.mapping(of: text) == nil)
        #expect(reader.diagnostics.map(\.summary) == ["the file must be a list of `key: value` pairs"])
    }

    // MARK: Keys

    @Test func namesTheNearestKnownKey() throws {
        var (reader, root) = try reader("titel: x\ncolour: y\n", offset: 1)
        reader.rejectUnknownKeys(in: root, known: ["title", "accent"])
        #expect(reader.diagnostics.map(\.fix) == ["did you mean `title`?", "known keys: title, accent"])
        #expect(reader.diagnostics.map(\.location?.line) == [2, 3])
        #expect(reader.diagnostics.map(\.excerpt) == ["titel: x", "colour: y"])
    }

    @Test func showsNoLineOfASecret() {
        var reader = YAMLReader(file: "welcome.yml", codes: .settings)
        let root = reader.mapping(of: "token: S3CRET\n")
        reader.rejectUnknownKeys(in: root ?? YAMLMapping(pairs: []), known: ["name"])
        #expect(reader.diagnostics.map(\.code) == [.settingsSecret])
        #expect(!"\(reader.diagnostics)".contains("S3CRET"))
    }

    // MARK: Values

    @Test(arguments: [
        ("yes", true), ("true", true), ("on", true), ("True", true), ("no", false), ("off", false), ("False", false),
    ])
    func readsTruths(text: String, value: Bool) throws {
        var (reader, root) = try reader("a: \(text)")
        #expect(reader.boolean("a", in: root) == value)
        #expect(reader.diagnostics.isEmpty)
    }

    @Test(arguments: ["1", "maybe", "[true]", "''"]) func refusesOtherTruths(text: String) throws {
        var (reader, root) = try reader("a: \(text)")
        #expect(reader.boolean("a", in: root) == nil)
        #expect(reader.diagnostics.map(\.summary) == ["`a` must be true or false"])
    }

    @Test(arguments: ["0", "101", "1.5", "ten", "9223372036854775808", "-1", "[1]", "0x10"])
    func refusesNumbersOutOfRange(text: String) throws {
        var (reader, root) = try reader("a: \(text)")
        #expect(reader.integer("a", in: root, within: 1...100) == nil)
        #expect(reader.diagnostics.map(\.summary) == ["`a` must be a whole number from 1 to 100"])
    }

    @Test(arguments: [("1", 1), ("100", 100), ("'7'", 7)]) func readsNumbers(text: String, value: Int) throws {
        var (reader, root) = try reader("a: \(text)")
        #expect(reader.integer("a", in: root, within: 1...100) == value)
    }

    @Test(arguments: ["~", "", "null", "Null", "NULL"]) func takesNullForAbsent(text: String) throws {
        var (reader, root) = try reader("a: \(text)\n")
        #expect(reader.string("a", in: root) == nil)
        #expect(reader.integer("a", in: root, within: 1...2) == nil)
        #expect(reader.items("a", in: root) == nil)
        #expect(reader.diagnostics.isEmpty)
    }

    @Test(arguments: ["'null'", "\"~\""]) func keepsQuotedNullAsText(text: String) throws {
        var (reader, root) = try reader("a: \(text)\n")
        #expect(reader.string("a", in: root)?.value.isEmpty == false)
    }

    @Test func takesASingleItemForAList() throws {
        var (reader, root) = try reader("a: x\nb: [y, z]\nc: [[q]]\n")
        #expect(reader.strings("a", in: root)?.map(\.value) == ["x"])
        #expect(reader.strings("b", in: root)?.map(\.value) == ["y", "z"])
        #expect(reader.strings("c", in: root)?.isEmpty == true)
        #expect(reader.diagnostics.map(\.summary) == ["`c` must be a text"])
    }

    @Test func placesABlockOnItsFirstLine() throws {
        var (reader, root) = try reader("a: |\n    first\n    second\nb: plain\n", offset: 3)
        let text = reader.string("a", in: root)
        let block = try #require(text)
        #expect(block.value == "first\nsecond\n")
        #expect(block.location.line == 5)
        #expect(block.location.column == 5)
        #expect(reader.string("b", in: root)?.location.line == 7)
    }

    @Test func namesTheChoices() throws {
        var (reader, root) = try reader("store: gzp\n")
        #expect(reader.choice("store", in: root, as: PageStore.self) == nil)
        #expect(reader.diagnostics.map(\.summary) == ["`store` must be one of: html, gzip"])
        #expect(reader.diagnostics.map(\.fix) == ["did you mean `gzip`?"])
    }
}
