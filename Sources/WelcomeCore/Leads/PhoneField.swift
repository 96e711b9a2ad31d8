/// What a phone field holds, taken apart: the numbers in it, and what makes all of them doubtful.
///
/// Only separators that people put inside a number join digits. A letter, a comma or another plus ends the number, so
/// that the digits of an extension, a second number or a note never become a part of the first.
struct PhoneField {
    /// What stands behind the first `@`.
    private(set) var server = Server.none
    /// Each run of digits, in order.
    private(set) var numbers: [DialledNumber] = []
    private(set) var notes: [RecipientNote] = []
    /// Why no number of the field can be used.
    private(set) var problem: ProblemCode?

    /// The kinds of WhatsApp addresses.
    enum Server {
        case none
        case person
        case hidden
        case group
        case unknown
    }

    /// Fewer digits than this are no number of their own but belong to another: an extension, a flat, a count.
    private static let shortestNumber = 7

    init(_ raw: [UInt8]) {
        var text = raw[...]
        if let at = text.firstIndex(of: UInt8(ascii: "@")) {
            server = Self.server(named: text[(at + 1)...])
            text = text[..<at]
        }
        var cutDevice = false
        if let cut = Self.deviceSuffixStart(of: text, isJID: server == .person) {
            text = text[..<cut]
            cutDevice = true
        }
        if server == .none {
            switch Self.decimalPoint(of: text) {
            case .integral(let point): text = text[..<point]
            case .fractional: problem = .phoneAmbiguous
            case .none: break
            }
        }
        var scanner = PhoneFieldScanner(isLink: text.contains(UInt8(ascii: "/")) && Self.isWhatsAppLink(text))
        scanner.scan(text)
        if scanner.hasUnicodeDigits { notes.append(.unicodeDigits) }
        if cutDevice { notes.append(.deviceSuffixDropped) }
        numbers = scanner.numbers
        if server == .person {
            for index in numbers.indices {
                (numbers[index].isInternational, numbers[index].isWhatsAppAddress) = (true, true)
            }
        }
        let isOtherLink = !scanner.isLink && text.contains(UInt8(ascii: "/")) && Self.holds("://", text)
        if numbers.isEmpty {
            problem = .phoneMissing
        } else if problem == nil {
            problem = isOtherLink ? .phoneAmbiguous : scanner.problem ?? doubt
        }
    }

    /// What the runs of digits together say against each of them.
    private var doubt: ProblemCode? {
        guard numbers.count > 1 else { return nil }
        let lengths = numbers.map(\.digits.count)
        if lengths.allSatisfy({ $0 < Self.shortestNumber }) { return .phoneAmbiguous }
        return lengths.contains { $0 < Self.shortestNumber } ? .phoneExtension : nil
    }

    // MARK: WhatsApp's forms

    private static func server(named name: ArraySlice<UInt8>) -> Server {
        let lowered = name.filter { $0 > UInt8(ascii: " ") }.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        switch String(decoding: lowered, as: UTF8.self) {
        case "s.whatsapp.net", "c.us", "hosted": return .person
        case "lid", "hosted.lid": return .hidden
        case "g.us", "broadcast", "newsletter", "call", "bot": return .group
        default: return .unknown
        }
    }

    /// Returns where the part that names one of a person's devices begins: `:12`, in a JID also `.0:12` and `_1`.
    private static func deviceSuffixStart(of user: ArraySlice<UInt8>, isJID: Bool) -> Int? {
        if isJID {
            return user.firstIndex { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_") }
        }
        guard let colon = user.lastIndex(of: UInt8(ascii: ":")) else { return nil }
        let suffix = user[(colon + 1)...]
        // Not `tel:+7…`: a device number is short and stands behind a whole number.
        guard (1...3).contains(suffix.count), suffix.allSatisfy(DialledNumber.isDigit) else { return nil }
        return user[..<colon].count(where: DialledNumber.isDigit) >= 8 ? colon : nil
    }

    private static func isWhatsAppLink(_ text: ArraySlice<UInt8>) -> Bool {
        holds("wa.me/", text) || holds("whatsapp", text)
    }

    private static func holds(_ word: String, _ text: ArraySlice<UInt8>) -> Bool {
        text.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }.firstRange(of: Array(word.utf8)) != nil
    }

    // MARK: Numbers that went through a spreadsheet

    private enum DecimalPoint {
        case none
        /// Behind it are zeros only.
        case integral(Int)
        case fractional
    }

    /// Looks for the decimal point of a number that a program wrote, as in `87011234567.0`.
    private static func decimalPoint(of text: ArraySlice<UInt8>) -> DecimalPoint {
        guard let point = text.lastIndex(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }) else {
            return .none
        }
        let whole = text[..<point].drop { $0 == UInt8(ascii: "+") }
        let fraction = text[(point + 1)...].filter { $0 != UInt8(ascii: " ") }
        guard whole.count >= 9, whole.allSatisfy(DialledNumber.isDigit), !fraction.isEmpty,
            fraction.allSatisfy(DialledNumber.isDigit)
        else { return .none }
        let isZero = fraction.allSatisfy { $0 == UInt8(ascii: "0") }
        // A comma is a pause as well, and `,000` could be dialled; no program writes it for a whole number.
        if text[point] == UInt8(ascii: ",") { return isZero && fraction.count <= 2 ? .integral(point) : .none }
        return isZero ? .integral(point) : .fractional
    }
}
