import Testing
import WelcomeTestSupport

@testable import WelcomeCore

/// What some messenger makes a link of, and what people write in names and addresses that none does.
@Suite struct LinkLikeTextTests {
    @Test(arguments: [
        "evil.kz", "Evil.KZ", "ЗАЙДИ НА evil.kz", "evil.kz/приз", "evil.kz!", "(evil.kz)", "«evil.kz»", "evil.kz.",
        "www.evil",
        "WWW.evil.kz", "www.naver.c", "wa.me/77011234567", "wa.me/7…", "t.me/x", "t.me/joinchat", "x.com", "сайт.рф",
        "САЙТ.РФ",
        "қазына.қаз", "магазин.онлайн", "путин.рф/1", "xn--80aaalivalp6bdgclj4aa7q.xn--p1ai", "http://evil",
        "https://evil.kz",
        "HTTP://1.2.3.4", "ftp://x", "tg://resolve?domain=x", "192.168.1.1", "aigul@mail.ru", "mailto:a@b.kz",
        "evil.kz:8080",
        "a.b.c.evil.kz", "evil-shop.kz", "evil_shop.kz", "evil.kz-shop", "evil.kz?x", "2.am", "Alucom Co.Ltd", "m.sc",
        "evil\u{3002}kz", "evil\u{FF0E}kz", "evil\u{FF61}kz", "evil\u{2024}kz", "evil\u{FE52}kz", "ｅｖｉｌ．ｋｚ",
        "evil.\u{200B}kz",
        "ev\u{AD}il.k\u{200D}z", "http\u{FF1A}//evil", "evil.kz\nАйгүл", "Айгүл evil.kz Иванова", "これ.みんな", "例子。中国",
        "はじめよう.みんな", "great.africa", "finish.The.kz", "🍕.ws", "@evilbot", "Пиши @evil_bot", "github.org/test.And",
        "Здравствуйте.kz", "shop.kz,", "8.8.8.8", "evil.com.", "Evil.Shop",
    ])
    func findsWhatMessengersLink(text: String) {
        #expect(LinkLikeText.isFound(in: text.utf8))
        #expect(LinkLikeText.firstOffset(in: Array(text.utf8)[...]) != nil)
    }

    @Test(arguments: [
        "", "Айгүл", "А.С. Иванов", "А. С. Иванов", "А.С.Иванов", "Ө.Қ.", "Ә.Қ. Сәкен", "г.Алматы", "г. Алматы",
        "г.Москва",
        "г.москва, ул.Мира", "ТОО «Х.К.»", "ТОО Х.К", "д.5", "д.5, кв.12", "ул.Абая 150/230", "мкр.Самал-2", "обл.Абай",
        "с.Каргалы", "п.Береке", "им.Абая", "J.R.R. Tolkien", "J.R", "Anna.", "Иванов И.И.", "ИП Ким А.В.", "10.5",
        "2,5х3.0",
        "29.11.2026", "1.2.3", "9.00-18.00", "12:30", "т.д.", "и т.п.", "кв.м", "руб.за м2", "3 000.00 тг", "...",
        "Ну…вот",
        "Hi.:D", "a.:b", "hello:.........", "yyy M.Sac. xxx", "M.B. xxx", "Toni:D", "ромашка.ру", "№5", "@", "@ab",
        "a @ b",
        "50%@", "Тел.+77011234567", "О'Нил", "Анна-Мария", "—", "“Ак”", "Жанна 👋", ".kz", "kz.", "v2.0", "1.0.0.1.2",
        "256.1.1.1",
    ])
    func leavesWhatPeopleWrite(text: String) {
        #expect(!LinkLikeText.isFound(in: text.utf8))
        #expect(LinkLikeText.firstOffset(in: Array(text.utf8)[...]) == nil)
    }

    @Test func tellsWhereTheFirstLinkStands() {
        #expect(LinkLikeText.firstOffset(in: Array("ab cd\nevil.kz x.kz".utf8)[...]) == 6)
        #expect(LinkLikeText.firstOffset(in: Array("ab evil.kz".utf8)[3...]) == 3)
    }

    /// The look at bytes alone, which spares most texts the look at characters, misses nothing.
    @Test func looksAtEveryTextThatHoldsALink() {
        var numbers = SeededNumbers(seed: 5)
        let parts = [
            "evil", "kz", "сайт", "рф", "www", "127", "0", "1", ".", ".", ":", "/", "//", "@", "-", "_", " ", "\n", ",",
            "…",
            "«", "。", "․", "．", "｡", "﹒", "：", "＠", "／", "ｋｚ", "\u{200B}", "\u{AD}", "\u{2060}", "\u{A0}", "KZ", "ß",
            "é", "😀",
        ]
        var found = 0
        for _ in 0..<20_000 {
            let count = Int.random(in: 1...7, using: &numbers)
            let text = Array((0..<count).map { _ in numbers.pick(parts) }.joined().utf8)
            guard LinkLikeText.isFoundByCharacters(in: text) else { continue }
            found += 1
            #expect(LinkLikeText.mayBeFound(in: text), "\(String(decoding: text, as: UTF8.self))")
        }
        #expect(found > 500)
        for text in ["Здравствуйте, Анна! Ваш расчёт — ниже. Звоните: с 9 до 18. «Заря»…", "10.", "a :b", "1. 2", ""] {
            #expect(!LinkLikeText.mayBeFound(in: Array(text.utf8)))
        }
    }

    @Test func knowsEveryKindOfDomain() {
        for domain in ["kz", "com", "рф", "қаз", "москва", "みんな", "xn--p1ai", "photography"] {
            #expect(TopLevelDomains.contains(domain))
        }
        for word in ["", "k", "алматы", "ру", "c", "abai"] { #expect(!TopLevelDomains.contains(word)) }
    }
}
