/// What a shop without pages does: a text for each medium, with a link to its file.
///
/// The page's own link comes first.
enum SeparateLinks {
    static func form(_ recipient: RequestForm.Placeholder?) -> RequestForm {
        ChatFlow.form(
            "send-text", .links, "text", limits: [.init("msg", .utf16, ChatFlow.maxUnits)], recipient: recipient)
    }

    /// The words above a link, which stands alone on the last line.
    static func text(_ medium: Greeting.Medium, _ url: [UInt8], locale: String) -> [UInt8] {
        let words =
            switch medium.kind {
            case .voice: "🎵 \(word(["kk": "Дауыстық хабарлама", "ru": "Голосовое сообщение"], locale, "Voice message"))"
            case .image: "🖼 \(medium.caption ?? word(["kk": "Сурет", "ru": "Фото"], locale, "Photo"))"
            case .document: "📎 \(medium.caption ?? word(["kk": "Құжат", "ru": "Документ"], locale, "Document"))"
            }
        let line = words.split(whereSeparator: \.isNewline).joined(separator: " ")
        return Array("\(line)\n".utf8) + url
    }

    private static func word(_ words: [String: String], _ locale: String, _ other: String) -> String {
        words[locale] ?? other
    }
}

extension ChannelName {
    /// How settings and rows name the channel below.
    package static let links = ChannelName("links")
}

extension Channel {
    static let links = Channel(
        name: .links, title: "ChatFlow, separate links",
        summary: "The message with the page's link, then a text with a link for each voice, picture and document.",
        addressing: .phone,
        modes: [
            .init(variant: .media, summary: "A text for each medium.", forms: [SeparateLinks.form(nil)])
        ],
        failures: ChatFlow.failures,
        remarks: ["Several messages to somebody who wrote once look like spam; `chatflow` sends one."]
    ) { terms in
        let form = SeparateLinks.form(terms.includesRecipients ? nil : .init("jid", .query))
        return { greeting in
            let recipient = ChatFlow.recipient(greeting, terms)
            var list = RequestList(greeting)
            var problems: [DeliveryProblem] = []
            list.add(
                form, query: recipient + [.init(key: "msg", value: greeting.message.text)],
                sizes: [greeting.message.length.utf16Units])
            for medium in greeting.page.media {
                let url = greeting.address(of: medium.linked)
                var text = SeparateLinks.text(medium, url, locale: greeting.page.locale)
                var size = MessageLength(of: text).utf16Units
                if size > ChatFlow.maxUnits {
                    var bare = medium
                    bare.caption = nil
                    text = SeparateLinks.text(bare, url, locale: greeting.page.locale)
                    size = MessageLength(of: text).utf16Units
                    problems.append(DeliveryProblem(.caption, column: medium.kind.column))
                }
                list.add(form, query: recipient + [.init(key: "msg", value: text)], sizes: [size])
            }
            return .sending(list, problems: problems)
        }
    }
}
