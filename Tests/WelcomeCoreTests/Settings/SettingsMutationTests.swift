import Foundation
import Testing
import WelcomeCore
import WelcomeTestSupport

/// Settings that nobody thought of: they are read or refused at a place that exists, and never end the program.
@Suite struct SettingsMutationTests {
    private static let seeds = [
        """
        base_url: https://w.example.kz
        timezone: Asia/Almaty
        locales: {default: ru, available: [kk, ru, en]}
        leads: leads.csv
        links: {expires_after_days: 90}
        pages: {store: gzip}
        media: {fetch: mirror, hosts: [cdn.example.kz, "*.example.org"]}
        manifest: {recipients: false}

        """,
        """
        base_url: "https://w.example.kz"
        tenants:
          t1:
            name: |
              Строй
              Дом
            channel: whatsapp-cloud
            channels:
              whatsapp-cloud: {send: template, template: page, language: ru, parameters: [name]}
            stop_words: [a, 'b''c']
            phone: "+7 701 000-00-00"

        """,
        // What once found a fault.
        "base_url:", "base_url: ~\ntenants: {a: {name: x}}\n", "base_url: https://w.example.kz\ntenants: {a: [",
    ].map { Array($0.utf8) }

    @Test func readsOrRefusesWhateverIsWritten() {
        let mutation = Mutation(
            of: Self.seeds,
            tokens: [
                "\n", "  ", ": ", "- ", "{", "}", "[", "]", ",", "#", "&a ", "*a", "<<: *a", "!!int ", "!!binary ", "|",
                ">",
                "'", "\"", "\t", "---\n", "...\n", "?", "%YAML 1.2\n", "\u{FEFF}", "\u{0}", "null", "~", "yes", "0x10",
                "1e400", "-.inf", "2001-01-01", "\\u0000", "tenants:", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
            ])
        mutation.run(rounds: 20, atATime: 100) { inputs in
            for input in inputs {
                let comment = Comment(rawValue: "input: \(Data(input).base64EncodedString())")
                let text = String(decoding: input, as: UTF8.self)
                let (settings, diagnostics) = SiteSettings.parse(text, file: "welcome.yml")
                #expect(settings != nil || diagnostics.contains { $0.severity == .error }, comment)
                let breaks = text.unicodeScalars.count { "\n\r\u{85}\u{2028}\u{2029}".unicodeScalars.contains($0) }
                for line in diagnostics.compactMap(\.location?.line) {
                    #expect((1...(breaks + 1)).contains(line), comment)
                }
            }
        }
    }
}
