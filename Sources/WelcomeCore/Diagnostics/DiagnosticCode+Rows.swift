extension DiagnosticCode {
    /// The headline of a problem that rows of a source can have.
    package var rowSummary: String {
        switch self {
        case .leadID: "an id must have 1 to 512 bytes"
        case .leadTooLong: "the value is longer than allowed"
        case .leadNotText: "a text is expected here, not a list or an object"
        case .leadEncoding: "the value is not UTF-8"
        case .leadNUL: "the value contains a NUL byte"
        case .leadDuplicate: "tenant, id and slot repeat an earlier row, which is kept"
        case .leadTheme: "the theme is missing or unknown"
        case .leadDate: "the value is not a date"
        case .leadBoolean: "the value is neither true nor false"
        case .leadList: "the list is malformed"
        case .leadSlot: "a slot can have at most 512 bytes"
        case .leadRequired: "the theme requires this field"
        case .leadColumns: "the row has another number of fields than the header"
        case .leadJSON: "the line is not a JSON object"
        case .leadLocale: "the value is not a language"
        case .leadLineBreak: "quotes join several lines to one row"
        case .leadKeyTwice: "two keys of the object are the same, or mean the same column"
        case .leadSurrogate: "an escape such as \\ud83d is half of a character"
        case .leadComma: "a comma stands before the closing bracket"
        case .leadName: "the value is no name; the page goes without it"
        case .leadDateNone: "the value stands for no date, as year 1 or 1970 does; the lead has none"
        case .leadDateFar: "a link cannot end after 2059-09-17, and will end on that day"
        case .leadNumber: "the number is no whole number, and the column takes text"
        case .leadForgotten: "the lead was erased by `welcome forget`, and the source brings it back"
        case .themeFaulty: "rows of the tenant have errors: a page that is there stays, and nothing is sent"
        case .mediaMissing: "the file is not there; the page goes without it"
        case .mediaTooLarge: "the file is too large; the page goes without it"
        case .mediaType: "the file is not what this column takes; the page goes without it"
        case .mediaRemote: "the site does not fetch media from this URL; the page goes without it"
        case .mediaUnreachable: "there is no copy of what lies behind the URL; the page goes without it"
        case .mediaStale: "the URL could not be asked again; the page shows the last good copy"
        case .mediaUnprepared: "the file could not be prepared for every phone"
        case .leadUndated: "neither `created_at` nor `expires_on` says when the link is to end"
        case .channelMedia: "the channel does not take it as it is; it stays on the page"
        case .channelEnd: "the provider ends the channel that the row chooses"
        default: rawValue
        }
    }

    /// The likeliest remedy for such a problem.
    package var rowFix: String? {
        switch self {
        case .leadDate: "write 2027-03-31, 31.03.2027 or 2026-10-01T09:12:00+05:00"
        case .leadBoolean: "write true or false"
        case .leadList: "write a JSON array of texts, or separate them with |"
        case .leadEncoding: "export the source as UTF-8"
        case .leadForgotten: "remove the row from the source"
        case .leadLineBreak:
            "close the quotes on their line, and double those inside a text; only `note` and fields of themes have line breaks"
        case .leadKeyTwice: "remove or rename one of the keys"
        case .leadSurrogate: "write the character itself, or both halves"
        case .leadComma: "remove the comma"
        case .leadName: "leave the value empty where the name is not known"
        case .leadDateNone: "leave the value empty"
        case .leadDateFar: "write a day before 2059-09-18"
        case .leadNumber: "write the value as text"
        case .leadLocale: "write a code such as kk, ru or en"
        case .leadTheme: "set `theme` in the row, or for the tenant in welcome.yml"
        case .leadDuplicate: "give the second link of a lead a slot of its own"
        case .leadColumns: "quote fields that hold the separator"
        case .themeFaulty: "correct the rows of `themes` or `tenants` that are named above"
        case .mediaRemote:
            "put the file into the theme's or the site's media folder, or list its https host under `media: hosts`"
        case .mediaUnreachable, .mediaStale:
            "see that the URL answers with the file itself; it is asked again after an hour, or with --force"
        case .mediaMissing: "media are looked up in the theme first, then in the site's folder"
        case .channelMedia: "`welcome explain LEAD` says why; `welcome channels` what a channel takes"
        case .channelEnd: "choose another channel in time; `welcome channels NAME` says until when"
        case .leadUndated:
            "give leads `created_at`: counted from the first build, the day of a link cannot be derived again if ledger and "
                + "manifest are lost"
        case .mediaUnprepared: "does it open on this machine? Save it anew"
        default: nil
        }
    }
}
