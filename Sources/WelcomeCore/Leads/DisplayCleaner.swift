import Foundation

/// Cleans one text scalar by scalar: the slow way of ``DisplayText``, for whatever is not plain.
struct DisplayCleaner {
    private let kind: DisplayKind
    private var output = String.UnicodeScalarView()
    private var outputCount = 0
    private var marksInARow = 0
    private var needsNormalisation = false
    /// A joiner that waits for its right neighbour.
    private var joiner: Unicode.Scalar?

    private init(kind: DisplayKind) {
        self.kind = kind
    }

    /// Returns the UTF-8 bytes of `text` after cleaning, which may be none.
    static func cleaned(_ text: String, as kind: DisplayKind) -> [UInt8] {
        var result = text
        // Normalisation brings marks and joiners next to other neighbours, so what it gave is looked at again. Every
        // further round has removed something: the loop ends.
        while true {
            var cleaner = DisplayCleaner(kind: kind)
            cleaner.take(result)
            let cleaned = String(cleaner.output)
            let isStable = cleaned.utf8.elementsEqual(result.utf8)
            result = cleaned
            guard cleaner.needsNormalisation else { break }
            result = cleaned.precomposedStringWithCanonicalMapping
            if isStable, result.utf8.elementsEqual(cleaned.utf8) { break }
        }
        return Array(shortened(trimmed(result[...]), to: kind.maxScalars).utf8)
    }

    private mutating func take(_ text: String) {
        let scalars = text.unicodeScalars
        // Composition makes one scalar of at most four, so more than this can never be shown.
        let enough = kind.maxScalars * 4
        var index = scalars.startIndex
        while index < scalars.endIndex, outputCount < enough {
            let next = scalars.index(after: index)
            let isBeforeLineFeed = next < scalars.endIndex && scalars[next] == "\n"
            if scalars[index] != "\r" || !isBeforeLineFeed { take(scalars[index]) }
            index = next
        }
    }

    private mutating func take(_ scalar: Unicode.Scalar) {
        if scalar.isLineBreak {
            takeSpace(kind == .paragraph ? "\n" : " ")
        } else if scalar == "\t" {
            takeSpace(" ")
        } else if scalar.isJoiner {
            joiner = joiner ?? scalar
        } else if scalar.isRemoved {
            return
        } else if scalar.isMark {
            // A mark without a letter would attach itself to whatever the page has before the text.
            guard let last = output.last, !last.isTrimmed, marksInARow < DisplayText.maxMarks else { return }
            marksInARow += 1
            needsNormalisation = true
            append(scalar)
        } else {
            marksInARow = 0
            if !scalar.isSurelyNFC { needsNormalisation = true }
            append(scalar)
        }
    }

    /// Takes the place of a control character, unless there is a space already.
    private mutating func takeSpace(_ scalar: Unicode.Scalar) {
        marksInARow = 0
        if scalar == " ", output.last == " " { return }
        append(scalar)
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        if let joiner, let last = output.last, Self.isJoinerNeeded(between: last, and: scalar) {
            output.append(joiner)
            outputCount += 1
        }
        joiner = nil
        output.append(scalar)
        outputCount += 1
    }

    // MARK: Joiners

    /// Whether a joiner or non-joiner changes how its neighbours look: in emoji sequences and cursive or Indic scripts.
    private static func isJoinerNeeded(between last: Unicode.Scalar, and next: Unicode.Scalar) -> Bool {
        if last.joinsScripts { return next.joinsScripts || last.properties.canonicalCombiningClass == .virama }
        let isAfterEmoji = last == "\u{FE0F}" || (last.value > 0xFF && last.properties.isEmoji)
        return isAfterEmoji && next.value > 0xFF && next.properties.isEmoji
    }

    // MARK: Ends

    private static func trimmed(_ text: Substring) -> Substring {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.isTrimmed }) else { return "" }
        let last = scalars.lastIndex { !$0.isTrimmed } ?? first
        return text[first..<scalars.index(after: last)]
    }

    /// Cuts between two user-perceived characters where that is possible, and trims what the cut laid bare.
    private static func shortened(_ text: Substring, to maxScalars: Int) -> Substring {
        let scalars = text.unicodeScalars
        guard let limit = scalars.index(scalars.startIndex, offsetBy: maxScalars, limitedBy: scalars.endIndex),
            limit < scalars.endIndex
        else { return text }
        var end = text.startIndex
        while end < limit {
            let next = text.index(after: end)
            if next > limit { break }
            end = next
        }
        return trimmed(text[..<(end == text.startIndex ? limit : end)])
    }
}
