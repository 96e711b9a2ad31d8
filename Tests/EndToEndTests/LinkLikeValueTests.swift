import Foundation
import Testing
import WelcomeTestSupport

/// Values that messengers would make a link of never stand before ours in a message, and stay on the page as text.
@Suite struct LinkLikeValueTests {
    private func site(_ leads: [[String: Any]]) throws -> SiteFolder {
        let site = try SiteFolder.shop()
        try site.replace(
            "Посмотрите:", with: "Посмотрите{{#lead.city}} цены для города {{lead.city}}{{/lead.city}}:",
            in: "themes/shop/ru.md")
        try site.writeLeads(leads)
        return site
    }

    @Test func leavesThemOutOfTheMessageAlone() throws {
        let names = [
            "evil.kz", "wa.me/77019999999", "t.me/x", "сайт.рф", "http://evil.example/a", "www.evil", "evil\u{3002}kz",
            "evil\u{FF0E}kz", "evil\u{2024}kz", "a@evil.kz",
        ]
        var leads = names.enumerated().map { number, name -> [String: Any] in
            ["id": "n\(number)", "name": name, "city": "Алматы", "phone": "+7701123450\(number)"]
        }
        leads.append(["id": "city", "name": "Айгүл", "city": "evil.kz", "phone": "+77021234500"])
        leads.append(["id": "both", "name": "evil.kz", "city": "t.me/x", "phone": "+77021234501"])
        leads.append(["id": "good", "name": "А.С. Иванов", "city": "г.Алматы, д.5", "phone": "+77021234502"])
        let site = try site(leads)
        let run = try site.build()
        #expect(run.status == 0, "\(run.stderr)")
        let published = try site.published()
        let link = "https://w.example.kz/"
        func text(_ id: String) throws -> String {
            let text = try #require(published.line(id)?.message?.text)
            #expect(text.components(separatedBy: link).count == 2)
            return String(text[..<(text.range(of: link)?.lowerBound ?? text.startIndex)])
        }
        for (number, name) in names.enumerated() {
            let line = try #require(published.line("n\(number)"))
            #expect(line.state == "ready")
            #expect(line.problems.map { "\($0.code) \($0.column ?? "")" } == ["value_looks_like_link name"])
            #expect(try text(line.lead) == "Здравствуйте! Посмотрите цены для города Алматы:\n")
            #expect(line.requests.count == 1)
            let manifest = try published.manifestFiles().values.map { String(decoding: $0, as: UTF8.self) }.joined()
            #expect(!manifest.contains(name), "\(name)")
        }
        #expect(try published.html(try #require(published.line("n0"))).contains("evil.kz"))
        #expect(try text("city") == "Айгүл, здравствуйте! Посмотрите:\n")
        #expect(published.line("city")?.problems.map(\.column) == ["city"])
        #expect(try text("both") == "Здравствуйте! Посмотрите:\n")
        #expect(published.line("both")?.problems.map(\.column) == ["city", "name"])
        #expect(try text("good") == "А.С. Иванов, здравствуйте! Посмотрите цены для города г.Алматы, д.5:\n")
        #expect(published.line("good")?.problems.isEmpty == true)
        // The same bytes again, from as many processors as there are.
        let lines = try published.manifestFiles().filter { $0.key != "manifest.json" }.map(\.value)
        #expect(try site.build("--force", "--jobs", "4").status == 0)
        #expect(try site.published().manifestFiles().filter { $0.key != "manifest.json" }.map(\.value) == lines)
    }

    @Test func sendsNothingWhereTheMessageCannotDoWithout() throws {
        let site = try SiteFolder.shop()
        try site.write(
            "extends: base\ntitle: Shop\nfields:\n  name: {required: true}\n  city: {fallback: {ru: ваш город}}\n",
            to: "themes/shop/theme.yml")
        try site.write(
            """
            ---
            title: Цены
            message: |
              {{lead.name}}, здравствуйте! Доставка: {{lead.city}}.
              {{url}}
            ---
            # Цены

            """, to: "themes/shop/ru.md")
        try site.writeLeads([
            ["id": "name", "name": "evil.kz", "city": "Алматы", "phone": "+77011234501"],
            ["id": "city", "name": "Айгүл", "city": "evil.kz", "phone": "+77011234502"],
        ])
        let run = try site.build()
        #expect(run.status == 0, "\(run.stderr)")
        let published = try site.published()
        let name = try #require(published.line("name"))
        #expect(name.state == "unsendable")
        #expect(name.message == nil)
        #expect(name.requests.isEmpty)
        #expect(name.problems.map { "\($0.code) \($0.column ?? "")" } == ["value_looks_like_link name"])
        let city = try #require(published.line("city"))
        #expect(city.state == "ready")
        #expect(city.message?.text.hasPrefix("Айгүл, здравствуйте! Доставка: ваш город.\n") == true)
    }

    @Test func sendsNothingWhereValuesAndWordsMakeALinkTogether() throws {
        let site = try SiteFolder.shop()
        try site.replace(
            "здравствуйте!{{/lead.name}}", with: "привет.{{lead.name}}{{/lead.name}}", in: "themes/shop/ru.md")
        try site.writeLeads([["id": "1", "name": "kz", "phone": "+77011234501"]])
        #expect(try site.build().status == 0)
        let line = try #require(try site.published().line("1"))
        #expect(line.state == "unsendable")
        #expect(line.problems.map(\.code) == ["message_second_link"])
    }

    @Test func refusesThemInAThemeAndInWhatItShows() throws {
        let site = try SiteFolder.shop()
        try site.replace("Посмотрите:", with: "Посмотрите на shop.kz:", in: "themes/shop/ru.md")
        var run = try site.build()
        #expect(run.status == 1)
        #expect(run.stderr.contains("themes/shop/ru.md:5:"), "\(run.stderr)")
        #expect(run.stderr.contains("[message-url]"))

        try site.replace("на shop.kz:", with: "от {{tenant.name}}:", in: "themes/shop/ru.md")
        #expect(try site.build().status == 0)
        try site.replace("name: Магазин", with: "name: Stroydom.kz", in: "welcome.yml")
        run = try site.build()
        #expect(run.status == 1)
        #expect(run.stderr.contains("tenant `default`"), "\(run.stderr)")
        #expect(run.stderr.contains("[message-url]"))
    }
}
