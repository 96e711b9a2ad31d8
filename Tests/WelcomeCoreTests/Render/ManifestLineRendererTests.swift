import Testing

@testable import WelcomeCore

@Suite struct ManifestLineRendererTests {
    private static let identity = LeadIdentity(
        tenant: LeadText("t1"), lead: LeadText("clx1"), slot: LeadText("welcome"))
    private static let url = "https://w.example.kz/3h1616s4pe1nj96z0mam"
    private static let page = PageRecord(
        fingerprint: [1], sha256: [UInt8](repeating: 0xAB, count: 32), byteCount: 6123, changedIn: "b0")

    private func bench() throws -> CompileBench {
        var bench = try CompileBench(
            layout: "<p>{{#lead.name}}{{lead.name}}{{/lead.name}}</p>",
            [
                "base/ru.md": CompileBench.text(
                    "Текст.", message: "{{#lead.name}}{{lead.name}}, {{/lead.name}}привет!\n{{url}}")
            ])
        var tenant = TenantSettings(id: LeadText("t1"))
        tenant.stopWords = ["acme"]
        bench.settings.tenants = [tenant]
        return bench
    }

    private func lead(_ phone: String?, name: String = "Анна") -> Lead {
        var lead = Lead(identity: Self.identity, theme: "base", locale: "ru")
        lead.phone = phone.map { LeadText($0) }
        lead.fields = [LeadField(name: "name", value: LeadText(name))]
        return lead
    }

    /// The manifest line of one lead, or of a link without one.
    private func line(
        _ lead: Lead?, disposition: PageDisposition = .present, page: PageRecord? = page, recipients: Bool = true
    ) throws -> String {
        var bench = try bench()
        bench.settings.includesRecipients = recipients
        var compiler = ThemeCompiler(settings: bench.settings, library: bench.library)
        var found: (page: CompiledPage?, media: RowMedia?)
        if let lead, disposition == .present {
            found = compiler.page(for: PageKind(of: lead), LeadMedia(of: lead), files: [:])
        }
        let code = try #require(LinkCode(Array("3h1616s4pe1nj96z0mam".utf8)))
        let record = LedgerRecord(
            identity: Self.identity, serial: 0, code: code, state: .active, theme: "old", locale: "kk")
        let terms = RenderTerms(settings: bench.settings, build: "b1", now: Timestamp(secondsSinceEpoch: 0))
        var values = JobValues(terms: terms)
        var lines = ManifestLineRenderer(terms: terms)
        var job = PageJob(lead: lead, record: record, disposition: disposition, page: found.page)
        job.media = found.media
        let line = lines.line(job, page: page, values.values(of: job))
        var json = JSONWriter()
        line.write(to: &json)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    private static let head =
        #"{"v":1,"tenant":"t1","lead":"clx1","slot":"welcome","state":"STATE","url":"https://w.example.kz/3h1616s4pe1nj96z0mam","code":"3h1616s4pe1nj96z0mam","expires_on":"2027-01-02","theme":"THEME","locale":"LOCALE","page":"#
    private static let pageJSON =
        #"{"file":"p/3h/3h1616s4pe1nj96z0mam.html","sha256":"abababababababababababababababababababababababababababababababab","bytes":6123,"changed_in":"b0"}"#

    private func head(_ state: String, theme: String = "base", locale: String = "ru") -> String {
        Self.head.replacing("STATE", with: state).replacing("THEME", with: theme).replacing("LOCALE", with: locale)
    }

    @Test func writesALineThatIsReadyToSend() throws {
        let message = #"Анна, привет!\nhttps://w.example.kz/3h1616s4pe1nj96z0mam"#
        let expected =
            head("ready") + Self.pageJSON
            + #","recipient":{"kind":"phone","e164":"+77011234567","jid":"77011234567@s.whatsapp.net","notes":["trunk_8_replaced"]},"message":{"text":"\#(message)","characters":55,"utf16":55,"sms_parts":1},"requests":[{"channel":"chatflow","variant":"text","method":"GET","url":"https://app.chatflow.kz/api/v1/send-text","query":[["jid","77011234567@s.whatsapp.net"],["msg","\#(message)"]],"headers":[],"body":null,"body_encoding":null,"secrets":[{"name":"token","where":"query","key":"token"}],"fill":[{"name":"instance_id","where":"query","key":"instance_id"}],"needs":["opt_in"],"limits":[{"of":"msg","counted_as":"utf16","max":1200,"actual":55}],"ok":{"json":"success","equals":true},"retry":"never_when_unsure","dedup_key":"f3c14ed6b0c1c8c56028cc29fd6d68f3"}],"problems":[]}"#
            + "\n"
        #expect(try line(lead("8 701 123 45 67")) == expected)
    }

    @Test func leavesTheRecipientForTheCRMToFillIn() throws {
        let line = try line(lead("+77011234567"), recipients: false)
        #expect(line.contains(#""recipient":null"#))
        #expect(line.contains(#""query":[["msg","#))
        #expect(
            line.contains(
                #""fill":[{"name":"instance_id","where":"query","key":"instance_id"},{"name":"jid","where":"query","key":"jid"}]"#
            ))
        #expect(!line.contains("7701"))
    }

    @Test(
        arguments: [
            (nil, "Анна", #"[{"code":"phone_missing","column":"phone"}]"#),
            ("12", "Анна", #"[{"code":"phone_too_short","column":"phone"}]"#),
            ("+77011234567", "из ACME", #"[{"code":"message_stop_word","column":null}]"#),
            ("+77011234567", String(repeating: "ж", count: 1300), #"[{"code":"message_too_long","column":null}]"#),
        ] as [(String?, String, String)])
    func keepsWhatCannotBeSentOutOfTheRequests(phone: String?, name: String, problems: String) throws {
        let line = try line(lead(phone, name: name))
        #expect(line.hasPrefix(head("unsendable") + Self.pageJSON))
        #expect(line.hasSuffix(#""requests":[],"problems":\#(problems)}"# + "\n"), "\(line.suffix(160))")
    }

    @Test func makesNoRequestForWhatTheCRMHasSent() throws {
        var lead = lead("+77011234567")
        lead.isSent = true
        let line = try line(lead)
        #expect(line.hasPrefix(head("sent") + Self.pageJSON))
        #expect(line.hasSuffix(#""sms_parts":1},"requests":[],"problems":[]}"# + "\n"))
    }

    @Test func refusesAChannelThatItDoesNotKnow() throws {
        var lead = lead("+77011234567")
        lead.channel = "pigeon"
        #expect(
            try line(lead).hasSuffix(
                #""requests":[],"problems":[{"code":"channel_unknown","column":"channel"}]}"# + "\n"))
    }

    private static let phoneChannels = ChannelName.allCases.filter { $0 != .telegram && $0 != .email }

    @Test(
        arguments: phoneChannels,
        [("77011234567@lid", "phone_hidden"), ("120363@g.us", "not_a_person"), ("1@newsletter", "not_a_person")])
    func writesToNoGroupOrHiddenIDByAnyChannel(channel: ChannelName, recipient: (String, String)) throws {
        var lead = lead(recipient.0)
        lead.channel = channel.rawValue
        let line = try line(lead)
        #expect(line.hasPrefix(head("unsendable")))
        #expect(line.hasSuffix(#""requests":[],"problems":[{"code":"\#(recipient.1)","column":"phone"}]}"# + "\n"))
    }

    @Test(arguments: [(ChannelName.telegram, "4242", "telegram_chat"), (.email, "a@b.example", "email")])
    func namesTheRecipientThatAChannelWritesTo(channel: ChannelName, address: String, kind: String) throws {
        var lead = lead("120363@g.us")
        lead.channel = channel.rawValue
        lead.channelAddress = LeadText(address)
        #expect(
            try line(lead).contains(
                #""recipient":{"kind":"\#(kind)","e164":null,"jid":null,"address":"\#(address)","notes":[]}"#))
        lead.channelAddress = LeadText("no such thing")
        #expect(try line(lead).contains(#""recipient":null"#), "what is no address names nobody")
    }

    @Test func saysWhatAPageGoesWithout() throws {
        var lead = lead("+77011234567")
        lead.voice = "https://example.kz/a.ogg"
        lead.locale = "en"
        let line = try line(lead)
        #expect(line.hasPrefix(head("ready") + Self.pageJSON))
        #expect(
            line.hasSuffix(
                #""problems":[{"code":"media_remote","column":"voice"},{"code":"lead_locale","column":"locale"}]}"#
                    + "\n"))
    }

    @Test(
        arguments: [
            (PageDisposition.retained, "retained", true), (.expired, "expired", false), (.revoked, "revoked", false),
        ])
    func writesALineOfALinkWithoutARequest(disposition: PageDisposition, state: String, hasPage: Bool) throws {
        let rest = #","recipient":null,"message":null,"requests":[],"problems":[]}"# + "\n"
        let expected = head(state, theme: "old", locale: "kk") + (hasPage ? Self.pageJSON : "null") + rest
        #expect(try line(nil, disposition: disposition, page: hasPage ? Self.page : nil) == expected)
    }
}
