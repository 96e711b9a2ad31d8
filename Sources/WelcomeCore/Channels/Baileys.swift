/// Baileys, a library that a connector of one's own calls: `sendMessage(jid, content, options)`.
///
/// A call is no HTTP request: its method is `CALL`, its address the function, and the body the three arguments.
enum Baileys {
    struct Forms {
        var text, audio, image, document: RequestForm

        init(_ recipient: [RequestForm.Placeholder]) {
            let form = { (variant: String, limits: [RequestForm.Limit]) in
                RequestForm(
                    .baileys, variant, "CALL", "baileys:sendMessage", fill: recipient, needs: [.optIn], limits: limits,
                    ok: .init("key.id"), retry: .sameID)
            }
            text = form("text", [.init("content.text", .utf16, 4096)])
            audio = form("audio", [])
            image = form("image", [])
            document = form("document", [])
        }

        var all: [RequestForm] { [text, audio, image, document] }
    }

    static func content(_ chosen: Greeting.Chosen) -> RequestValue {
        let caption = chosen.caption.map { [RequestValue.Member(name: "caption", value: .text($0))] } ?? []
        switch chosen.medium.kind {
        case .voice:
            let value: RequestValue = [
                "audio": ["url": .text(chosen.url)], "ptt": true, "mimetype": "audio/ogg; codecs=opus",
            ]
            let seconds = chosen.medium.seconds.map { [RequestValue.Member(name: "seconds", value: .number($0))] }
            return value.adding(seconds ?? [])
        case .image:
            // Left to itself the library calls every picture a JPEG.
            let value: RequestValue = [
                "image": ["url": .text(chosen.url)], "mimetype": RequestValue(chosen.file.facts.mimeType),
            ]
            return value.adding(caption)
        case .document:
            let value: RequestValue = [
                "document": ["url": .text(chosen.url)], "mimetype": RequestValue(chosen.file.facts.mimeType),
                "fileName": RequestValue(chosen.fileName),
            ]
            return value.adding(caption)
        }
    }
}

extension ChannelName {
    /// How settings and rows name the channel below.
    package static let baileys = ChannelName("baileys")
}

extension Channel {
    static let baileys = Channel(
        name: .baileys, title: "Baileys connector",
        summary: "The arguments of sendMessage, for a connector of one's own with the library Baileys.",
        addressing: .phone, nativeMedia: [.voice, .image, .document],
        modes: {
            let forms = Baileys.Forms([])
            return [
                .init(variant: .text, summary: "The message as a text.", forms: [forms.text]),
                .init(
                    variant: .media, summary: "The text, then each medium as a message of its own.", forms: forms.all),
            ]
        }(),
        failures: [
            .init(.silence, .ambiguous, "the call may be made again: the message keeps its id")
        ], remarks: webRemarks
    ) { terms in
        let forms = Baileys.Forms(terms.fill(recipient: .init("jid", .body)))
        return { greeting in
            let jid = terms.recipient(RequestValue(greeting.recipient.jid ?? ""), or: "jid")
            var list = RequestList(greeting)
            let add = { (form: RequestForm, content: RequestValue, sizes: [Int]) in
                // A message whose id is given keeps it when it is sent again.
                let options: RequestValue = ["messageId": RequestValue(list.nextKey.uppercased())]
                list.add(form, .json(["jid": jid, "content": content, "options": options]), sizes: sizes)
            }
            add(forms.text, ["text": .text(greeting.message.text)], [greeting.message.length.utf16Units])
            guard terms.settings.variant == .media else { return .sending(list) }
            let (chosen, problems) = greeting.choose(Greeting.webRules)
            for medium in chosen {
                let form = [Greeting.Medium.Kind.voice: forms.audio, .image: forms.image][medium.medium.kind]
                add(form ?? forms.document, Baileys.content(medium), [])
            }
            return .sending(list, problems: problems)
        }
    }
}
