import Foundation
import Testing
import WelcomeTestSupport

/// One word changes the channel: pages, links and keys stay, and nobody is greeted twice.
@Suite struct ChannelSwitchTests {
    static let values: [String: [String: String]] = [
        "secrets": ["token": "123:abc", "login": "AC:s", "access_key": "k", "apikey": "k", "api_key": "k"],
        "fill": [
            "instance_id": "sent", "account_sid": "AC1", "from": "whatsapp:+77010000000", "phone_number_id": "1",
            "flow_id": "f", "channel_id": "c", "region": "eu1", "instance": "i", "session": "default",
            "base_url": "https://waha.example.kz", "id_instance": "7700000001",
        ],
    ]

    /// The tenant's settings, and how many requests greet a lead.
    private static let channels: [(settings: String, count: Int)] = [
        ("channel: chatflow", 1), ("channel: chatflow-flow", 1), ("channel: chatflow-media", 5), ("channel: links", 5),
        ("channel: whatsapp-cloud, channels: {whatsapp-cloud: {send: media}}", 5),
        ("channel: twilio", 1), ("channel: messagebird, channels: {messagebird: {send: media}}", 5),
        ("channel: bird", 1), ("channel: telegram, channels: {telegram: {send: media}}", 4),
        ("channel: evolution, channels: {evolution: {send: media}}", 5), ("channel: waha", 1),
        ("channel: wppconnect, channels: {wppconnect: {send: media}}", 5),
        ("channel: wazzup, channels: {wazzup: {send: media}}", 5), ("channel: green-api", 1),
        ("channel: 360dialog, channels: {360dialog: {send: media}}", 5), ("channel: smsc", 1), ("channel: mobizon", 1),
    ]

    private func site(_ channel: String) throws -> SiteFolder {
        let site = try SiteFolder.shop()
        try ChannelSite.addMedia(to: site)
        try site.writeLeads([
            [
                "id": "a1", "name": "Айгүл", "phone": "8 701 123 45 67", "channel_address": "4242",
                "created_at": SendingSite.creation,
            ]
        ])
        try site.replace("locale: ru,", with: "locale: ru, \(channel),", in: "welcome.yml")
        let run = try site.build()
        guard run.status == 0 else { throw UnbuiltSite(errors: run.stderr) }
        return site
    }

    private func change(_ site: SiteFolder, from old: String, to new: String, minute: Int) throws {
        try site.replace("\(old),", with: "\(new),", in: "welcome.yml")
        let run = try site.build(now: "2026-11-23T10:\(10 + minute):00+05:00")
        #expect(run.status == 0, "\(run.stderr)")
    }

    @Test func changesRequestsOnly() throws {
        let site = try site(Self.channels[0].settings)
        let pages = try site.snapshot(of: "output/site/p")
        let first = try #require(try site.manifestLines()["a1"])
        let keys = try #require(first["requests"] as? [[String: Any]]).map { $0["dedup_key"] as? String }
        for (index, pair) in zip(Self.channels, Self.channels.dropFirst()).enumerated() {
            try change(site, from: pair.0.settings, to: pair.1.settings, minute: index)
            let line = try #require(try site.manifestLines()["a1"])
            let requests = try #require(line["requests"] as? [[String: Any]])
            #expect(requests.count == pair.1.count, "\(pair.1.settings)")
            #expect(requests.first?["dedup_key"] as? String == keys.first ?? nil)
            for name in ["url", "code", "state", "theme", "locale", "expires_on"] {
                #expect(line[name] as? String == first[name] as? String, "\(name)")
            }
            #expect(
                (line["message"] as? [String: Any])?["text"] as? String
                    == (first["message"] as? [String: Any])?["text"] as? String)
            #expect(try site.snapshot(of: "output/site/p") == pages)
        }
    }

    /// Every channel is sent by a CRM, to a stand-in for its provider, and then every other one has nothing left to send.
    @Test func greetsNoLeadAgainThroughAnotherChannel() throws {
        for (index, channel) in Self.channels.enumerated() {
            let crm = try SendingSite(try site(channel.settings), gateway: "providers")
            let sent = try crm.send(options: ["values": Self.values])
            #expect(sent == [.init(lead: "a1", kind: "sent", stops: false)], "\(channel.settings)")

            let other = Self.channels[(index + 5) % Self.channels.count]
            try change(crm.site, from: channel.settings, to: other.settings, minute: 0)
            #expect(try crm.send(options: ["values": Self.values]).map(\.reason) == ["claimed"], "\(other.settings)")
            let requests = try crm.gateway.end()
            #expect(requests.count == channel.count, "\(channel.settings)")
            for request in requests { #expect(!request.target.contains("{")) }
        }
    }

    /// On most accounts the routes for media do not exist, and answer with the cabinet's page.
    @Test func sendsTheTextEvenWhereMediaAreNotSent() throws {
        let crm = try SendingSite(try site("channel: chatflow-media"))
        #expect(try crm.send() == [.init(lead: "a1", kind: "sent", stops: false)])
        let paths = try crm.gateway.end().map(\.path.lastPart)
        #expect(paths == ["send-audio", "send-image", "send-image", "send-doc", "send-text"])
        let keys = try #require(try crm.lines().first).requests.map(\.dedupKey)
        let claims = try keys.map { try #require(try crm.claim($0)) }
        #expect(claims.dropLast().allSatisfy { $0.contains("unsure") })
        #expect(claims.last?.contains("sent") == true)
    }

    @Test func stopsAtAMediumWhereTheAccountIsRefused() throws {
        let crm = try SendingSite(try site("channel: chatflow-media"))
        #expect(try crm.send("media-instance").map(\.reason) == ["instance"])
        #expect(try crm.gateway.end().map(\.path.lastPart) == ["send-audio"])
    }

    @Test func makesNothingWithoutAConnectorOfItsOwn() throws {
        for channel in ["channel: baileys", "channel: email"] {
            let site = try site(channel)
            try site.changeLead("a1") { $0["channel_address"] = "a@b.example" }
            #expect(try site.build(now: "2026-11-23T10:00:00+05:00").status == 0)
            let crm = try SendingSite(site, gateway: "providers")
            var values = Self.values
            values["fill"] = ["from": "shop@example.kz", "smtp_host": "mail.example.kz"]
            #expect(try crm.send(options: ["values": values]).map(\.kind) == ["error"])
            #expect(try crm.site.snapshot(of: "claims").files.isEmpty, "nothing was claimed")
        }
    }
}

extension String {
    fileprivate var lastPart: String { split(separator: "/").last.map(String.init) ?? "" }
}
