import Testing

@testable import WelcomeCLI

/// Addresses that are written into files of other programs.
@Suite struct WebAddressTests {
    @Test(arguments: [
        ("https://crm.example.kz", "https://crm.example.kz"),
        ("https://crm.example.kz/", "https://crm.example.kz"),
        ("https://crm.example.kz:8443/a/b_c~d", "https://crm.example.kz:8443/a/b_c~d"),
        ("https://CRM.example.kz/%D0%B0", "https://CRM.example.kz/%D0%B0"),
    ])
    func takesAddresses(text: String, address: String) throws {
        #expect(try WebAddress.parse(text, option: "--claims-url") == address)
    }

    @Test(arguments: [
        "", "https://", "https:///a", "http://crm.example.kz", "crm.example.kz", "https://crm.example.kz/?a=1",
        "https://crm.example.kz/#a", "https://crm.example.kz/{{a}}", "https://crm.example.kz/'",
        "https://crm.example.kz/ a",
        "https://user@crm.example.kz", "https://цена.kz", "javascript:https://a",
    ])
    func refusesEverythingElse(text: String) {
        #expect(throws: (any Error).self) { try WebAddress.parse(text, option: "--claims-url") }
    }
}
