/// The scalars of one paragraph while its spaces, quotes and dashes are set.
struct TypographicLine {
    private(set) var scalars: [Unicode.Scalar]

    private static let noBreakSpace: Unicode.Scalar = "\u{A0}"
    private static let currencies: Set<Unicode.Scalar> = ["₸", "₽", "€", "$"]
    private static let currencyWords: Set<String> = ["тг", "тенге", "теңге", "руб", "сом", "сум"]
    private static let longestCurrencyWord = currencyWords.map(\.unicodeScalars.count).max() ?? 0

    init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    // MARK: Quotes

    /// Turns straight quotes that come in pairs into the language's own; one without its fellow stays.
    mutating func pairQuotes(_ quotes: TypographicQuotes) {
        // Quotes that are open: straight ones, and ones that the author already wrote well.
        var open: [Int] = []
        for index in scalars.indices {
            switch scalars[index] {
            case quotes.outer.open: open.append(index)
            case quotes.outer.close: if let last = open.last, scalars[last] == quotes.outer.open { open.removeLast() }
            case "\"":
                if isOpening(index, isInside: open.last) {
                    open.append(index)
                } else if let last = open.last, scalars[last] == "\"", let before = visible(before: index),
                    before != last, !isSpace(scalars[before])
                {
                    open.removeLast()
                    guard let pair = open.isEmpty ? quotes.outer : quotes.inner else { continue }
                    scalars[last] = pair.open
                    scalars[index] = pair.close
                }
            default: break
            }
        }
    }

    private func isOpening(_ index: Int, isInside last: Int?) -> Bool {
        guard let after = visible(after: index), !isSpace(scalars[after]) else { return false }
        guard let before = visible(before: index) else { return true }
        return isSpace(scalars[before]) || before == last || "([{—–-/".unicodeScalars.contains(scalars[before])
    }

    // MARK: Dashes

    /// Makes a dash of a hyphen between two spaces, and keeps a dash with the word before it.
    mutating func setDashes() {
        for index in scalars.indices where index > 0 && isSpace(scalars[index - 1]) && scalars[index - 1] != "\n" {
            guard let before = visible(before: index - 1) else { continue }
            let isBetweenSpaces = index + 1 < scalars.count && isSpace(scalars[index + 1])
            if scalars[index] == "-", isBetweenSpaces, let after = visible(after: index + 1),
                !(isDigit(scalars[before]) && isDigit(scalars[after]))
            {
                scalars[index] = "—"
            }
            if scalars[index] == "—" || (scalars[index] == "–" && isBetweenSpaces) {
                scalars[index - 1] = Self.noBreakSpace
            }
        }
    }

    // MARK: Phones

    /// Keeps an international number on one line.
    mutating func setPhones() {
        for index in scalars.indices where scalars[index] == "+" {
            let run = scalars[(index + 1)...].prefix {
                isDigit($0) || isSpace($0) || "()-‑".unicodeScalars.contains($0)
            }
            guard run.first.map(isDigit) == true, let last = run.lastIndex(where: isDigit),
                run.count(where: isDigit) >= 10
            else { continue }
            for place in (index + 1)...last {
                if scalars[place] == "-" { scalars[place] = "\u{2011}" }
                if isSpace(scalars[place]) { scalars[place] = Self.noBreakSpace }
            }
        }
    }

    // MARK: Words

    /// Puts a space that does not break wherever the words on both sides of one belong together.
    mutating func joinWords(_ joining: TypographicJoining) {
        for index in scalars.indices where scalars[index] == " " || scalars[index] == "\n" {
            guard let before = visible(before: index), let after = visible(after: index), !isSpace(scalars[before]),
                !isSpace(scalars[after]), belongs(before, after, joining)
            else { continue }
            scalars[index] = Self.noBreakSpace
        }
    }

    private func belongs(_ before: Int, _ after: Int, _ joining: TypographicJoining) -> Bool {
        let (left, right) = (word(endingAt: before), word(from: after))
        if joining.leading.contains(lowercased(left)) { return true }
        if scalars[before] == "№" || scalars[before] == "§" { return isDigit(scalars[after]) || isValue(after) }
        if isNumber(endingAt: before) || isValue(before) {
            if "%‰°₸₽€$".unicodeScalars.contains(scalars[after]) || joining.units.contains(text(right)) { return true }
            if joining.joinsNouns, isDigit(scalars[before]), scalars[after].properties.isLowercase,
                !joining.leading.contains(text(right))
            {
                return true
            }
        }
        if !right.isEmpty, joining.trailing.contains(text(right)), !left.isEmpty { return true }
        guard scalars[before] == ".", let stop = visible(before: before) else { return false }
        let short = word(endingAt: stop)
        let isName = scalars[after].properties.isUppercase || isValue(after)
        if joining.joinsInitials, short.count == 1, scalars[stop].properties.isUppercase, isName { return true }
        return joining.abbreviations.contains(text(short)) && (isName || isDigit(scalars[after]))
    }

    /// Whether a number ends at `index`, which is no part of a word such as `м2`.
    private func isNumber(endingAt index: Int) -> Bool {
        guard isDigit(scalars[index]) else { return false }
        let start = scalars[...index].lastIndex { !isDigit($0) && !",.–-×/".unicodeScalars.contains($0) }
        return start.map { !isWordPart(scalars[$0]) } ?? true
    }

    // MARK: Prices

    /// Groups the thousands of a number before a currency, and of one that stands alone in a cell of a table.
    mutating func groupPrices() {
        if !scalars.isEmpty, scalars.allSatisfy({ isDigit($0) || isSpace($0) }) { joinGroups(endingAt: scalars.count) }
        var gaps: [Int] = []
        for index in scalars.indices where isCurrency(index) {
            var end = index
            if end > 0, isSpace(scalars[end - 1]) { end -= 1 }
            joinGroups(endingAt: end)
            guard let whole = wholePart(endingAt: end) else { continue }
            let places = stride(from: whole.upperBound - 3, to: whole.lowerBound, by: -3).reversed()
            // Of two currencies behind one number, the second adds nothing.
            gaps += places.drop { $0 <= gaps.last ?? -1 }
        }
        insertSpaces(at: gaps)
    }

    /// Puts spaces that do not break before the scalars at `places`, which ascend.
    private mutating func insertSpaces(at places: [Int]) {
        guard !places.isEmpty else { return }
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(scalars.count + places.count)
        var position = 0
        for place in places {
            result += scalars[position..<place]
            result.append(Self.noBreakSpace)
            position = place
        }
        scalars = result + scalars[position...]
    }

    /// The digits before the decimal comma of a number that is not grouped yet.
    private func wholePart(endingAt end: Int) -> Range<Int>? {
        let digits = scalars[..<end].suffix(while: isDigit)
        var range = digits.startIndex..<end
        if digits.count <= 2, let comma = digits.startIndex > 0 ? digits.startIndex - 1 : nil,
            ",.".unicodeScalars.contains(scalars[comma])
        {
            range = scalars[..<comma].suffix(while: isDigit).startIndex..<comma
        }
        guard range.count > 3 else { return nil }
        guard range.lowerBound > 0 else { return range }
        let before = scalars[range.lowerBound - 1]
        return isWordPart(before) || ",.+№".unicodeScalars.contains(before) ? nil : range
    }

    /// Keeps groups of digits that the author separated by spaces together.
    private mutating func joinGroups(endingAt end: Int) {
        var end = end
        while true {
            let group = scalars[..<end].suffix(while: isDigit)
            guard group.count == 3, group.startIndex > 1, isSpace(scalars[group.startIndex - 1]) else { return }
            let before = scalars[..<(group.startIndex - 1)].suffix(while: isDigit)
            guard (1...3).contains(before.count) else { return }
            scalars[group.startIndex - 1] = Self.noBreakSpace
            end = group.startIndex - 1
        }
    }

    private func isCurrency(_ index: Int) -> Bool {
        if Self.currencies.contains(scalars[index]) { return true }
        guard index > 0, isSpace(scalars[index - 1]) || isDigit(scalars[index - 1]), isWordPart(scalars[index]),
            !isDigit(scalars[index])
        else { return false }
        // One letter more than the longest is enough to tell.
        let word = scalars[index...].prefix(Self.longestCurrencyWord + 1).prefix(while: isWordPart)
        return Self.currencyWords.contains(text(word))
    }

    // MARK: Looking around

    private func visible(before index: Int) -> Int? {
        scalars[..<index].lastIndex { $0 != Typography.tag }
    }

    private func visible(after index: Int) -> Int? {
        scalars[(index + 1)...].firstIndex { $0 != Typography.tag }
    }

    private func word(endingAt index: Int) -> ArraySlice<Unicode.Scalar> {
        scalars[...index].suffix(while: isWordPart)
    }

    private func word(from index: Int) -> ArraySlice<Unicode.Scalar> {
        scalars[index...].prefix(while: isWordPart)
    }

    private func isValue(_ index: Int) -> Bool { scalars[index] == Typography.value }

    private func text(_ word: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: word)
        return String(view)
    }

    private func lowercased(_ word: ArraySlice<Unicode.Scalar>) -> String { text(word).lowercased() }
}

extension ArraySlice {
    /// The elements at the end for which `isPart` holds.
    fileprivate func suffix(while isPart: (Element) -> Bool) -> ArraySlice {
        self[(lastIndex { !isPart($0) }.map { $0 + 1 } ?? startIndex)...]
    }
}

private func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\u{A0}" || scalar == "\n" || scalar == "\u{202F}" || scalar == "\t" || scalar == "\r"
}

private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

/// Letters, digits, the small figures of units, and a lead's value.
private func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == Typography.value || isDigit(scalar) || scalar == "²" || scalar == "³" || scalar.properties.isAlphabetic
}
