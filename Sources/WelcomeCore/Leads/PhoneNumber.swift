/// The country whose habits decide how a number without a country code is read: the tenant's setting `region`.
package enum Region: String, CaseIterable, Sendable {
    case KZ, RU, KG, UZ
}

/// What kind of address a phone field turned out to hold.
package enum RecipientKind: String, CaseIterable, Sendable {
    case phone
    /// WhatsApp's hidden id of a person; the phone behind it is unknown.
    case lid
    /// A group, broadcast list, newsletter or bot.
    case group
    case invalid
    /// A chat with the tenant's Telegram bot.
    case telegramChat = "telegram_chat"
    case email
}

/// Something that was done to a number, or is odd about it; the manifest shows it, nothing is refused for it.
package enum RecipientNote: String, CaseIterable, Sendable {
    case unicodeDigits = "unicode_digits"
    case deviceSuffixDropped = "device_suffix_dropped"
    case exitCodeDropped = "exit_code_dropped"
    case trunk8Replaced = "trunk_8_replaced"
    case trunk8AfterPlus = "trunk_8_after_plus"
    case trunk0Dropped = "trunk_0_dropped"
    case countryCodeAdded = "country_code_added"
    case unverifiedCountry = "unverified_country"
    case unknownMobileBlock = "unknown_mobile_block"
    /// Longer than phone numbers are in practice, as WhatsApp's hidden ids are once their `@lid` was cut off.
    case looksLikeHiddenID = "looks_like_hidden_id"
    /// The field holds more numbers, none of which can be used.
    case otherNumbersRefused = "other_numbers_refused"
}

/// A phone field after the rules for numbers: whom a message may go to, and what was changed to find out.
package struct NormalisedRecipient: Sendable, Hashable {
    package var kind: RecipientKind
    /// Country code and national number, ASCII digits only; present where `kind` is `phone`.
    package var digits: String?
    /// In the order in which they came up.
    package var notes: [RecipientNote]
    /// Present where a phone field holds no number.
    package var problem: ProblemCode?
    /// What the channel writes to where that is no phone; absent where the row has none.
    package var address: [UInt8]?

    /// The number in E.164 form, such as `+77011234567`.
    package var e164: String? { digits.map { "+" + $0 } }

    /// The WhatsApp address, such as `77011234567@s.whatsapp.net`.
    package var jid: String? { digits.map { $0 + "@s.whatsapp.net" } }

    package init(kind: RecipientKind, digits: String?, notes: [RecipientNote], problem: ProblemCode?) {
        self.kind = kind
        self.digits = digits
        self.notes = notes
        self.problem = problem
    }

    /// Takes an address that is no phone.
    package init(kind: RecipientKind, address: [UInt8]?) {
        self.init(kind: kind, digits: nil, notes: [], problem: nil)
        self.address = address
    }
}

/// The rules that turn a phone field, as typed or as a WhatsApp JID, into a recipient.
package enum Recipient {
    /// Reads a phone field by the numbering plans of Kazakhstan, Russia, Kyrgyzstan and Uzbekistan.
    ///
    /// A number marked as international, by `+`, an exit code or a JID's server, is never completed from `region`:
    /// a digit lost in typing would otherwise become somebody else's number. For the same reason a number without such a
    /// mark must be one of these countries, or of North America. Where a field holds several numbers, the only one that
    /// can be used is taken.
    ///
    /// - Complexity: O(bytes of `raw`).
    package static func normalise(raw: [UInt8], region: Region) -> NormalisedRecipient {
        let field = PhoneField(raw)
        switch field.server {
        case .none, .person: break
        case .hidden: return refused(as: .lid, .phoneHidden, field.notes)
        case .group: return refused(as: .group, .notAPerson, field.notes)
        case .unknown: return refused(as: .invalid, .unknownServer, field.notes)
        }
        if let problem = field.problem { return refused(as: .invalid, problem, field.notes) }
        let readings = field.numbers.map { number in
            var number = number
            number.notes = field.notes
            let problem = number.complete(region: region)
            return (number: number, problem: problem)
        }
        if readings.count == 1, let problem = readings[0].problem {
            return refused(as: .invalid, problem, readings[0].number.notes)
        }
        let usable = readings.filter { $0.problem == nil }
        guard var recipient = usable.first?.number else { return refused(as: .invalid, .phoneAmbiguous, field.notes) }
        guard usable.allSatisfy({ $0.number.digits == recipient.digits }) else {
            return refused(as: .invalid, .phoneSeveral, field.notes)
        }
        if usable.count < readings.count { recipient.notes.append(.otherNumbersRefused) }
        return NormalisedRecipient(
            kind: .phone, digits: String(decoding: recipient.digits, as: UTF8.self), notes: recipient.notes,
            problem: nil)
    }

    private static func refused(
        as kind: RecipientKind, _ problem: ProblemCode, _ notes: [RecipientNote]
    ) -> NormalisedRecipient {
        NormalisedRecipient(kind: kind, digits: nil, notes: notes, problem: problem)
    }
}
