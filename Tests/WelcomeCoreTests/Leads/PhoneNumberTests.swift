import Testing
import WelcomeCore

/// The rules of numbers, by tables: what was typed, the digits a message goes to, and what was said about it.
@Suite struct PhoneNumberTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var raw: String
        var region: Region
        var digits: String?
        var notes: [RecipientNote]
        var problem: RecipientProblem?
        var kind: RecipientKind

        static func phone(_ raw: String, _ digits: String, _ notes: RecipientNote..., in region: Region = .KZ) -> Case {
            Case(raw: raw, region: region, digits: digits, notes: notes, problem: nil, kind: .phone)
        }

        static func refused(
            _ raw: String, _ problem: RecipientProblem, _ notes: RecipientNote..., in region: Region = .KZ,
            as kind: RecipientKind = .invalid
        ) -> Case {
            Case(raw: raw, region: region, digits: nil, notes: notes, problem: problem, kind: kind)
        }

        var testDescription: String { "\(raw.debugDescription) in \(region)" }
    }

    private func check(_ expected: Case) {
        let recipient = Recipient.normalise(raw: Array(expected.raw.utf8), region: expected.region)
        #expect(recipient.digits == expected.digits)
        #expect(recipient.notes == expected.notes)
        #expect(recipient.problem == expected.problem)
        #expect(recipient.kind == expected.kind)
        #expect(recipient.e164 == expected.digits.map { "+\($0)" })
        #expect(recipient.jid == expected.digits.map { "\($0)@s.whatsapp.net" })
    }

    @Test(
        arguments: [
            .phone("+7 701 123-45-67", "77011234567"),
            .phone("77011234567", "77011234567"),
            .phone("7(701)123.45.67", "77011234567"),
            .phone("tel:+77011234567", "77011234567"),
            .phone("https://wa.me/77011234567", "77011234567"),
            .phone("8 (707) 555 01 02", "77075550102", .trunk8Replaced),
            .phone("87075550102", "77075550102", .trunk8Replaced),
            .phone("+8 707 555 01 02", "77075550102", .trunk8AfterPlus),
            .phone("8 916 123 45 67", "79161234567", .trunk8Replaced, in: .RU),
            .phone("7012345678", "77012345678", .countryCodeAdded),
            .phone("7012345678", "77012345678", .countryCodeAdded, in: .UZ),
            .phone("9161234567", "79161234567", .countryCodeAdded, in: .RU),
            .phone("+7 916 123 45 67", "79161234567"),
            .phone("+7 495 123 45 67", "74951234567", .unknownMobileBlock),
            .phone("+7 727 250 00 00", "77272500000", .unknownMobileBlock),
            .phone("+7 703 000 00 00", "77030000000", .unknownMobileBlock),
            .phone("+7 708 000 00 00", "77080000000"),
            .phone("+7 747 000 00 00", "77470000000"),
            .phone("+7 748 000 00 00", "77480000000", .unknownMobileBlock),
            .phone("+7 764 000 00 00", "77640000000"),
            .phone("+7 771 000 00 00", "77710000000"),
            .phone("+7 772 000 00 00", "77720000000", .unknownMobileBlock),
            .phone("+7 785 000 00 00", "77850000000"),
        ] as [Case])
    func readsNumbersOfKazakhstanAndRussia(expected: Case) { check(expected) }

    @Test(
        arguments: [
            .phone("+996 700 123 456", "996700123456"),
            .phone("996312123456", "996312123456"),
            .phone("0700 123 456", "996700123456", .trunk0Dropped, .countryCodeAdded, in: .KG),
            .phone("700123456", "996700123456", .countryCodeAdded, in: .KG),
            .phone("+996 601 123 456", "996601123456", .unknownMobileBlock),
            .refused("0700123456", .phoneAmbiguous),
            .refused("0700123456", .phoneAmbiguous, in: .UZ),
            .refused("700123456", .phoneAmbiguous),
            .refused("+0700123456", .phoneAmbiguous, in: .KG),
            .phone("+998 90 123 45 67", "998901234567"),
            .phone("901234567", "998901234567", .countryCodeAdded, in: .UZ),
            .phone("+998 10 123 45 67", "998101234567", .unknownMobileBlock),
            .refused("012345678", .phoneAmbiguous, in: .UZ),
            .refused("99890123456", .phoneTooShort),
            .refused("9987901234567", .phoneTooLong),
            .refused("99670012345", .phoneTooShort, in: .KG),
        ] as [Case])
    func readsNumbersOfKyrgyzstanAndUzbekistan(expected: Case) { check(expected) }

    @Test(
        arguments: [
            .phone("+1 415 555 0100", "14155550100", .unverifiedCountry),
            .phone("+49 30 123456", "4930123456", .unverifiedCountry),
            .phone("+65 9123 4567", "6591234567", .unverifiedCountry),
            .phone("861391234567", "861391234567", .unverifiedCountry),
            .phone("218349021938475", "218349021938475", .unverifiedCountry, .looksLikeHiddenID),
            .phone("00 7 701 123 45 67", "77011234567", .exitCodeDropped),
            .phone("810 996 700 123 456", "996700123456", .exitCodeDropped),
            .phone("810 49 30 123456", "4930123456", .exitCodeDropped, .unverifiedCountry),
            .phone("008 701 123 45 67", "77011234567", .exitCodeDropped, .trunk8Replaced),
            .refused("+81 0 90 1234 5678", .phoneAmbiguous, in: .RU),
            .refused("8101234567", .phoneAmbiguous),
            .refused("84951234567", .phoneAmbiguous, in: .RU),
            .refused("+84951234567", .phoneAmbiguous, in: .RU),
            .refused("88001234567", .phoneAmbiguous),
            .refused("4951234567", .phoneAmbiguous, in: .RU),
            .refused("9161234567", .phoneAmbiguous),
            .refused("07011234567", .phoneAmbiguous),
        ] as [Case])
    func readsForeignNumbersAndRefusesDoubtfulOnes(expected: Case) { check(expected) }

    @Test(
        arguments: [
            .refused("", .phoneMissing),
            .refused("   ", .phoneMissing),
            .refused("не указан", .phoneMissing),
            .refused("123", .phoneTooShort),
            .refused("1234567", .phoneTooShort),
            .refused("12345678", .phoneAmbiguous),
            .refused("+7 701 123 45 6", .phoneTooShort),
            .refused("+7 701 123 45 678", .phoneTooLong),
            .refused("7701112223312", .phoneTooLong),
            .refused("8 701 123 45 67, 8 707 555 01 02", .phoneTooLong),
            .refused("1234567890123456", .phoneTooLong),
        ] as [Case])
    func refusesWhatIsNoNumber(expected: Case) { check(expected) }

    @Test(
        arguments: [
            .phone("77471234567@s.whatsapp.net", "77471234567"),
            .phone("77471234567@c.us", "77471234567"),
            .phone("77471234567@S.WhatsApp.net ", "77471234567"),
            .phone("77011112233:12@s.whatsapp.net", "77011112233", .deviceSuffixDropped),
            .phone("77011112233.0:12@s.whatsapp.net", "77011112233", .deviceSuffixDropped),
            .phone("77011112233:12", "77011112233", .deviceSuffixDropped),
            .phone("87011112233@s.whatsapp.net", "77011112233", .trunk8Replaced),
            .phone("84912345678@s.whatsapp.net", "84912345678", .unverifiedCountry),
            .refused("7012345678@s.whatsapp.net", .phoneTooShort),
            .refused("@s.whatsapp.net", .phoneMissing),
            .refused("218349021938475@lid", .phoneHidden, as: .lid),
            .refused("218349021938475:3@lid", .phoneHidden, .deviceSuffixDropped, as: .lid),
            .refused("120363025246125486@g.us", .notAPerson, as: .group),
            .refused("status@broadcast", .notAPerson, as: .group),
            .refused("120363144038483540@newsletter", .notAPerson, as: .group),
            .refused("77011234567@mail.example", .unknownServer),
        ] as [Case])
    func readsWhatsAppAddresses(expected: Case) { check(expected) }

    @Test(
        arguments: [
            .phone("+٧٧٠١١٢٣٤٥٦٧", "77011234567", .unicodeDigits),
            .phone("８７０１１２３４５６７", "77011234567", .unicodeDigits, .trunk8Replaced),
            .phone("＋77011234567", "77011234567"),
            .phone("\u{202A}+7\u{A0}701\u{2011}123\u{2011}45\u{2011}67\u{202C}", "77011234567"),
            .phone("+7\u{301}7011234567", "77011234567"),
        ] as [Case])
    func readsWhatKeyboardsAndContactBooksProduce(expected: Case) { check(expected) }

    @Test func namesAreStableForTheManifest() {
        #expect(RecipientNote.trunk8Replaced.rawValue == "trunk_8_replaced")
        #expect(RecipientProblem.phoneHidden.rawValue == "phone_hidden")
        #expect(Set(RecipientProblem.allCases.map(\.rawValue)).count == RecipientProblem.allCases.count)
    }

    @Test func refusesBytesThatAreNoTextWithoutCrashing() {
        #expect(Recipient.normalise(raw: [0xFF, 0x00, 0xC3], region: .KZ).problem == .phoneMissing)
    }
}
