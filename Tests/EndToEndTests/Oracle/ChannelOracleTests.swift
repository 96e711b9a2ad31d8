import Foundation
import Testing
import WelcomeTestSupport

/// Every delivery mode of every channel that the program knows, with leads that have much, little and awkward text.
@Suite struct ChannelOracleTests {
    private struct Known: Decodable {
        struct Channel: Decodable {
            struct Way: Decodable {
                var send: String
            }

            var name: String
            var ways: [Way]
        }

        var channels: [Channel]
    }

    /// What a tenant's settings must have besides `send`.
    private static func settings(_ channel: String, _ send: String) -> String {
        let template = channel == "twilio" ? "HX0123456789abcdef0123456789abcdef" : "welcome_page"
        return switch (channel, send) {
        case ("messagebird", "template"):
            ", template: \(template), namespace: shop_ns, language: kk, parameters: [name, city]"
        case (_, "template"): ", template: \(template), parameters: [name, city]"
        case (_, "deep-link"): ", bot: shop_bot"
        case ("email", _): ", from: shop@example.kz, subject: \"\(ChannelSite.subject)\""
        case ("smsc", _), ("mobizon", _): ", sender: Shop"
        default: ""
        }
    }

    private static let leads: [[String: String]] = [
        ["id": "whole", "name": "Айгүл", "city": "Алматы", "channel_address": "a@b.example"],
        ["id": "bare", "channel_address": "4242"],
        [
            "id": "awkward", "name": "\"O'Neil\" \\ <b>&</b> {x} 👋🏽 ә\u{301} %41+&=", "city": "=?utf-8?Q?x?= ~^[]|€",
            "channel_address": "\"q\"@b.example",
        ],
        ["id": "linked", "name": "evil.kz", "city": "Астана", "channel_address": "-100123"],
    ]

    @Test func deliversByEveryChannelAsRecorded() throws {
        let listed = try WelcomeBinary.run(["channels", "--json"])
        let known = try JSONDecoder().decode(Known.self, from: listed.output)
        let ways = known.channels.flatMap { channel in channel.ways.map { (channel.name, $0.send) } }
        #expect(ways.count >= 40)
        let tenants = ways.map { channel, send in
            "  \(channel)-\(send): {theme: shop, locale: ru, channel: \(channel), channels: {\(channel): {send: \(send)"
                + "\(Self.settings(channel, send))}}}\n"
        }
        let site = try SiteFolder.plainShop(
            settings: """
                base_url: https://w.example.kz
                locales: {default: ru, available: [kk, ru, en]}
                leads: leads.ndjson
                manifest: {recipients: true}
                tenants:
                \(tenants.joined())
                """)
        try ChannelSite.addMedia(to: site)
        try site.writeLeads(
            ways.flatMap { channel, send in
                Self.leads.enumerated().map { index, lead in
                    lead.merging([
                        "tenant": "\(channel)-\(send)", "phone": "8 701 123 45 6\(index)",
                        "created_at": "2026-11-01T09:00:00+05:00",
                    ]) { $1 }
                }
            })
        var oracle = Oracle(site)
        try oracle.build("first build")
        try site.replace("recipients: true", with: "recipients: false", in: "welcome.yml")
        try oracle.build("without recipients", now: Oracle.day(1))
        try oracle.expect(asIn: "channels")
    }

    /// Rows that choose channels for themselves, in ASCII and with media that no channel takes as they are.
    @Test func deliversByChannelsOfRowsAsRecorded() throws {
        let site = try ChannelSite.make()
        var leads = try site.leads()
        let channels = try WelcomeBinary.run(["channels", "--json"])
        let known = try JSONDecoder().decode(Known.self, from: channels.output)
        for (index, channel) in (known.channels.map(\.name) + ["pigeon"]).enumerated() {
            leads.append([
                "id": "row-\(channel)", "tenant": "chatflow", "channel": channel, "name": "Ерлан", "theme": "latin",
                "phone": "+7702123\(4000 + index)", "channel_address": channel == "email" ? "e@b.example" : "77",
                "voice": "media/tone-cbr.mp3", "images": ["media/price-list.png", "media/tiny.gif"],
            ])
        }
        for name in ["tone-cbr.mp3", "price-list.png", "tiny.gif"] {
            try site.copy(Fixtures.path("media/\(name)"), to: "media/\(name)")
        }
        try site.writeLeads(leads)
        var oracle = Oracle(site)
        try oracle.build("first build")
        try oracle.expect(asIn: "channels-of-rows")
    }
}
