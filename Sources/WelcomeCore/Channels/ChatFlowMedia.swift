/// ChatFlow's routes for media, for accounts where they work: voice, pictures and documents, then the text.
enum ChatFlowMedia {
    struct Forms {
        var audio, image, document, text: RequestForm

        init(_ recipient: RequestForm.Placeholder?) {
            audio = ChatFlow.form("send-audio", .chatflowMedia, "audio", recipient: recipient)
            image = ChatFlow.form("send-image", .chatflowMedia, "image", recipient: recipient)
            document = ChatFlow.form("send-doc", .chatflowMedia, "document", recipient: recipient)
            text = ChatFlow.form(
                "send-text", .chatflowMedia, "text", limits: [.init("msg", .utf16, ChatFlow.maxUnits)],
                recipient: recipient)
        }

        var all: [RequestForm] { [audio, image, document, text] }
    }

    /// The gateway labels any sound `audio/ogg; codecs=opus`, so it must be that.
    static let rules: [Greeting.MediaRule] = [
        .init(kind: .voice, formats: [.ogg], maxBytes: 16 << 20),
        .init(kind: .image, formats: [.jpeg, .png], maxBytes: 5 << 20, maxCaption: 300),
        .init(kind: .document, formats: [.pdf], maxBytes: 20 << 20, maxCaption: 300),
    ]

    /// An empty caption counts as a missing one; a zero-width space is there and not seen.
    static let noCaption = Array("\u{200B}".utf8)

    static func request(
        _ chosen: Greeting.Chosen, _ forms: Forms
    ) -> (form: RequestForm, query: [ChannelRequest.Parameter]) {
        let caption = ChannelRequest.Parameter(key: "caption", value: chosen.caption ?? noCaption)
        return switch chosen.medium.kind {
        case .voice: (forms.audio, [.init(key: "audiourl", value: chosen.url)])
        case .image: (forms.image, [caption, .init(key: "imageurl", value: chosen.url)])
        case .document: (forms.document, [caption, .init(key: "docurl", value: chosen.url)])
        }
    }
}

extension ChannelName {
    /// How settings and rows name the channel below.
    package static let chatflowMedia = ChannelName("chatflow-media")
}

extension Channel {
    static let chatflowMedia = Channel(
        name: .chatflowMedia, title: "ChatFlow, media and text",
        summary: """
            Voice, pictures and documents through send-audio, send-image and send-doc, then the message with the page's \
            link. For accounts where these routes work; what fails does not keep the text back.
            """,
        addressing: .phone, nativeMedia: [.voice, .image, .document],
        modes: [
            .init(
                variant: .media, summary: "Each medium as a message of its own, then the text.",
                forms: ChatFlowMedia.Forms(nil).all)
        ],
        failures: ChatFlow.failures + [
            .init(.text("message", equals: "Invalid URL found"), .permanent, "the medium's address was not fetched")
        ],
        remarks: ["A document arrives as `file`: the route takes no name."]
    ) { terms in
        let forms = ChatFlowMedia.Forms(terms.includesRecipients ? nil : .init("jid", .query))
        return { greeting in
            let (chosen, problems) = greeting.choose(ChatFlowMedia.rules)
            let recipient = ChatFlow.recipient(greeting, terms)
            var list = RequestList(greeting)
            for medium in chosen {
                let (form, query) = ChatFlowMedia.request(medium, forms)
                list.add(form, query: recipient + query)
            }
            list.add(
                forms.text, query: recipient + [.init(key: "msg", value: greeting.message.text)],
                sizes: [greeting.message.length.utf16Units])
            return .sending(list, problems: problems)
        }
    }
}
