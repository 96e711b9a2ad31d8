import Foundation
import Testing
import WelcomeTestSupport

/// Who is written to, and with what: repeated recipients, values that look like links, texts at their limits.
@Suite struct MessageOracleTests {
    private static func lead(_ id: String, _ phone: String, day: Int, _ more: [String: Any] = [:]) -> [String: Any] {
        let lead: [String: Any] = [
            "id": id, "name": "Айгүл", "phone": phone,
            "created_at": "2026-11-\(day < 10 ? "0" : "")\(day)T09:00:00+05:00",
        ]
        return lead.merging(more) { $1 }
    }

    @Test func greetsOnePersonOnceAsRecorded() throws {
        let settings = SiteFolder.settings + "  mail: {name: Почта, theme: shop, locale: ru, channel: email}\n"
        let site = try SiteFolder.shop(settings: settings)
        let mail = ["tenant": "mail", "channel_address": "aigul@mail.example"]
        let chat = ["channel": "telegram", "channel_address": "4711"]
        var leads = [
            Self.lead("a", "8 701 123-45-67", day: 1), Self.lead("b", "77011234567@s.whatsapp.net", day: 3),
            Self.lead("c", "+7 (701) 1234567", day: 2), Self.lead("d", "+7 702 123-45-68", day: 1),
            Self.lead("a", "8 701 123-45-67", day: 1, ["slot": "laminate"]), Self.lead("e", "", day: 1, mail),
            Self.lead("f", "", day: 2, mail.merging(["channel_address": "Aigul@Mail.example"]) { $1 }),
            Self.lead("g", "", day: 1, chat), Self.lead("h", "", day: 1, chat),
        ]
        try site.writeLeads(leads)
        var oracle = Oracle(site)
        try oracle.build("first build")
        leads += [Self.lead("late", "87011234567", day: 20), Self.lead("early", "+77021234568", day: 1)]
        try site.writeLeads(leads)
        try oracle.build("others come", now: Oracle.day(1))
        try site.changeLead("b") { $0["sent_at"] = "2026-11-24T09:00:00+05:00" }
        try site.changeLead("d") { $0["phone"] = "+7 705 000-00-01" }
        try site.changeLead("g") { $0["revoked"] = true }
        try oracle.build("sent, renumbered, revoked", now: Oracle.day(2))
        try oracle.run("forgotten by command", "forget", "b", now: Oracle.day(3))
        try site.writeLeads(try site.leads().filter { $0["id"] as? String != "b" })
        try oracle.build("some leads", "--lead", "a", "--lead", "c", now: Oracle.day(4))
        try oracle.build("all again", now: Oracle.day(5))
        try oracle.expect(asIn: "repeated-recipients")
    }

    @Test func leavesLinksOutOfMessagesAsRecorded() throws {
        let site = try SiteFolder.shop()
        try site.replace(
            "Посмотрите:", with: "Посмотрите{{#lead.city}} цены для города {{lead.city}}{{/lead.city}}:",
            in: "themes/shop/ru.md")
        let names = [
            "evil.kz", "wa.me/77019999999", "сайт.рф", "http://evil.example/a", "www.evil", "evil\u{3002}kz",
            "evil\u{FF0E}kz", "evil\u{2024}kz", "a@evil.kz", "@name", "А.С. Иванов", "д.5", "магазин",
        ]
        let leads = names.enumerated().flatMap { number, name in
            [
                Self.lead("name-\(number)", "+770112345\(10 + number)", day: 1, ["name": name, "city": "Алматы"]),
                Self.lead("city-\(number)", "+770212345\(10 + number)", day: 1, ["city": name]),
            ]
        }
        try site.writeLeads(leads + [Self.lead("both", "+77031234500", day: 1, ["name": "evil.kz", "city": "t.me/x"])])
        try site.replace("theme: shop", with: "theme: shop, stop_words: [магазин]", in: "welcome.yml")
        var oracle = Oracle(site)
        try oracle.build("first build")
        try site.write(
            "extends: base\ntitle: Shop\nfields:\n  name: {required: true}\n  city: {fallback: {ru: ваш город}}\n",
            to: "themes/shop/theme.yml")
        try site.write(
            "---\ntitle: Цены\nmessage: |\n  {{lead.name}}, привет.{{lead.city}}!\n  {{url}}\n---\n# Цены\n",
            to: "themes/shop/ru.md")
        try oracle.build("name required", now: Oracle.day(1))
        try oracle.expect(asIn: "link-like")
    }

    /// Names that make the message a little shorter than a limit, as long and a little longer.
    @Test func keepsToLimitsAsRecorded() throws {
        let site = try SiteFolder.shop(
            settings: SiteFolder.settings
                + "  mail: {theme: shop, locale: ru, channel: email, channels: {email: {from: a@b.kz, subject: Ц}}}\n")
        try site.write(
            "extends: base\ntitle: Shop\nfields: {text: {}}\n", to: "themes/shop/theme.yml")
        try site.write(
            "---\ntitle: Цены\nmessage: |\n  {{#lead.text}}{{lead.text}}{{/lead.text}}{{^lead.text}}Цены{{/lead.text}}\n  "
                + "{{url}}\n---\n# Цены\n", to: "themes/shop/ru.md")
        var leads: [[String: Any]] = []
        func add(_ channel: String, _ unit: String, _ lengths: [Int]) {
            for length in lengths {
                var lead = Self.lead("\(channel)-\(unit)-\(length)", "+7701\(1_000_000 + leads.count)", day: 1)
                lead["text"] = String(repeating: unit, count: length)
                if channel == "email" {
                    (lead["tenant"], lead["channel_address"]) = ("mail", "a\(leads.count)@b.example")
                } else {
                    lead["channel"] = channel
                }
                leads.append(lead)
            }
        }
        for channel in ["sms", "smsc", "mobizon"] {
            // Parts of 160 and 153 units, or of 70 and 67 beyond the alphabet of seven bits; the link takes 42.
            add(channel, "a", [117, 118, 119, 263, 264, 265, 1488, 1489])
            add(channel, "ж", [27, 28, 29, 91, 92, 93, 627, 628, 629])
            add(channel, "€", [58, 59, 60])
            add(channel, "👋", [13, 14, 15, 313, 314, 315])
        }
        for channel in ["chatflow", "telegram", "whatsapp-cloud", "twilio"] { add(channel, "ж", [1157, 1158, 1159]) }
        add("email", "a", [34, 35, 36, 75, 76, 77, 900])
        add("email", "Сөз, ", [5, 9, 10, 40])
        add("email", "=\u{1F44B}.", [9, 18, 19, 20])
        try site.writeLeads(leads)
        var oracle = Oracle(site)
        try oracle.build("first build")
        try oracle.expect(asIn: "limits")
    }
}
