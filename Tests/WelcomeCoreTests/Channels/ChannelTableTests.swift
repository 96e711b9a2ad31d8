import Testing

@testable import WelcomeCore

/// Every channel, every kind of message, and every limit at, below and above.
@Suite struct ChannelTableTests {
    struct DeliveryMode: Sendable, CustomTestStringConvertible {
        var channel: ChannelName
        var variant: ChannelVariant
        /// The requests for a page with a voice, two pictures and a document.
        var kinds: [String]

        var testDescription: String { "\(channel.rawValue) \(variant.rawValue)" }

        init(_ channel: ChannelName, _ variant: ChannelVariant, _ kinds: [String]) {
            (self.channel, self.variant, self.kinds) = (channel, variant, kinds)
        }
    }

    static let modes: [DeliveryMode] = [
        .init(.chatflow, .text, ["text send-text"]),
        .init(.chatflowFlow, .text, ["text text"]),
        .init(
            .chatflowMedia, .media,
            ["audio send-audio", "image send-image", "image send-image", "document send-doc", "text send-text"]),
        .init(.links, .media, Array(repeating: "text send-text", count: 5)),
        .init(.whatsappCloud, .text, ["text messages"]),
        .init(.whatsappCloud, .cta, ["cta messages"]),
        .init(.whatsappCloud, .template, ["template messages"]),
        .init(
            .whatsappCloud, .media,
            ["text messages", "audio messages", "image messages", "image messages", "document messages"]),
        .init(.twilio, .text, ["text Messages.json"]),
        .init(.twilio, .template, ["template Messages.json"]),
        .init(.twilio, .media, ["text Messages.json"] + Array(repeating: "media Messages.json", count: 4)),
        .init(.messagebird, .text, ["text send"]),
        .init(.messagebird, .template, ["template send"]),
        .init(.messagebird, .media, ["text send", "audio send", "image send", "image send", "document send"]),
        .init(.bird, .text, ["text messages"]),
        .init(.bird, .template, ["template messages"]),
        .init(
            .bird, .media,
            ["text messages", "audio messages", "image messages", "image messages", "document messages"]),
        .init(.dialog360, .text, ["text messages"]),
        .init(.dialog360, .cta, ["cta messages"]),
        .init(.dialog360, .template, ["template messages"]),
        .init(
            .dialog360, .media,
            ["text messages", "audio messages", "image messages", "image messages", "document messages"]),
        .init(.wazzup, .text, ["text message"]),
        .init(
            .wazzup, .media,
            ["text message", "audio message", "image message", "image message", "document message"]),
        .init(.telegram, .text, ["text sendMessage"]),
        .init(.telegram, .deepLink, ["text sendMessage"]),
        .init(
            .telegram, .media,
            ["text sendMessage", "audio sendVoice", "image sendMediaGroup", "document sendDocument"]),
        .init(.evolution, .text, ["text {instance}"]),
        .init(
            .evolution, .media,
            ["text {instance}", "audio {instance}", "image {instance}", "image {instance}", "document {instance}"]),
        .init(.waha, .text, ["text sendText"]),
        .init(
            .waha, .media,
            ["text sendText", "audio sendVoice", "image sendImage", "image sendImage", "document sendFile"]),
        .init(.wppconnect, .text, ["text send-message"]),
        .init(
            .wppconnect, .media,
            ["text send-message", "audio send-voice", "image send-image", "image send-image", "document send-file"]),
        .init(.greenAPI, .text, ["text {token}"]),
        .init(
            .greenAPI, .media,
            ["text {token}", "audio {token}", "image {token}", "image {token}", "document {token}"]),
        .init(.baileys, .text, ["text baileys:sendMessage"]),
        .init(
            .baileys, .media,
            ["text", "audio", "image", "image", "document"].map { "\($0) baileys:sendMessage" }),
        .init(.sms, .text, ["text {gateway_url}"]),
        .init(.smsc, .text, ["text send.php"]),
        .init(.mobizon, .text, ["text SendSmsMessage"]),
        .init(.email, .text, ["text {smtp_host}"]),
    ]

    @Test func knowsEveryWayOfEveryChannel() {
        let listed = Self.modes.map { "\($0.channel) \($0.variant)" }
        #expect(listed == ChannelName.allCases.flatMap { name in name.channel.variants.map { "\(name) \($0)" } })
        for name in ChannelName.allCases {
            #expect(name.channel.name == name)
            #expect(ChannelName(rawValue: name.rawValue) == name)
        }
    }

    @Test(arguments: modes) func makesTheRequestsInTheirOrder(mode: DeliveryMode) throws {
        var bench = ChannelBench()
        bench.media = ChannelBench.allMedia
        let delivery = try bench.deliver(mode.channel, mode.variant)
        #expect(delivery.requests.map(\.kind) == mode.kinds)
        let keys = (0..<mode.kinds.count).map {
            dedupKey(
                for: LeadIdentity(tenant: LeadText("t1"), lead: LeadText("clx1"), slot: LeadText("welcome")), index: $0)
        }
        #expect(delivery.requests.map(\.dedupKey) == keys, "keys depend on the place in the list alone")
        // What is documented is what is sent.
        let known = mode.channel.channel.modes.first { $0.variant == mode.variant }?.forms ?? []
        for request in delivery.requests {
            let form = known.first { $0.url == request.form.url && $0.variant == request.form.variant }
            #expect(form?.method == request.form.method)
            #expect(form?.secrets == request.form.secrets)
            #expect(form?.limits == request.form.limits)
        }
    }

    // MARK: Texts

    struct TextLimit: Sendable, CustomTestStringConvertible {
        var channel: ChannelName
        var variant: ChannelVariant
        var maximum: Int
        /// How many units stand in the limited text besides the words.
        var rest: Int

        var testDescription: String { "\(channel.rawValue) \(variant.rawValue)" }
    }

    /// The providers' own figures.
    ///
    /// The line feed and the link are 42 units.
    static let textLimits: [TextLimit] = [
        ("chatflow", "text", 1200, 42), ("chatflow-flow", "text", 1200, 42), ("chatflow-media", "media", 1200, 42),
        ("links", "media", 1200, 42), ("whatsapp-cloud", "text", 4096, 42), ("whatsapp-cloud", "cta", 1024, 0),
        ("whatsapp-cloud", "media", 4096, 42), ("twilio", "text", 1600, 42), ("twilio", "media", 1600, 42),
        ("messagebird", "text", 4096, 42), ("messagebird", "media", 4096, 42), ("bird", "text", 4096, 42),
        ("bird", "media", 4096, 42), ("telegram", "text", 4096, 42), ("telegram", "deep-link", 4096, 42),
        ("telegram", "media", 4096, 42), ("evolution", "text", 4096, 42), ("waha", "text", 4096, 42),
        ("wppconnect", "text", 4096, 42), ("baileys", "text", 4096, 42), ("360dialog", "text", 4096, 42),
        ("360dialog", "cta", 1024, 0), ("wazzup", "text", 4096, 42), ("green-api", "text", 20_000, 42),
        // Ten parts of 67 units each.
        ("sms", "text", 670, 42), ("smsc", "text", 670, 42), ("mobizon", "text", 670, 42),
    ].compactMap { name, variant, maximum, rest in
        guard let channel = ChannelName(rawValue: name), let variant = ChannelVariant(rawValue: variant) else {
            return nil
        }
        return TextLimit(channel: channel, variant: variant, maximum: maximum, rest: rest)
    }

    /// Channels whose texts are counted in parts of a short message.
    private static let gateways: [ChannelName] = [.sms, .smsc, .mobizon]

    @Test(arguments: textLimits) func keepsTextsWithinTheLimit(limit: TextLimit) throws {
        for (count, isSent) in [(limit.maximum - 1, true), (limit.maximum, true), (limit.maximum + 1, false)] {
            // A letter of two units, so that characters are not what is counted; no part of an SMS divides it.
            let units = count - limit.rest
            let letters = Self.gateways.contains(limit.channel) ? String(repeating: "ж", count: units & ~1) : ""
            let words =
                (units % 2 == 0 ? "" : "ж")
                + (letters.isEmpty ? String(repeating: "📦", count: units / 2) : letters)
            let delivery = try ChannelBench().deliver(limit.channel, limit.variant, words: words)
            #expect(delivery.requests.isEmpty != isSent, "\(count)")
            #expect(delivery.problems.map(\.code) == (isSent ? [] : [.tooLong]))
            guard let request = delivery.requests.last, !Self.gateways.contains(limit.channel) else { continue }
            #expect(request.sizes == [count])
            #expect(request.form.limits.map(\.maximum) == [limit.maximum])
        }
    }

    @Test func coversEveryLimitThatIsWrittenDown() {
        let covered = Set(Self.textLimits.map { "\($0.channel) \($0.variant)" })
        for name in ChannelName.allCases {
            for mode in name.channel.modes {
                // Templates have no text of ours; mail has no limit of its own; the others repeat the mode `text`.
                guard mode.variant != .template, name != .email else { continue }
                let isRepeated = mode.variant == .media && name.channel.variants.first == .text
                #expect(covered.contains("\(name) \(mode.variant)") || isRepeated, "\(name) \(mode.variant)")
            }
        }
    }

    // MARK: Media

    struct MediaLimit: Sendable, CustomTestStringConvertible {
        var channel: ChannelName
        var kind: Greeting.Medium.Kind
        var format: MediaFormat
        var maxBytes: Int

        var testDescription: String { "\(channel.rawValue) \(kind) \(format)" }

        init(_ channel: ChannelName, _ kind: Greeting.Medium.Kind, _ format: MediaFormat, megabytes: Int) {
            (self.channel, self.kind, self.format) = (channel, kind, format)
            maxBytes = megabytes * 1_048_576
        }
    }

    static let mediaLimits: [MediaLimit] =
        [
            .init(.chatflowMedia, .voice, .ogg, megabytes: 16), .init(.chatflowMedia, .image, .jpeg, megabytes: 5),
            .init(.chatflowMedia, .document, .pdf, megabytes: 20),
            .init(.whatsappCloud, .voice, .ogg, megabytes: 16), .init(.whatsappCloud, .voice, .mp3, megabytes: 16),
            .init(.whatsappCloud, .image, .jpeg, megabytes: 5), .init(.whatsappCloud, .image, .png, megabytes: 5),
            .init(.whatsappCloud, .document, .pdf, megabytes: 100),
            .init(.twilio, .voice, .ogg, megabytes: 16), .init(.twilio, .image, .webp, megabytes: 5),
            .init(.twilio, .document, .pdf, megabytes: 16),
            .init(.messagebird, .voice, .ogg, megabytes: 16), .init(.messagebird, .image, .png, megabytes: 5),
            .init(.messagebird, .document, .pdf, megabytes: 100),
            .init(.bird, .voice, .ogg, megabytes: 16), .init(.bird, .image, .jpeg, megabytes: 5),
            .init(.bird, .document, .pdf, megabytes: 100),
            .init(.dialog360, .voice, .ogg, megabytes: 16), .init(.dialog360, .image, .png, megabytes: 5),
            .init(.wazzup, .voice, .ogg, megabytes: 10), .init(.wazzup, .image, .jpeg, megabytes: 5),
            .init(.wazzup, .document, .pdf, megabytes: 10), .init(.greenAPI, .voice, .ogg, megabytes: 100),
            .init(.greenAPI, .image, .png, megabytes: 100), .init(.greenAPI, .document, .pdf, megabytes: 100),
            .init(.telegram, .voice, .ogg, megabytes: 1), .init(.telegram, .voice, .mp3, megabytes: 20),
            .init(.telegram, .image, .jpeg, megabytes: 5), .init(.telegram, .document, .pdf, megabytes: 20),
        ]
        + [ChannelName.evolution, .waha, .wppconnect, .baileys].flatMap { channel -> [MediaLimit] in
            [
                .init(channel, .voice, .ogg, megabytes: 16), .init(channel, .image, .jpeg, megabytes: 16),
                .init(channel, .document, .pdf, megabytes: 100),
            ]
        }

    @Test(arguments: mediaLimits) func sendsMediaWithinTheLimitAndLeavesOthersToThePage(limit: MediaLimit) throws {
        let columns: [Greeting.Medium.Kind: String] = [.voice: "voice", .image: "images", .document: "documents"]
        for (bytes, isSent) in [(limit.maxBytes - 1, true), (limit.maxBytes, true), (limit.maxBytes + 1, false)] {
            var bench = ChannelBench()
            bench.media = [ChannelBench.medium(limit.kind, limit.format, bytes: bytes)]
            let delivery = try bench.deliver(limit.channel, .media)
            #expect(delivery.requests.count == (isSent ? 2 : 1), "\(bytes)")
            let column = columns[limit.kind]
            #expect(
                delivery.problems
                    == (isSent ? [] : [DeliveryProblem(.mediumSize, column: column)]))
        }
    }

    @Test(arguments: [
        (ChannelName.chatflowMedia, Greeting.Medium.Kind.voice, MediaFormat.mp3),
        (.whatsappCloud, .voice, .wav), (.whatsappCloud, .image, .webp), (.whatsappCloud, .image, .avif),
        (.twilio, .image, .avif), (.messagebird, .image, .gif), (.bird, .voice, .wav), (.telegram, .voice, .wav),
        (.telegram, .image, .avif), (.evolution, .voice, .mp3), (.waha, .voice, .mp3), (.wppconnect, .image, .heic),
        (.baileys, .voice, .m4a), (.dialog360, .image, .webp), (.wazzup, .image, .webp), (.greenAPI, .voice, .wav),
    ])
    func leavesFormatsToThePageThatAChannelDoesNotTake(
        channel: ChannelName, kind: Greeting.Medium.Kind, format: MediaFormat
    ) throws {
        var bench = ChannelBench()
        bench.media = [ChannelBench.medium(kind, format)]
        let delivery = try bench.deliver(channel, .media)
        #expect(delivery.requests.map(\.form.variant) == ["text"])
        #expect(delivery.problems.map(\.code) == [.mediumFormat])
    }

    @Test(arguments: [
        (ChannelName.chatflowMedia, 300), (.whatsappCloud, 1024), (.twilio, 1600), (.messagebird, 1024), (.bird, 1024),
        (.telegram, 1024), (.evolution, 1024), (.waha, 1024), (.wppconnect, 1024), (.baileys, 1024),
        (.dialog360, 1024), (.greenAPI, 1024),
    ])
    func leavesOutCaptionsBeyondTheLimit(channel: ChannelName, maximum: Int) throws {
        for (count, isKept) in [(maximum - 1, true), (maximum, true), (maximum + 1, false)] {
            var bench = ChannelBench()
            let caption = String(repeating: "ж", count: count)
            bench.media = [ChannelBench.medium(.image, .jpeg, caption: caption)]
            let delivery = try bench.deliver(channel, .media)
            let texts = delivery.requests.map(\.text)
            #expect(texts.contains { $0.contains("\"\(caption)\"") } == isKept, "\(count)")
            #expect(texts.count == 2)
            #expect(delivery.problems.map(\.code) == (isKept ? [] : [.caption]))
        }
    }
}
