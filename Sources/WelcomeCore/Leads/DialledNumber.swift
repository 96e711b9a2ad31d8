/// A number on its way from what somebody typed to E.164, with the marks it carried and the changes made so far.
struct DialledNumber {
    /// ASCII digits.
    var digits: [UInt8] = []
    var notes: [RecipientNote] = []
    var hasPlus = false
    /// Whether the number says itself that it begins with a country code.
    var isInternational = false
    /// Whether the number is that of a WhatsApp address, which never has an exit code.
    var isWhatsAppAddress = false
    /// Whether letters stand right behind digits, as hidden digits and phone words do.
    var hasAttachedLetters = false

    /// Makes E.164 digits of what was dialled, or says why nobody can tell whose number it is.
    mutating func complete(region: Region) -> ProblemCode? {
        if !isInternational, PersonalNumber.isValid(digits) { return .phoneIsIIN }
        if let problem = dropExitCode() { return problem }
        if let problem = completeCountryCode(region: region) { return problem }
        return checkPlan()
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
