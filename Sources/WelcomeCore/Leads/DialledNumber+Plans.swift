/// The steps that depend on numbering plans.
///
/// Lengths, trunk prefixes and mobile blocks are those of Google's phone metadata (libphonenumber).
extension DialledNumber {
    /// Drops `00`, or `810` before ten or more digits: what is dialled before a country code.
    mutating func dropExitCode() -> ProblemCode? {
        guard !isWhatsAppAddress else { return nil }
        if starts(with: "00") {
            digits.removeFirst(2)
        } else if starts(with: "810"), digits.count >= 13 {
            // After a plus this is Japan's 81 with a trunk zero just as well.
            if hasPlus { return .phoneAmbiguous }
            digits.removeFirst(3)
        } else {
            return nil
        }
        notes.append(.exitCodeDropped)
        isInternational = true
        return digits.isEmpty ? .phoneTooShort : nil
    }

    /// Puts the country code in the place of a trunk prefix, or before a national number.
    mutating func completeCountryCode(region: Region) -> ProblemCode? {
        if digits.count == 11, digits[0] == UInt8(ascii: "8"), let problem = replaceTrunk8() { return problem }
        if isInternational { return digits.first == UInt8(ascii: "0") ? .phoneAmbiguous : nil }

        switch (digits.count, digits[0]) {
        case (10, UInt8(ascii: "7")): return completeZone7()
        case (10, UInt8(ascii: "9")) where region == .RU: addCountryCode("7")
        case (10, UInt8(ascii: "0")) where region == .KG && digits[1] != UInt8(ascii: "0"):
            digits.removeFirst()
            notes.append(.trunk0Dropped)
            addCountryCode("996")
        case (9, UInt8(ascii: "1")...UInt8(ascii: "9")) where region == .KG: addCountryCode("996")
        case (9, UInt8(ascii: "1")...UInt8(ascii: "9")) where region == .UZ: addCountryCode("998")
        case (8...10, _), (11..., UInt8(ascii: "0")): return .phoneAmbiguous
        case (11..., _) where !hasListedCode:
            // Nobody said that these digits begin with a country code, and a number that grew by a digit does as well.
            if digits.count == 11, digits[0] == UInt8(ascii: "1") { return nil }
            return isAsLongAsHiddenID ? hidden() : digits.count > 15 ? .phoneTooLong : .phoneAmbiguous
        default: break
        }
        return nil
    }

    /// Checks the length, and the mobile block where the country's are known.
    mutating func checkPlan() -> ProblemCode? {
        let length: Int
        let isMobile: Bool
        if digits[0] == UInt8(ascii: "7") {
            (length, isMobile) = (11, isZone7Mobile)
        } else if starts(with: "996") {
            (length, isMobile) = (12, hasNational(["20", "22", "312", "5", "600", "7", "88", "9"], after: 3))
        } else if starts(with: "998") {
            (length, isMobile) = (12, hasNational(["2", "3", "5", "6", "7", "8", "9"], after: 3))
        } else {
            return checkForeignPlan()
        }
        if digits.count < length { return .phoneTooShort }
        if digits.count > length { return .phoneTooLong }
        // No number of zone 7 begins like this: a digit was lost or came in.
        if length == 11, "0125".utf8.contains(digits[1]) { return .phoneAmbiguous }
        if !isMobile { notes.append(.unknownMobileBlock) }
        return nil
    }

    /// Checks what holds for numbers of any country.
    private mutating func checkForeignPlan() -> ProblemCode? {
        if digits.count < 8 { return .phoneTooShort }
        if digits.count > 15 { return .phoneTooLong }
        if isAsLongAsHiddenID { return hidden() }
        guard let codeLength = CountryCode.length(in: digits) else { return .phoneUnknownCountry }
        if digits[0] == UInt8(ascii: "1") {
            if digits.count != 11 { return digits.count < 11 ? .phoneTooShort : .phoneTooLong }
            // North America: neither an area code nor an exchange begins with 0 or 1.
            if digits[1] < UInt8(ascii: "2") || digits[4] < UInt8(ascii: "2") { return .phoneAmbiguous }
        }
        if digits[codeLength] == UInt8(ascii: "0"), !CountryCode.keepsLeadingZero(digits) { return .phoneAmbiguous }
        // Where lengths are not known, letters at the end may be digits that are hidden or spelt.
        if hasAttachedLetters { return .phoneMasked }
        notes.append(.unverifiedCountry)
        return nil
    }

    // MARK: Parts

    /// Replaces the trunk prefix of Kazakhstan and Russia, in eleven digits that begin with 8.
    private mutating func replaceTrunk8() -> ProblemCode? {
        guard digits[1] == UInt8(ascii: "7") || digits[1] == UInt8(ascii: "9") else {
            // 84… is Viet Nam as well and 81… Japan; only WhatsApp itself is sure to mean the country code.
            return isWhatsAppAddress ? nil : .phoneAmbiguous
        }
        // No country code 87x or 89x has eleven digits, so this is safe even where a plus says otherwise.
        digits[0] = UInt8(ascii: "7")
        notes.append(hasPlus ? .trunk8AfterPlus : .trunk8Replaced)
        return nil
    }

    /// Puts a 7 before ten digits that begin with one.
    ///
    /// They may as well be eleven of which one was lost. Where the mobile block is known, or no number of zone 7 begins
    /// with what follows, they are not taken for that.
    private mutating func completeZone7() -> ProblemCode? {
        var whole = self
        whole.addCountryCode("7")
        guard "0125".utf8.contains(digits[1]) || whole.isZone7Mobile else { return .phoneAmbiguous }
        self = whole
        return nil
    }

    /// Whether the digits begin with the code of a country whose numbers are known by their length.
    private var hasListedCode: Bool {
        digits[0] == UInt8(ascii: "7") || starts(with: "996") || starts(with: "998")
    }

    /// WhatsApp's hidden ids have 14 or 15 digits once their `@lid` was cut off, and no person's number has.
    private var isAsLongAsHiddenID: Bool { (14...15).contains(digits.count) }

    private mutating func hidden() -> ProblemCode {
        notes.append(.looksLikeHiddenID)
        return .phoneHidden
    }

    private mutating func addCountryCode(_ code: String) {
        digits.insert(contentsOf: code.utf8, at: 0)
        notes.append(.countryCodeAdded)
    }

    /// Kazakhstan's `70[0-25-8]`, `747`, `76[0-4]`, `77[15-8]`, `785` and Russia's `9`.
    private var isZone7Mobile: Bool {
        guard digits.count > 3 else { return false }
        let block = digits[3] - UInt8(ascii: "0")
        switch (digits[1], digits[2]) {
        case (UInt8(ascii: "9"), _): return true
        case (UInt8(ascii: "7"), UInt8(ascii: "0")): return block <= 2 || (5...8).contains(block)
        case (UInt8(ascii: "7"), UInt8(ascii: "4")): return block == 7
        case (UInt8(ascii: "7"), UInt8(ascii: "6")): return block <= 4
        case (UInt8(ascii: "7"), UInt8(ascii: "7")): return block == 1 || (5...8).contains(block)
        case (UInt8(ascii: "7"), UInt8(ascii: "8")): return block == 5
        default: return false
        }
    }

    private func hasNational(_ starts: [String], after code: Int) -> Bool {
        starts.contains { digits.dropFirst(code).starts(with: $0.utf8) }
    }

    private func starts(with prefix: String) -> Bool { digits.starts(with: prefix.utf8) }
}
