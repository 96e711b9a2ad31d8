/// The steps that depend on numbering plans.
///
/// Lengths, trunk prefixes and mobile blocks are those of Google's phone metadata (libphonenumber).
extension DialledNumber {
    /// Drops `00`, or `810` before ten or more digits: what is dialled before a country code.
    mutating func dropExitCode() -> RecipientProblem? {
        guard server == .none else { return nil }
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
        return nil
    }

    /// Puts the country code in the place of a trunk prefix, or before a national number.
    mutating func completeCountryCode(region: Region) -> RecipientProblem? {
        if digits.count == 11, digits[0] == UInt8(ascii: "8"), let problem = replaceTrunk8() { return problem }
        if isInternational { return digits.first == UInt8(ascii: "0") ? .phoneAmbiguous : nil }

        switch (digits.count, digits[0]) {
        case (10, UInt8(ascii: "7")): addCountryCode("7")
        case (10, UInt8(ascii: "9")) where region == .RU: addCountryCode("7")
        case (10, UInt8(ascii: "0")) where region == .KG && digits[1] != UInt8(ascii: "0"):
            digits.removeFirst()
            notes.append(.trunk0Dropped)
            addCountryCode("996")
        case (9, UInt8(ascii: "1")...UInt8(ascii: "9")) where region == .KG: addCountryCode("996")
        case (9, UInt8(ascii: "1")...UInt8(ascii: "9")) where region == .UZ: addCountryCode("998")
        case (8...10, _), (11..., UInt8(ascii: "0")): return .phoneAmbiguous
        default: break
        }
        return nil
    }

    /// Checks the length, and the mobile block where the country's are known.
    mutating func checkPlan() -> RecipientProblem? {
        let length: Int
        let isMobile: Bool
        if digits[0] == UInt8(ascii: "7") {
            (length, isMobile) = (11, isZone7Mobile)
        } else if starts(with: "996") {
            (length, isMobile) = (12, hasNational(["20", "22", "312", "5", "600", "7", "88", "9"], after: 3))
        } else if starts(with: "998") {
            (length, isMobile) = (12, hasNational(["2", "3", "5", "6", "7", "8", "9"], after: 3))
        } else {
            if digits.count < 8 { return .phoneTooShort }
            if digits.count > 15 { return .phoneTooLong }
            notes.append(.unverifiedCountry)
            if digits.count >= 14 { notes.append(.looksLikeHiddenID) }
            return nil
        }
        if digits.count < length { return .phoneTooShort }
        if digits.count > length { return .phoneTooLong }
        if !isMobile { notes.append(.unknownMobileBlock) }
        return nil
    }

    // MARK: Parts

    /// Replaces the trunk prefix of Kazakhstan and Russia, in eleven digits that begin with 8.
    private mutating func replaceTrunk8() -> RecipientProblem? {
        guard digits[1] == UInt8(ascii: "7") || digits[1] == UInt8(ascii: "9") else {
            // 84… is Viet Nam as well and 81… Japan; only WhatsApp itself is sure to mean the country code.
            return server == .person ? nil : .phoneAmbiguous
        }
        // No country code 87x or 89x has eleven digits, so this is safe even where a plus says otherwise.
        digits[0] = UInt8(ascii: "7")
        notes.append(hasPlus ? .trunk8AfterPlus : .trunk8Replaced)
        return nil
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
