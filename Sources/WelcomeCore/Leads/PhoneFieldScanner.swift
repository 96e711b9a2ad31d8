/// Reads a phone field character by character and tells the runs of digits in it apart.
struct PhoneFieldScanner {
    /// A link to a chat says more behind its number, as in `wa.me/77011234567?text=…`.
    let isLink: Bool
    private(set) var hasUnicodeDigits = false
    private var finished: [DialledNumber] = []
    private var current = DialledNumber()
    /// Whether digits that come now belong to another number.
    private var isBroken = false
    /// The letters since the last other character, in lower case.
    private var word = ""
    private var wordFollowsDigit = false
    private var followsDigit = false
    /// What a word said of digits that may follow.
    private var announced: Announcement?
    private var hasExtension = false
    private var hasExponent = false
    private var isMasked = false

    private enum Announcement {
        case `extension`
        /// A single x: a mark of an extension, or a hidden digit.
        case letterX
        case exponent
    }

    init(isLink: Bool) {
        self.isLink = isLink
    }

    /// The runs of digits in their order.
    var numbers: [DialledNumber] { current.digits.isEmpty ? finished : finished + [current] }

    /// Why the field as a whole holds no number that is sure.
    var problem: ProblemCode? {
        if hasExponent { return .phoneExponent }
        if isMasked || announced == .letterX { return .phoneMasked }
        return hasExtension ? .phoneExtension : nil
    }

    mutating func scan(_ text: ArraySlice<UInt8>) {
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            guard take(scalar) else { break }
        }
        endWord()
    }

    /// - Returns: whether anything behind the character matters.
    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "0"..."9": takeDigit(UInt8(truncatingIfNeeded: scalar.value))
        case " ", "(", ")", "-", ".", "\u{A0}":
            endWord()
            followsDigit = false
        case "+", "\u{FF0B}", "\u{FE62}":
            endWord()
            takePlus()
        case "a"..."z", "A"..."Z": takeLetter(scalar)
        case "?", "&", "#":
            endWord()
            guard !isLink else { return current.digits.isEmpty }
            takeMark(scalar)
        case _ where scalar.isASCII:
            endWord()
            takeMark(scalar)
        default: takeOther(scalar)
        }
        return true
    }

    private mutating func takeOther(_ scalar: Unicode.Scalar) {
        let properties = scalar.properties
        if properties.numericType == .decimal, let value = properties.numericValue {
            hasUnicodeDigits = true
            return takeDigit(UInt8(ascii: "0") + UInt8(value))
        }
        if properties.isAlphabetic { return takeLetter(scalar) }
        endWord()
        switch properties.generalCategory {
        case .spaceSeparator, .dashPunctuation, .format, .nonspacingMark, .enclosingMark, .openPunctuation,
            .closePunctuation:
            followsDigit = false
        case _ where scalar == "\u{2212}": followsDigit = false
        default: takeMark(scalar)
        }
    }

    // MARK: Kinds of characters

    private mutating func takeDigit(_ digit: UInt8) {
        endWord()
        if announced == .exponent { hasExponent = true }
        if announced == .extension || announced == .letterX { hasExtension = true }
        announced = nil
        if isBroken { finish() }
        current.digits.append(digit)
        followsDigit = true
    }

    private mutating func takePlus() {
        followsDigit = false
        if announced == .exponent { return }
        if !current.digits.isEmpty { finish() }
        current.hasPlus = true
        current.isInternational = true
    }

    private mutating func takeLetter(_ scalar: Unicode.Scalar) {
        if word.isEmpty {
            wordFollowsDigit = followsDigit
            if followsDigit { current.hasAttachedLetters = true }
        }
        word += scalar.properties.lowercaseMapping
        followsDigit = false
    }

    /// Takes a character that is none of a number's own.
    private mutating func takeMark(_ scalar: Unicode.Scalar) {
        followsDigit = false
        switch scalar {
        case "*", "_", "?", "•", "●", "∗", "…": isMasked = true
        case "#", "~":
            if !current.digits.isEmpty { announced = .extension }
        case "/":
            // `8701/1234567` and `8/701/…`: behind a trunk prefix or an area code it is only a separator.
            if current.digits.count <= 4 { return }
        default: break
        }
        if !current.digits.isEmpty { isBroken = true }
    }

    private mutating func endWord() {
        guard !word.isEmpty else { return }
        let letters = word
        word = ""
        if letters.unicodeScalars.allSatisfy({ $0 == "x" || $0 == "х" }) {
            if letters.unicodeScalars.count > 1 {
                isMasked = true
            } else if !current.digits.isEmpty {
                announced = .letterX
            }
        } else if wordFollowsDigit, letters == "e" || letters == "е" {
            announced = .exponent
        } else if !current.digits.isEmpty, Self.announcesExtension(letters) {
            announced = .extension
        }
        if !current.digits.isEmpty { isBroken = true }
    }

    private mutating func finish() {
        if !current.digits.isEmpty { finished.append(current) }
        current = DialledNumber()
        isBroken = false
    }

    /// Whether `word` stands before the digits of an extension, in the languages of our shops or in a dial string.
    private static func announcesExtension(_ word: String) -> Bool {
        ["вн", "p", "w", "п", "int", "ramal", "anexo"].contains(word)
            || ["доб", "доп", "внутр", "ішкі", "iшкi", "қос", "ext", "isub", "postd", "press"].contains {
                word.hasPrefix($0)
            }
    }
}
