extension ChannelName {
    /// How settings and rows name the channel below.
    package static let dialog360 = ChannelName("360dialog")
}

extension Channel {
    /// 360dialog: the Cloud API's messages behind another address and key.
    static let dialog360 = Channel(
        name: .dialog360, title: "360dialog",
        summary: "WhatsApp's Cloud API through 360dialog: official, with media in the chat and templates.",
        addressing: .phone, nativeMedia: [.voice, .image, .document],
        modes: WhatsAppCloud.modes(dialog360Forms([])),
        settings: [.button, .template, .language, .parameters],
        failures: WhatsAppCloud.failures + [
            .init(.status([401, 403]), .config, "the key is refused", reason: .token)
        ],
        remarks: WhatsAppCloud.remarks
    ) { terms in
        WhatsAppCloud.sender(terms, dialog360Forms(terms.fill(recipient: .init("e164", .body, "to"))))
    }

    private static func dialog360Forms(_ recipient: [RequestForm.Placeholder]) -> WhatsAppCloud.Forms {
        WhatsAppCloud.Forms(
            .dialog360, "https://waba-v2.360dialog.io/messages", secret: .init("api_key", .header, "D360-API-KEY"),
            fill: recipient)
    }
}
