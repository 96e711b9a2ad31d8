extension JSONScanner {
    mutating func take(word: String) throws(Fault) {
        guard bytes[index..<end].starts(with: word.utf8) else { throw .syntax }
        advance(by: word.utf8.count)
    }

    /// Takes a number and gives it as it is written.
    mutating func number() throws(Fault) -> [UInt8] {
        let start = index
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try takeDigits() }
        if take(UInt8(ascii: ".")) { try takeDigits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try takeDigits()
        }
        return Array(bytes[start..<index])
    }

    private mutating func takeDigits() throws(Fault) {
        let start = index
        while current &- 0x30 < 10 { advance() }
        if index == start { throw .syntax }
    }

    /// Takes a text with its quotes and gives its bytes, escapes resolved.
    mutating func text() throws(Fault) -> [UInt8] {
        advance()
        let start = index
        while !isAtEnd {
            switch current {
            case UInt8(ascii: "\""):
                guard index - start <= Self.maxTextBytes else { throw .tooLong(key: []) }
                let text = Array(bytes[start..<index])
                advance()
                return text
            case UInt8(ascii: "\\"): return try textWithEscapes(from: start)
            case 0..<0x20: throw .syntax
            default: advance()
            }
        }
        throw .syntax
    }

    private mutating func textWithEscapes(from start: Int) throws(Fault) -> [UInt8] {
        var text = Array(bytes[start..<index])
        while !isAtEnd {
            switch current {
            case UInt8(ascii: "\""):
                guard text.count <= Self.maxTextBytes else { throw .tooLong(key: []) }
                advance()
                return text
            case UInt8(ascii: "\\"):
                advance()
                try takeEscape(into: &text)
            case 0..<0x20: throw .syntax
            default:
                text.append(current)
                advance()
            }
        }
        throw .syntax
    }

    private mutating func takeEscape(into text: inout [UInt8]) throws(Fault) {
        let letter = current
        advance()
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var code = try hexUnit()
            if 0xD800..<0xDC00 ~= code {
                guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw isAtEnd ? .syntax : .surrogate }
                let low = try hexUnit()
                guard 0xDC00..<0xE000 ~= low else { throw .surrogate }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            // Only a surrogate without its partner is no scalar.
            guard let scalar = Unicode.Scalar(code) else { throw .surrogate }
            text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        default: throw .syntax
        }
    }

    private mutating func hexUnit() throws(Fault) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            let digit: UInt8
            switch current {
            case 0x30...0x39: digit = current - 0x30
            case 0x41...0x46, 0x61...0x66: digit = (current | 0x20) - 0x61 + 10
            default: throw .syntax
            }
            unit = unit << 4 | UInt32(digit)
            advance()
        }
        return unit
    }
}
