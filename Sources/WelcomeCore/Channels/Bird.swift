/// Bird's Channels API, MessageBird's newer interface.
enum Bird {
    struct Forms {
        var text, image, file, template: RequestForm

        init(_ recipient: [RequestForm.Blank]) {
            let form = { (variant: String, needs: [RequestForm.Need], limits: [RequestForm.Limit]) in
                RequestForm(
                    .bird, variant, "POST",
                    "https://api.bird.com/workspaces/{workspace_id}/channels/{channel_id}/messages",
                    headers: [.init("Content-Type", "application/json")],
                    secrets: [.init("access_key", .header, "Authorization", prefix: "AccessKey ")],
                    fill: [.init("workspace_id", .path), .init("channel_id", .path)] + recipient, needs: needs,
                    limits: limits, ok: .init(status: [200, 201, 202], "id"))
            }
            text = form("text", [.optIn, .window24h], [.init("body.text.text", .utf16, 4096)])
            image = form("image", [.optIn, .window24h], [])
            file = form("document", [.optIn, .window24h], [])
            template = form("template", [.optIn, .template], [])
        }
    }

    /// How it takes sound nobody has published, so voice stays on the page.
    static let rules: [Greeting.MediaRule] = [
        .init(kind: .image, formats: [.jpeg, .png], maxBytes: 5 << 20, maxCaption: 1024),
        .init(kind: .document, formats: [.pdf], maxBytes: 100 << 20, maxCaption: 1024),
    ]

    static func content(_ chosen: Greeting.Chosen) -> RequestValue {
        let text = chosen.caption.map { [RequestValue.Member(name: "text", value: .text($0))] } ?? []
        if chosen.medium.kind == .image {
            let images: RequestValue = ["images": [["mediaUrl": .text(chosen.url)]]]
            return ["type": "image", "image": images.adding(text)]
        }
        let files: RequestValue = [
            "files": [
                [
                    "mediaUrl": .text(chosen.url), "contentType": RequestValue(chosen.file.facts.mimeType),
                    "filename": RequestValue(chosen.fileName),
                ]
            ]
        ]
        return ["type": "file", "file": files.adding(text)]
    }

    static func template(_ settings: ChannelSettings, _ greeting: Greeting, _ values: [[UInt8]]) -> RequestValue {
        let named = zip(settings.parameters + ["code"], values + [greeting.code.bytes])
        let parameters = named.map { name, value -> RequestValue in
            ["type": "string", "key": RequestValue(name), "value": .text(value)]
        }
        return [
            "projectId": RequestValue(settings.values[.template] ?? ""),
            "version": RequestValue(settings.values[.templateVersion] ?? ""),
            "locale": RequestValue(settings.language(greeting.page.locale)), "parameters": .list(parameters),
        ]
    }

    static let failures: [Channel.Failure] = [
        .init(.status([401, 403]), .config, "key, channel or account refused"),
        .init(.status([400, 404, 409, 422]), .permanent, "content or recipient refused"),
        .init(.status([429]), .retry, "too much at once"),
        .init(.status([408, 500, 502, 503, 504]), .ambiguous, "the provider's own trouble"),
        .init(.silence, .ambiguous, "there is no second try by a key"),
    ]
}

extension Channel {
    static let bird = Channel(
        name: .bird, title: "Bird",
        summary: "WhatsApp through Bird: official, with pictures and documents in the chat, and templates.",
        addressing: .phone, nativeMedia: [.image, .document],
        ways: {
            let forms = Bird.Forms([])
            return [
                .init(variant: .text, summary: "The message as a text.", forms: [forms.text]),
                .init(
                    variant: .template, summary: "An approved template with the lead's fields and `code`.",
                    forms: [forms.template]),
                .init(
                    variant: .media, summary: "The text, then each picture and document as a message of its own.",
                    forms: [forms.text, forms.image, forms.file]),
            ]
        }(),
        failures: Bird.failures, remarks: ["Voice stays on the page: how Bird takes sound is not published."]
    ) { terms in
        let settings = terms.settings
        let forms = Bird.Forms(
            terms.fill(recipient: .init("e164", .body, "receiver.contacts.0.identifierValue")))
        return { greeting in
            let contact: RequestValue = [
                "identifierKey": "phonenumber",
                "identifierValue": terms.recipient(RequestValue(greeting.recipient.e164 ?? ""), or: "e164"),
            ]
            let receiver: RequestValue = ["contacts": [contact]]
            var list = RequestList(greeting)
            if settings.variant == .template {
                guard case .success(let values) = greeting.parameters(settings.parameters) else {
                    return .refused(.parameterMissing)
                }
                list.add(
                    forms.template,
                    .json(["receiver": receiver, "template": Bird.template(settings, greeting, values)]))
                return .sending(list)
            }
            let text: RequestValue = ["type": "text", "text": ["text": .text(greeting.message.text)]]
            list.add(
                forms.text, .json(["receiver": receiver, "body": text]), sizes: [greeting.message.length.utf16Units])
            guard settings.variant == .media else { return .sending(list) }
            let (chosen, problems) = greeting.choose(Bird.rules)
            for medium in chosen {
                list.add(
                    medium.medium.kind == .image ? forms.image : forms.file,
                    .json(["receiver": receiver, "body": Bird.content(medium)]))
            }
            return .sending(list, problems: problems)
        }
    }
}
