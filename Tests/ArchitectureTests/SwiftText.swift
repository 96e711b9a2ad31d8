/// Swift source seen as its compiler sees it: comments and the insides of string literals are replaced by spaces.
///
/// Lines and columns stay where they are. Code inside an interpolation stays, for it runs like any other. Regular
/// expression literals are not known; the sources have none.
struct SwiftText {
    private enum Frame {
        /// Code, with the round brackets that are open in it; an interpolation ends with the one that closes it.
        case code(openBrackets: Int)
        case string(hashes: Int, isMultiline: Bool)
    }

    private let input: [UInt8]
    private var position = 0
    private var output: [UInt8] = []
    private var frames: [Frame] = [.code(openBrackets: 0)]

    /// Returns `source` with only its code left.
    static func codeOnly(_ source: String) -> String {
        var text = SwiftText(input: Array(source.utf8))
        text.run()
        return String(decoding: text.output, as: UTF8.self)
    }

    private init(input: [UInt8]) {
        self.input = input
        output.reserveCapacity(input.count)
    }

    private mutating func run() {
        while position < input.count {
            switch frames.last {
            case .string(let hashes, let isMultiline): stepInString(hashes: hashes, isMultiline: isMultiline)
            case .code(let openBrackets): stepInCode(openBrackets: openBrackets)
            case nil: frames.append(.code(openBrackets: 0))
            }
        }
    }

    private mutating func stepInCode(openBrackets: Int) {
        if isNext("//") {
            while position < input.count, input[position] != 10 { blank(1) }
        } else if isNext("/*") {
            blankBlockComment()
        } else if let hashes = stringStart() {
            keep(hashes)
            let isMultiline = isNext("\"\"\"")
            keep(isMultiline ? 3 : 1)
            frames.append(.string(hashes: hashes, isMultiline: isMultiline))
        } else {
            let byte = input[position]
            let change = byte == UInt8(ascii: "(") ? 1 : byte == UInt8(ascii: ")") ? -1 : 0
            keep(1)
            if frames.count > 1, openBrackets + change < 0 {
                frames.removeLast()
            } else {
                frames[frames.count - 1] = .code(openBrackets: openBrackets + change)
            }
        }
    }

    private mutating func stepInString(hashes: Int, isMultiline: Bool) {
        let marks = String(repeating: "#", count: hashes)
        let quotes = isMultiline ? "\"\"\"" : "\""
        if isNext("\\\(marks)(") {
            blank(1 + hashes)
            keep(1)
            frames.append(.code(openBrackets: 0))
        } else if isNext("\\\(marks)") {
            blank(min(2 + hashes, input.count - position))
        } else if isNext(quotes + marks) || !isMultiline && input[position] == 10 {
            keep(input[position] == 10 ? 1 : quotes.utf8.count + hashes)
            frames.removeLast()
        } else {
            blank(1)
        }
    }

    private mutating func blankBlockComment() {
        var depth = 0
        repeat {
            if isNext("/*") {
                depth += 1
                blank(2)
            } else if isNext("*/") {
                depth -= 1
                blank(2)
            } else {
                blank(1)
            }
        } while depth > 0 && position < input.count
    }

    /// Returns how many `#` precede the quotation mark that begins here, or `nil` when none does.
    private func stringStart() -> Int? {
        let hashes = input[position...].prefix { $0 == UInt8(ascii: "#") }.count
        let quote = position + hashes
        return quote < input.count && input[quote] == UInt8(ascii: "\"") ? hashes : nil
    }

    private func isNext(_ text: String) -> Bool { input[position...].starts(with: text.utf8) }

    private mutating func keep(_ count: Int) {
        output += input[position..<(position + count)]
        position += count
    }

    private mutating func blank(_ count: Int) {
        for byte in input[position..<(position + count)] { output.append(byte == 10 ? 10 : UInt8(ascii: " ")) }
        position += count
    }
}

/// Tells whether `line` has `token` as a word of its own: next to a letter of the token stands no other letter.
func mentions(_ token: String, in line: String) -> Bool {
    line.ranges(of: token).contains { range in
        let before = range.lowerBound == line.startIndex ? nil : line[line.index(before: range.lowerBound)]
        let after = range.upperBound == line.endIndex ? nil : line[range.upperBound]
        let isCutBefore = token.first.map(isNamePart) == true && before.map(isNamePart) == true
        let isCutAfter = token.last.map(isNamePart) == true && after.map(isNamePart) == true
        return !isCutBefore && !isCutAfter
    }
}

/// Tells whether a character can stand within a Swift name.
func isNamePart(_ character: Character) -> Bool { character.isLetter || character.isNumber || character == "_" }
