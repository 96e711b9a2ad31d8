/// Why a page is not to be sent, or what it goes without, as lines of the manifest name it.
///
/// Codes are part of the contract with whoever reads the manifest: one is never renamed or reused.
package enum ProblemCode: String, CaseIterable, Sendable {
    // MARK: The recipient
    case phoneMissing = "phone_missing"
    case phoneTooShort = "phone_too_short"
    case phoneTooLong = "phone_too_long"
    /// Several readings are possible, and a wrong one would greet a stranger.
    case phoneAmbiguous = "phone_ambiguous"
    /// No country has the code that the number begins with.
    case phoneUnknownCountry = "phone_unknown_country"
    /// Further digits stand beside the number, as an extension does: the number itself is not the person's own.
    case phoneExtension = "phone_extension"
    /// Several numbers, and nothing says which of them is the person's.
    case phoneSeveral = "phone_several"
    /// A spreadsheet has cut the number to a few digits and an exponent.
    case phoneExponent = "phone_exponent"
    /// Some digits are hidden, as in `+7 701 123 ** **`.
    case phoneMasked = "phone_masked"
    /// An ИИН, the number of a person in Kazakhstan's registers.
    case phoneIsIIN = "phone_is_iin"
    case phoneHidden = "phone_hidden"
    case notAPerson = "not_a_person"
    /// There is an `@`, but what follows is no WhatsApp server.
    case unknownServer = "unknown_server"

    // MARK: The message
    /// Beyond what the channel takes.
    case tooLong = "message_too_long"
    /// Values of the lead and words beside them make a link, which messengers would preview in place of the page's.
    case secondLink = "message_second_link"
    /// The tenant's stop word, which would switch the CRM's assistant off for this lead.
    case stopWord = "message_stop_word"
    /// A value of the lead is a link by itself: the message goes without the value, or not at all where it cannot.
    case looksLikeLink = "value_looks_like_link"

    // MARK: Other leads of the same tenant, slot and recipient
    /// The person is greeted by another lead.
    case recipientRepeated = "recipient_repeated"
    /// The person was greeted by an earlier lead and is greeted again: only a note.
    case recipientGreetedBefore = "recipient_greeted_before"

    // MARK: The site
    /// Texts or contacts of the starter are still there.
    case siteUnfinished = "site_unfinished"
    /// Rows of the tenant have errors, so that its pages stay as they are.
    case themeFaulty = "theme_faulty"

    // MARK: The channel
    /// The row names a channel that there is not.
    case channelUnknown = "channel_unknown"
    /// The row has no chat with the bot, or something that is none.
    case chatIDMissing = "chat_id_missing"
    case chatIDInvalid = "chat_id_invalid"
    case emailMissing = "email_missing"
    case emailInvalid = "email_invalid"
    /// A field that the template shows; the provider refuses an empty one.
    case parameterMissing = "template_parameter_missing"

    // MARK: What a channel leaves to the page
    /// There is no form of the medium that the channel takes.
    case mediumFormat = "channel_media_format"
    /// There is a form, but it is larger than the channel takes.
    case mediumSize = "channel_media_size"
    /// A caption is too long for the channel, or holds a stop word: the medium goes without.
    case caption = "channel_caption"

    // MARK: What a page goes without
    /// The theme has no text in the lead's language, and the page is in another.
    case leadLocale = "lead_locale"
    case mediaMissing = "media_missing"
    case mediaTooLarge = "media_too_large"
    case mediaType = "media_type"
    case mediaRemote = "media_remote"
    case mediaUnreachable = "media_unreachable"
    case mediaUnprepared = "media_unprepared"
}

extension ProblemCode {
    /// The code of a diagnostic about a page's media.
    ///
    /// - Precondition: it is one of those that a page is compiled with.
    package init(media diagnostic: DiagnosticCode) {
        switch diagnostic {
        case .mediaMissing: self = .mediaMissing
        case .mediaTooLarge: self = .mediaTooLarge
        case .mediaType: self = .mediaType
        case .mediaRemote: self = .mediaRemote
        case .mediaUnreachable: self = .mediaUnreachable
        case .mediaUnprepared: self = .mediaUnprepared
        default: preconditionFailure("\(diagnostic.rawValue) is no diagnostic about a page's media")
        }
    }

    /// Whether it is of the page alone, so that its lead can be written to all the same.
    package var isOfPage: Bool {
        switch self {
        case .looksLikeLink, .mediumFormat, .mediumSize, .caption, .leadLocale, .mediaMissing, .mediaTooLarge,
            .mediaType, .mediaRemote, .mediaUnreachable, .mediaUnprepared:
            true
        case .phoneMissing, .phoneTooShort, .phoneTooLong, .phoneAmbiguous, .phoneUnknownCountry, .phoneExtension,
            .phoneSeveral, .phoneExponent, .phoneMasked, .phoneIsIIN, .phoneHidden, .notAPerson, .unknownServer,
            .tooLong, .secondLink, .stopWord, .recipientRepeated, .recipientGreetedBefore, .siteUnfinished,
            .themeFaulty, .channelUnknown, .chatIDMissing, .chatIDInvalid, .emailMissing, .emailInvalid,
            .parameterMissing:
            false
        }
    }

    /// The reason in words, where it makes a lead unsendable.
    package var reason: String {
        switch self {
        case .phoneMissing: "there is no phone"
        case .phoneTooShort: "the phone has too few digits"
        case .phoneTooLong: "the phone has too many digits"
        case .phoneAmbiguous: "the phone can be read in several ways"
        case .phoneUnknownCountry: "no country has the phone's code"
        case .phoneExtension: "the phone has an extension"
        case .phoneSeveral: "there are several phones"
        case .phoneExponent: "a spreadsheet has cut the phone to an exponent"
        case .phoneMasked: "digits of the phone are hidden"
        case .phoneIsIIN: "the phone is an ИИН"
        case .phoneHidden: "the phone is one of WhatsApp's hidden ids"
        case .notAPerson: "the address is not a person's"
        case .unknownServer: "what follows the @ is no WhatsApp server"
        case .tooLong: "the message is too long for the channel"
        case .secondLink: "a value brings a second link into the message"
        case .stopWord: "the message holds a stop word of the tenant"
        case .channelUnknown: "there is no such channel"
        case .chatIDMissing: "there is no chat id"
        case .chatIDInvalid: "the chat id is none"
        case .emailMissing: "there is no e-mail address"
        case .emailInvalid: "the e-mail address is none"
        case .parameterMissing: "a value that the template shows is missing"
        case .recipientRepeated: "another lead with this recipient is greeted"
        case .themeFaulty: "the tenant's theme has errors"
        case .siteUnfinished: "the site still has texts or contacts of the starter"
        case .looksLikeLink, .recipientGreetedBefore, .mediumFormat, .mediumSize, .caption, .leadLocale,
            .mediaMissing, .mediaTooLarge, .mediaType, .mediaRemote, .mediaUnreachable, .mediaUnprepared:
            rawValue
        }
    }
}
