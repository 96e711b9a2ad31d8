import Testing

@testable import WelcomeCore

/// What holds for every channel, and what is particular to one.
@Suite struct ChannelRuleTests {
    @Test(arguments: ChannelTableTests.modes) func endsEveryTextWithALinkThatStandsAlone(
        mode: ChannelTableTests.DeliveryMode
    )
        throws
    {
        var bench = ChannelBench()
        bench.media = ChannelBench.allMedia
        for request in try bench.deliver(mode.channel, mode.variant).requests where request.form.variant == "text" {
            let texts = request.query.filter { $0.key == "msg" }.map { String(decoding: $0.value, as: UTF8.self) }
            for text in texts {
                let last = try #require(text.split(separator: "\n").last)
                #expect(last.hasPrefix("https://w.example.kz/"))
                #expect(text.components(of: "https://") == 1)
            }
        }
    }

    @Test(arguments: ChannelTableTests.modes) func leavesOutRecipientsWhereTheManifestHoldsNone(
        mode: ChannelTableTests.DeliveryMode
    ) throws {
        var bench = ChannelBench()
        bench.media = ChannelBench.allMedia
        bench.includesRecipients = false
        bench.address = mode.channel == .telegram ? "424242" : "person@b.example"
        for request in try bench.deliver(mode.channel, mode.variant).requests {
            for secret in ["7011234567", "424242", "person@b.example", "cGVyc29u"] {
                #expect(!request.text.contains(secret), "\(request.text)")
            }
            let names = request.form.fill.map(\.name)
            #expect(
                names.contains { ["jid", "digits", "e164", "whatsapp_e164", "chat_id", "wid", "email"].contains($0) })
        }
    }

    @Test(arguments: ChannelTableTests.modes, [true, false])
    func hasAPlaceForEverythingThatTheCRMPutsIn(mode: ChannelTableTests.DeliveryMode, recipients: Bool) throws {
        var bench = ChannelBench()
        bench.media = ChannelBench.allMedia
        bench.includesRecipients = recipients
        for request in try bench.deliver(mode.channel, mode.variant).requests {
            let inPath = (request.form.secrets + request.form.fill).filter { $0.place == .path }.map(\.name)
            #expect(Set(inPath) == Set(request.form.url.matches(of: /\{([a-z_]+)\}/).map { String($0.1) }))
            guard case .json(let body) = request.body else { continue }
            let wanted = request.form.fill.filter { $0.place == .body }.map { "\($0.key)=\($0.name)" }
            #expect(Set(wanted) == Set(placeholders(in: body)))
        }
    }

    /// Every placeholder of a body as `path=name`.
    private func placeholders(in value: RequestValue, at path: [String] = []) -> [String] {
        switch value {
        case .placeholder(let name): ["\(path.joined(separator: "."))=\(name)"]
        case .object(let members): members.flatMap { placeholders(in: $0.value, at: path + [$0.name]) }
        case .list(let values): values.enumerated().flatMap { placeholders(in: $1, at: path + ["\($0)"]) }
        case .text, .number, .truth: []
        }
    }

    @Test func givesNoTwoPlacesTheSameKey() throws {
        var bench = ChannelBench()
        bench.media = ChannelBench.allMedia
        let keys = try bench.deliver(.links, .media).requests.map(\.dedupKey)
        #expect(Set(keys).count == 5)
        // Published with the first version: the first key never changes.
        #expect(keys[0] == "f3c14ed6b0c1c8c56028cc29fd6d68f3")
    }

    @Test(
        arguments: [
            (nil, "chat_id_missing"), ("@channel", "chat_id_invalid"), ("-1001234", "chat_id_invalid"),
            ("0", "chat_id_invalid"), ("12a", "chat_id_invalid"), ("", "chat_id_invalid"),
            ("12345678901234567", "chat_id_invalid"),
        ] as [(String?, String)])
    func refusesWhatIsNoChatWithAPerson(address: String?, problem: String) throws {
        let channel = Channel.telegram.prepare(
            ChannelTerms(settings: .standard(for: .telegram), includesRecipients: true))
        let delivery = channel(try greeting(address, kind: .telegramChat))
        #expect(delivery.requests.isEmpty)
        #expect(
            delivery.problems == [
                DeliveryProblem(try #require(ProblemCode(rawValue: problem)), column: "channel_address")
            ])
    }

    @Test(
        arguments: [
            (nil, "email_missing"), ("a", "email_invalid"), ("a@b", "email_invalid"), ("a b@c.kz", "email_invalid"),
            ("a@c.kz\r\nBcc: x@y.kz", "email_invalid"), ("a@@c.kz", "email_invalid"), (".a@c.kz", "email_invalid"),
            ("ә@c.kz", "email_invalid"), ("a@-c.kz", "email_invalid"), ("a@c.kz,b@c.kz", "email_invalid"),
        ] as [(String?, String)])
    func refusesWhatIsNoMailAddress(address: String?, problem: String) throws {
        let channel = Channel.email.prepare(ChannelTerms(settings: .standard(for: .email), includesRecipients: true))
        let delivery = channel(try greeting(address, kind: .email))
        #expect(delivery.requests.isEmpty)
        #expect(
            delivery.problems == [
                DeliveryProblem(try #require(ProblemCode(rawValue: problem)), column: "channel_address")
            ])
    }

    private func greeting(_ address: String?, kind: RecipientKind) throws -> Greeting {
        Greeting(
            identity: LeadIdentity(tenant: LeadText("t1"), lead: LeadText("1"), slot: LeadText("welcome")),
            message: .init(text: Array(ChannelBench.url.utf8)), url: Array(ChannelBench.url.utf8),
            code: try #require(LinkCode(Array("3h1616s4pe1nj96z0mam".utf8))),
            recipient: NormalisedRecipient(kind: kind, address: address.map { Array($0.utf8) }), fields: [],
            page: GreetingPage(locale: "ru", title: "Т", media: []), origin: Array("https://w.example.kz".utf8),
            now: Timestamp(secondsSinceEpoch: 0))
    }

    @Test(arguments: [ChannelName.whatsappCloud, .dialog360, .twilio, .messagebird, .bird])
    func sendsNoTemplateWithoutAValueThatItShows(channel: ChannelName) throws {
        var bench = ChannelBench()
        bench.fields = []
        let delivery = try bench.deliver(channel, .template)
        #expect(delivery.requests.isEmpty)
        #expect(delivery.problems == [DeliveryProblem(.parameterMissing)])
    }

    // MARK: Telegram

    @Test(arguments: [(1, [1]), (2, [2]), (10, [10]), (11, [10, 1]), (12, [10, 2]), (20, [10, 10])])
    func groupsPhotos(count: Int, groups: [Int]) throws {
        var bench = ChannelBench()
        bench.media = Array(repeating: ChannelBench.medium(.image, .jpeg), count: count)
        let requests = try bench.deliver(.telegram, .media).requests.dropFirst()
        #expect(requests.map { $0.text.components(of: ".jpg\"") } == groups)
        #expect(requests.map(\.kind) == groups.map { $0 > 1 ? "image sendMediaGroup" : "image sendPhoto" })
    }

    @Test(arguments: [
        (5_000, 5_000, true), (5_000, 5_001, false), (2_000, 100, true), (2_001, 100, false), (100, 2_001, false),
    ])
    func sendsPhotosOfPermittedShapes(width: Int, height: Int, isSent: Bool) throws {
        var bench = ChannelBench()
        bench.media = [ChannelBench.medium(.image, .jpeg, size: (width, height))]
        #expect(try bench.deliver(.telegram, .media).requests.count == (isSent ? 2 : 1))
    }

    @Test func takesMP3WhereAVoiceIsTooLargeForAVoiceMessage() throws {
        var bench = ChannelBench()
        var voice = ChannelBench.medium(.voice, .ogg, bytes: 1_048_577)
        voice.files += ChannelBench.medium(.voice, .mp3, digit: "b").files
        bench.media = [voice]
        let request = try #require(try bench.deliver(.telegram, .media).requests.last)
        #expect(
            request.bodyText
                == #"{"chat_id":4242,"audio":"https://w.example.kz/a/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.mp3","duration":17}"#
        )
    }

    @Test func offersADeepLinkToLeadsWhoNeverWroteToTheBot() throws {
        let terms = ChannelTerms(
            settings: ChannelBench.settings(.telegram, .deepLink), includesRecipients: true)
        let delivery = Channel.telegram.prepare(terms)(try greeting(nil, kind: .telegramChat))
        let request = try #require(delivery.requests.first)
        #expect(
            request.text.contains(
                #""fill":[{"name":"chat_id","where":"body","key":"chat_id","from":"https://t.me/shop_bot?start=3h1616s4pe1nj96z0mam"}]"#
            ))
        #expect(!request.text.contains("\"chat_id\":"))
    }

    // MARK: The other channels

    @Test func neverLetsWppconnectAskStrangersForAPreview() throws {
        let body = try #require(try ChannelBench().deliver(.wppconnect).requests.first?.bodyText)
        #expect(body.contains(#""options":{"linkPreview":false}"#))
    }

    @Test func givesBaileysAnIDThatStaysTheSame() throws {
        let request = try #require(try ChannelBench().deliver(.baileys).requests.first)
        #expect(
            request.bodyText
                == #"{"jid":"77011234567@s.whatsapp.net","content":{"text":"Привет!\nhttps://w.example.kz/3h1616s4pe1nj96z0mam"},"options":{"messageId":"F3C14ED6B0C1C8C56028CC29FD6D68F3"}}"#
        )
        #expect(request.form.retry == .sameID)
    }

    @Test func givesEvolutionWhatItsServerTakes() throws {
        var bench = ChannelBench()
        bench.media = ChannelBench.allMedia
        let bodies = try bench.deliver(.evolution, .media).requests.compactMap(\.bodyText)
        #expect(
            bodies[0]
                == #"{"number":"77011234567","text":"Привет!\nhttps://w.example.kz/3h1616s4pe1nj96z0mam","linkPreview":true,"delay":0}"#
        )
        #expect(
            bodies[1]
                == #"{"number":"77011234567","audio":"https://w.example.kz/a/11111111111111111111111111111111.ogg","encoding":false}"#
        )
        #expect(
            bodies[4]
                == #"{"number":"77011234567","mediatype":"document","mimetype":"application/pdf","media":"https://w.example.kz/a/44444444444444444444444444444444.pdf","fileName":"Каталог  цены.pdf","caption":"Каталог: цены"}"#
        )
    }

    @Test func givesWAHAWhatItsServerTakes() throws {
        var bench = ChannelBench()
        bench.media = ChannelBench.allMedia
        let bodies = try bench.deliver(.waha, .media).requests.compactMap(\.bodyText)
        #expect(
            bodies[1]
                == #"{"chatId":"77011234567@c.us","file":{"url":"https://w.example.kz/a/11111111111111111111111111111111.ogg","mimetype":"audio/ogg; codecs=opus"},"convert":false}"#
        )
        #expect(bodies[2].hasSuffix(#""caption":"Фасад"}"#))
    }

    @Test func takesWAHAsStatusAloneForSuccess() throws {
        var bench = ChannelBench()
        bench.media = ChannelBench.allMedia
        for request in try bench.deliver(.waha, .media).requests {
            #expect(request.text.contains(#""ok":{"status":[201]}"#), "its body depends on the engine below it")
        }
    }

    @Test func tellsBaileysWhatAPictureIs() throws {
        var bench = ChannelBench()
        bench.media = [ChannelBench.medium(.image, .png), ChannelBench.medium(.image, .jpeg)]
        let bodies = try bench.deliver(.baileys, .media).requests.compactMap(\.bodyText)
        #expect(bodies[1].contains(#".png"},"mimetype":"image/png"}"#))
        #expect(bodies[2].contains(#".jpg"},"mimetype":"image/jpeg"}"#))
    }

    @Test func givesBirdWhatItsModelsSay() throws {
        var bench = ChannelBench()
        bench.media = ChannelBench.allMedia
        let requests = try bench.deliver(.bird, .media).requests
        let bodies = requests.compactMap(\.bodyText)
        #expect(
            bodies[0]
                == #"{"to":"+77011234567","text":{"body":"Привет!\nhttps://w.example.kz/3h1616s4pe1nj96z0mam","preview_url":true}}"#
        )
        #expect(
            bodies[1]
                == #"{"to":"+77011234567","audio":{"url":"https://w.example.kz/a/11111111111111111111111111111111.ogg","voice":true}}"#
        )
        #expect(bodies[2].hasSuffix(#".jpg","caption":"Фасад"}}"#))
        #expect(bodies[4].hasSuffix(#".pdf","filename":"Каталог  цены.pdf","caption":"Каталог: цены"}}"#))
        // Each message carries its own key, by which Bird knows a second copy.
        for request in requests {
            #expect(request.headers.contains(.init("Idempotency-Key", request.dedupKey)))
            #expect(request.text.contains(#"["Idempotency-Key","\#(request.dedupKey)"]"#))
        }
        #expect(Set(requests.map(\.dedupKey)).count == 5)
        let template = try #require(try bench.deliver(.bird, .template).requests.first?.bodyText)
        #expect(
            template
                == #"{"to":"+77011234567","template":{"slug":"welcome_page","language":"ru","components":[{"type":"body","parameters":[{"type":"text","text":"Айгүл"}]},{"type":"button","parameters":[{"type":"text","text":"3h1616s4pe1nj96z0mam"}]}]}}"#
        )
        bench.settings[.bird] = ChannelSettings(
            variant: .template, values: [.template: "wat_01krdgeqcxet5s7t44vh8rt9mg"])
        #expect(
            try bench.deliver(.bird).requests.first?.bodyText?.contains(#""id":"wat_01krdgeqcxet5s7t44vh8rt9mg""#)
                == true)
    }

    @Test func givesWazzupWhatItsPageSays() throws {
        var bench = ChannelBench()
        bench.media = ChannelBench.allMedia
        let requests = try bench.deliver(.wazzup, .media).requests
        let bodies = requests.compactMap(\.bodyText)
        #expect(
            bodies[0]
                == #"{"chatType":"whatsapp","chatId":"77011234567","text":"Привет!\nhttps://w.example.kz/3h1616s4pe1nj96z0mam","crmMessageId":"f3c14ed6b0c1c8c56028cc29fd6d68f3","clearUnanswered":false}"#
        )
        // Words and a file exclude each other.
        #expect(
            bodies[2]
                == #"{"chatType":"whatsapp","chatId":"77011234567","contentUri":"https://w.example.kz/a/22222222222222222222222222222222.jpg","crmMessageId":"\#(requests[2].dedupKey)","clearUnanswered":false}"#
        )
        #expect(requests[0].text.contains(#"{"name":"channel_id","where":"body","key":"channelId"}"#))
    }

    @Test func findsPeopleInMAXByTheirPhone() throws {
        var bench = ChannelBench()
        bench.settings[.wazzup] = ChannelSettings(variant: .text, values: [.chat: "max"])
        bench.phone = "+79031234567"
        let body = try #require(try bench.deliver(.wazzup).requests.first?.bodyText)
        #expect(body.hasPrefix(#"{"chatType":"max","phone":"79031234567","text":"#))
        bench.includesRecipients = false
        let request = try #require(try bench.deliver(.wazzup).requests.first)
        #expect(request.text.contains(#"{"name":"digits","where":"body","key":"phone"}"#))
    }

    @Test func givesGreenAPIWhatItsPagesSay() throws {
        var bench = ChannelBench()
        bench.media = ChannelBench.allMedia
        let requests = try bench.deliver(.greenAPI, .media).requests
        let bodies = requests.compactMap(\.bodyText)
        #expect(requests[0].form.url == "{base_url}/waInstance{id_instance}/sendMessage/{token}")
        #expect(
            bodies[0]
                == #"{"chatId":"77011234567@c.us","message":"Привет!\nhttps://w.example.kz/3h1616s4pe1nj96z0mam","linkPreview":true}"#
        )
        #expect(requests[1].form.url == "{base_url}/waInstance{id_instance}/sendFileByUrl/{token}")
        #expect(
            bodies[1]
                == #"{"chatId":"77011234567@c.us","urlFile":"https://w.example.kz/a/11111111111111111111111111111111.ogg","fileName":"11111111.ogg"}"#
        )
        #expect(bodies[2].hasSuffix(#""fileName":"Фасад.jpg","caption":"Фасад"}"#))
        // Documents have a name and no words.
        #expect(bodies[4].hasSuffix(#""fileName":"Каталог  цены.pdf"}"#))
    }

    @Test func gives360dialogTheMessagesOfTheCloud() throws {
        var bench = ChannelBench()
        bench.media = ChannelBench.allMedia
        for variant in ChannelName.dialog360.channel.variants {
            let ours = try bench.deliver(.dialog360, variant).requests
            let theirs = try bench.deliver(.whatsappCloud, variant).requests
            #expect(ours.map(\.bodyText) == theirs.map(\.bodyText))
            for request in ours {
                #expect(request.form.url == "https://waba-v2.360dialog.io/messages")
                #expect(request.form.secrets == [.init("api_key", .header, "D360-API-KEY")])
            }
        }
    }

    @Test func givesGatewaysWhatTheirPagesSay() throws {
        var bench = ChannelBench()
        bench.settings[.smsc] = ChannelSettings(variant: .text, values: [.sender: "Shop"])
        bench.settings[.mobizon] = ChannelSettings(variant: .text, values: [.sender: "Shop"])
        let text = "Привет!\nhttps://w.example.kz/3h1616s4pe1nj96z0mam"
        let smsc = try #require(try bench.deliver(.smsc).requests.first)
        // Behind a plus the gateway mends no number by itself.
        #expect(
            smsc.query == [
                .init("phones", "+77011234567"), .init("mes", text), .init("charset", "utf-8"), .init("fmt", "3"),
                .init("sender", "Shop"),
            ])
        #expect(smsc.form.method == "GET" && smsc.form.url == "https://smsc.kz/sys/send.php")
        // An error may come with an id: only the number of parts says that the message was taken.
        #expect(smsc.text.contains(#""ok":{"status":[200],"json":"cnt"}"#))
        #expect(smsc.sizes == [1])

        let mobizon = try #require(try bench.deliver(.mobizon).requests.first)
        #expect(mobizon.query == [.init("output", "json"), .init("api", "v1")])
        guard case .form(let pairs) = mobizon.body else {
            Issue.record("no form")
            return
        }
        #expect(pairs == [.init("recipient", "77011234567"), .init("text", text), .init("from", "Shop")])
        #expect(mobizon.text.contains(#""ok":{"status":[200],"json":"data.messageId"}"#))
        bench.settings = [:]
        #expect(try bench.deliver(.smsc).requests.first?.query.count == 4)
    }

    @Test func saysWhichChannelsEnd() {
        let ending = ChannelName.allCases.filter { $0.channel.end != nil }
        #expect(ending == [.messagebird])
        #expect(Channel.messagebird.remarks.contains { $0.contains("31 December 2026") })
    }

    @Test func keepsStopWordsOutOfCaptions() {
        var media = PageMedia()
        let file = ChannelBench.medium(.image, .jpeg).linked
        media.photos = [
            .init(asset: file, alt: nil, caption: "Дом из Acme"), .init(asset: file, alt: nil, caption: "Дом"),
        ]
        let page = GreetingPage(locale: "ru", title: "Т", media: media, stopWords: ["ACME"])
        #expect(page.media.map(\.caption) == [nil, "Дом"])
    }

    @Test func sendsNoOggThatNobodyLookedInto() {
        var media = PageMedia()
        media.voice = .init(asset: ChannelBench.medium(.voice, .ogg).linked, transcript: nil)
        let page = GreetingPage(locale: "ru", title: "Т", media: media, stopWords: [])
        #expect(page.media.map(\.files) == [[]])
        #expect(page.media[0].linked.facts.format == .ogg, "a link may lead to it all the same")
    }
}

extension String {
    /// How often a text stands in this one.
    fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
