import Yams

extension KeyRing {
    /// Reads the text of a key file: `keys: [{id: 0, not_before: 2026-01-01, key: <base64 of 32 bytes>}]`.
    ///
    /// Every diagnostic is an error and has the code `keys-invalid`. No text of the file appears in a diagnostic, not even an
    /// unknown name: what stands in the wrong place may be a secret. They call the file, or the variable that held its
    /// text, `file`.
    ///
    /// - Returns: The ring, or `nil` with at least one diagnostic.
    package static func parse(yaml: String, file: String) -> (KeyRing?, [Diagnostic]) {
        var reader = KeyFileReader(file: file)
        let entries = reader.read(yaml)
        return reader.diagnostics.isEmpty ? (KeyRing(entries), []) : (nil, reader.diagnostics)
    }
}

/// Walks the nodes of a key file, collecting diagnostics.
private struct KeyFileReader {
    let file: String
    var diagnostics: [Diagnostic] = []

    mutating func read(_ yaml: String) -> [KeyRing.Entry] {
        let root: Node?
        do {
            root = try YAMLText.compose(yaml)
        } catch {
            // The error carries the file's text, so only its place is used.
            report("YAML cannot be read", at: (error as? YamlError)?.mark)
            return []
        }
        guard let root, case .mapping(let mapping) = root else {
            report("a key file must be a mapping with the name `keys`", at: root?.mark)
            return []
        }
        check(names: mapping, known: ["keys"])
        guard let list = mapping["keys"], case .sequence(let items) = list, !items.isEmpty else {
            report("`keys` must be a list of at least one key", at: mapping["keys"]?.mark ?? root.mark)
            return []
        }
        return entries(of: items)
    }

    private mutating func entries(of items: Node.Sequence) -> [KeyRing.Entry] {
        var entries: [KeyRing.Entry] = []
        for item in items {
            guard let entry = entry(of: item) else { continue }
            if entries.contains(where: { $0.id == entry.id }) {
                report("id \(entry.id) stands twice", at: item.mapping?["id"]?.mark)
            } else if entries.contains(where: { $0.key.isSame(as: entry.key) }) {
                report("the key of id \(entry.id) is the key of another id", at: item.mapping?["key"]?.mark)
            } else {
                entries.append(entry)
            }
        }
        return entries
    }

    private mutating func entry(of item: Node) -> KeyRing.Entry? {
        guard case .mapping(let mapping) = item else {
            report("each key must be a mapping with `id`, `not_before` and `key`", at: item.mark)
            return nil
        }
        check(names: mapping, known: ["id", "key", "not_before"])
        let id = scalar("id", of: mapping, in: item) { text -> UInt8? in
            guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            return UInt8(text).flatMap { $0 <= KeyRing.highestKeyID ? $0 : nil }
        } orReport: {
            "`id` must be a whole number from 0 to 31"
        }
        let notBefore = scalar("not_before", of: mapping, in: item) {
            date(Array($0.utf8))
        } orReport: {
            "`not_before` must be a day such as 2026-01-01"
        }
        let key = scalar("key", of: mapping, in: item) {
            decodeBase64(Array($0.utf8)).flatMap(MasterKey.init(bytes:))
        } orReport: {
            "`key` must be 32 random bytes in base64, 44 characters"
        }
        guard let id, let notBefore, let key else { return nil }
        return KeyRing.Entry(id: id, notBefore: notBefore, key: key)
    }

    private mutating func scalar<Value>(
        _ name: String,
        of mapping: Node.Mapping,
        in item: Node,
        _ convert: (String) -> Value?,
        orReport rule: () -> String
    ) -> Value? {
        guard let node = mapping[Node(name)] else {
            report("`\(name)` is missing", at: item.mark)
            return nil
        }
        guard case .scalar(let scalar) = node, let value = convert(scalar.string) else {
            report(rule(), at: node.mark)
            return nil
        }
        return value
    }

    private mutating func check(names mapping: Node.Mapping, known: [String]) {
        for (name, _) in mapping {
            if case .scalar(let scalar) = name {
                if known.contains(scalar.string) { continue }
                let fix = nearestName(to: scalar.string, among: known).map { "did you mean `\($0)`?" }
                report("unknown name; known are \(known.map { "`\($0)`" }.joined(separator: ", "))", at: name.mark, fix)
            } else {
                report("a name must be plain text", at: name.mark)
            }
        }
    }

    private mutating func report(_ summary: String, at mark: Mark?, _ fix: String? = nil) {
        let location = SourceLocation(file: file, line: mark?.line, column: mark?.column)
        diagnostics.append(Diagnostic(.error, .keysInvalid, at: location, summary, fix: fix))
    }
}

extension YamlError {
    /// Where the error stands, if it knows.
    fileprivate var mark: Mark? {
        switch self {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark
        case .duplicatedKeysInMapping(_, let context): context.mark
        default: nil
        }
    }
}

/// Reads `yyyy-mm-dd` of a year from 1970 to 9999.
private func date(_ text: [UInt8]) -> CivilDate? {
    guard text.count == 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-") else { return nil }
    func number(_ range: Range<Int>) -> Int? {
        var value = 0
        for byte in text[range] {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard year >= 1970, (1...12).contains(month), (1...lengths[month - 1]).contains(day) else { return nil }
    let before = year - 1
    let days = before * 365 + before / 4 - before / 100 + before / 400 + lengths[..<(month - 1)].reduce(0, +) + day - 1
    return CivilDate(daysSinceEpoch: days - 719_162)
}

/// Decodes RFC 4648 base64 with padding; refuses line breaks and set bits behind the last byte.
private func decodeBase64(_ text: [UInt8]) -> [UInt8]? {
    guard text.count % 4 == 0, text.count <= 1024 else { return nil }
    let digits = text.prefix { $0 != UInt8(ascii: "=") }
    let padding = text.count - digits.count
    guard padding <= 2, text.suffix(padding).allSatisfy({ $0 == UInt8(ascii: "=") }) else { return nil }
    var output: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for digit in digits {
        let value: UInt8
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = digit - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): value = digit - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): value = 62
        case UInt8(ascii: "/"): value = 63
        default: return nil
        }
        bits = bits << 6 | UInt32(value)
        count += 6
        guard count >= 8 else { continue }
        count -= 8
        output.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
        bits &= (1 << UInt32(count)) - 1
    }
    return bits == 0 ? output : nil
}
