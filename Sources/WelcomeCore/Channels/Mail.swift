/// E-mail: a whole message (RFC 5322) that any mail server takes.
enum Mail {
    static func form(_ fill: [RequestForm.Placeholder]) -> RequestForm {
        RequestForm(
            .email, "text", "SMTP", "smtp://{smtp_host}", secrets: [.init("login", .basic, "AUTH")],
            fill: [.init("smtp_host", .path)] + fill, needs: [.optIn], limits: [.init("body", .bytes, 100_000)],
            ok: .init(status: [250]), retry: .sameID)
    }

    /// The message of a greeting; header fields that the CRM fills in are absent.
    static func message(
        _ greeting: Greeting, to: MailAddress?, from: MailAddress?, subject: String, key: String
    ) -> MailMessage {
        let host = greeting.origin.split(separator: UInt8(ascii: "/")).last.map { Array($0) } ?? []
        let name = host.prefix { $0 != UInt8(ascii: ":") }
        var message = MailMessage()
        message.add("Date", MailMessage.date(greeting.now))
        if let from { message.add("From", from.text) }
        if let to { message.add("To", to.text) }
        message.add("Message-ID", "<\(key)@\(String(decoding: name, as: UTF8.self))>")
        message.addText("Subject", subject)
        message.add("Auto-Submitted", "auto-generated")
        message.add("MIME-Version", "1.0")
        message.addAlternatives(
            text: greeting.message.text, html: html(greeting), boundary: "=_\(key)")
        return message
    }

    /// The same words with a link to press.
    private static func html(_ greeting: Greeting) -> [UInt8] {
        var html = Array(#"<!DOCTYPE html><html lang="\#(greeting.page.locale)"><body>"#.utf8)
        for line in greeting.words.split(separator: 10) {
            html += Array("<p>".utf8)
            Escaping.text.append(Array(line), to: &html)
            html += Array("</p>".utf8)
        }
        html += Array(#"<p><a href=""#.utf8)
        Escaping.attribute.append(greeting.url, to: &html)
        html += Array(#"">"#.utf8)
        Escaping.text.append(greeting.url, to: &html)
        return html + Array("</a></p></body></html>\n".utf8)
    }
}

extension ChannelName {
    /// How settings and rows name the channel below.
    package static let email = ChannelName("email")
}

extension Channel {
    static let email = Channel(
        name: .email, title: "E-mail",
        summary: "A whole message as text and HTML, for any mail server; the address stands in channel_address.",
        addressing: .email,
        modes: [
            .init(
                variant: .text, summary: "The message as text and as HTML.",
                forms: [Mail.form([.init("from", .header, "From")])])
        ],
        settings: [.from, .subject],
        failures: [
            .init(.status([421, 450, 451, 452]), .retry, "the server is busy"),
            .init(.status([550, 551, 552, 553, 554]), .permanent, "no such mailbox, or refused"),
            .init(.status([530, 535]), .config, "the login is refused"),
            .init(.silence, .ambiguous, "may be sent again: the message keeps its id"),
        ],
        remarks: ["List-Unsubscribe is the CRM's to add: only it can take somebody off a list."]
    ) { terms in
        let from = terms.settings.values[.from].flatMap { MailAddress(Array($0.utf8)) }
        let sender: [RequestForm.Placeholder] = from == nil ? [.init("from", .header, "From")] : []
        let form = Mail.form(terms.fill(sender, recipient: .init("email", .header, "To")))
        return { greeting in
            guard let address = greeting.recipient.address else {
                return .refused(.emailMissing, column: "channel_address")
            }
            guard let to = MailAddress(address) else { return .refused(.emailInvalid, column: "channel_address") }
            let subject = terms.settings.values[.subject] ?? greeting.page.title
            var list = RequestList(greeting)
            let message = Mail.message(
                greeting, to: terms.includesRecipients ? to : nil, from: from, subject: subject, key: list.nextKey)
            list.add(form, .message(message.bytes), sizes: [message.bytes.count])
            return .sending(list)
        }
    }
}
