/// One line of the manifest: everything the CRM needs to know of one page.
///
/// A wire format, version 1, described by the JSON Schema that `welcome schema manifest` prints.
package struct ManifestLine: Sendable {
    package var identity: LeadIdentity
    package var state: ManifestState
    package var url: [UInt8]
    package var code: LinkCode
    package var expiry: ExpiryDay
    package var theme: String
    package var locale: String
    /// `nil` where there is no page: expired or revoked.
    package var page: Page?
    /// `nil` for a lead without a row, or where the manifest is to hold no recipients.
    package var recipient: NormalisedRecipient?
    package var message: MessageText?
    package var requests: [ChannelRequest] = []
    package var problems: [DeliveryProblem] = []

    /// The page's file as it lies in the site folder.
    package struct Page: Sendable, Hashable {
        package var file: [UInt8]
        package var sha256: [UInt8]
        package var byteCount: Int
        /// The build that last wrote the page.
        package var changedIn: String

        package init(file: [UInt8], sha256: [UInt8], byteCount: Int, changedIn: String) {
            self.file = file
            self.sha256 = sha256
            self.byteCount = byteCount
            self.changedIn = changedIn
        }
    }

    package init(
        identity: LeadIdentity, state: ManifestState, url: [UInt8], code: LinkCode, theme: String, locale: String
    ) {
        self.identity = identity
        self.state = state
        self.url = url
        self.code = code
        expiry = code.expiry
        self.theme = theme
        self.locale = locale
    }

    /// Appends the line, with its line feed.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.key(Key.tenant)
            json.string(identity.tenant.bytes)
            json.key(Key.lead)
            json.string(identity.lead.bytes)
            json.key(Key.slot)
            json.string(identity.slot.bytes)
            json.key(Key.state)
            json.string(state.rawValue)
            json.key(Key.url)
            json.string(url)
            json.key(Key.code)
            json.string(code.bytes)
            json.key(Key.expiresOn)
            if let date = expiry.date { json.string(date.iso) } else { json.null() }
            json.key(Key.theme)
            json.string(theme)
            json.key(Key.locale)
            json.string(locale)
            json.key(Key.page)
            writePage(to: &json)
            json.key(Key.recipient)
            writeRecipient(to: &json)
            json.key(Key.message)
            writeMessage(to: &json)
            json.key(Key.requests)
            json.array { json in for request in requests { request.write(to: &json) } }
            json.key(Key.problems)
            json.array { json in for problem in problems { problem.write(to: &json) } }
        }
        json.endLine()
    }

    private func writePage(to json: inout JSONWriter) {
        guard let page else { return json.null() }
        json.object { json in
            json.key(Key.file)
            json.string(page.file)
            json.key(Key.sha256)
            json.hexadecimal(page.sha256)
            json.key(Key.bytes)
            json.number(page.byteCount)
            json.key(Key.changedIn)
            json.string(page.changedIn)
        }
    }

    private func writeRecipient(to json: inout JSONWriter) {
        guard let recipient else { return json.null() }
        json.object { json in
            json.key(Key.kind)
            json.string(recipient.kind.rawValue)
            json.member("e164", recipient.e164)
            json.member("jid", recipient.jid)
            if let address = recipient.address {
                json.key(Key.address)
                json.string(address)
            }
            json.key(Key.notes)
            json.array { json in for note in recipient.notes { json.string(note.rawValue) } }
        }
    }

    private func writeMessage(to json: inout JSONWriter) {
        guard let message else { return json.null() }
        json.object { json in
            json.key(Key.text)
            json.string(message.text)
            json.key(Key.characters)
            json.number(message.length.scalars)
            json.key(Key.utf16)
            json.number(message.length.utf16Units)
            json.key(Key.smsParts)
            json.number(message.length.smsParts)
        }
    }

    /// The names of the members as JSON: there are a score of them in each of up to millions of lines.
    private enum Key {
        static let tenant = Array(#""v":1,"tenant":"#.utf8)
        static let lead = Array(#""lead":"#.utf8)
        static let slot = Array(#""slot":"#.utf8)
        static let state = Array(#""state":"#.utf8)
        static let url = Array(#""url":"#.utf8)
        static let code = Array(#""code":"#.utf8)
        static let expiresOn = Array(#""expires_on":"#.utf8)
        static let theme = Array(#""theme":"#.utf8)
        static let locale = Array(#""locale":"#.utf8)
        static let page = Array(#""page":"#.utf8)
        static let recipient = Array(#""recipient":"#.utf8)
        static let message = Array(#""message":"#.utf8)
        static let requests = Array(#""requests":"#.utf8)
        static let problems = Array(#""problems":"#.utf8)

        static let file = Array(#""file":"#.utf8)
        static let sha256 = Array(#""sha256":"#.utf8)
        static let bytes = Array(#""bytes":"#.utf8)
        static let changedIn = Array(#""changed_in":"#.utf8)

        static let kind = Array(#""kind":"#.utf8)
        static let address = Array(#""address":"#.utf8)
        static let notes = Array(#""notes":"#.utf8)

        static let text = Array(#""text":"#.utf8)
        static let characters = Array(#""characters":"#.utf8)
        static let utf16 = Array(#""utf16":"#.utf8)
        static let smsParts = Array(#""sms_parts":"#.utf8)
    }
}

extension ManifestLine {
    private static let leadKey = Array(#""lead":"#.utf8)

    /// Takes the name of a lead out of the problems of a finished line of another one.
    ///
    /// - Complexity: O(bytes of the line).
    package static func removeMention(of lead: LeadText, from line: inout [UInt8]) {
        var json = JSONWriter()
        json.string(lead.bytes)
        // The line's own lead is followed by its slot, and within a text quotes are escaped.
        let mention = [UInt8(ascii: ",")] + leadKey + json.bytes + [UInt8(ascii: "}")]
        while let start = line.offset(of: mention) { line.removeSubrange(start..<start + mention.count - 1) }
    }
}
