import WelcomeCore

extension DiagnosticFixture {
    /// Settings and keys.
    static let settings: [DiagnosticCode: DiagnosticFixture] = [
        .settingsMissing: .file(
            "welcome.yml", .absent, "welcome.yml: error: there is no settings file here [settings-missing]",
            fix: "welcome init"),
        .settingsSyntax: .setting(
            "timezone: \"Asia/Almaty",
            "welcome.yml:5:1: error: found unexpected end of stream [settings-syntax]",
            fix: "quotes"),
        .settingsUnknownKey: .setting(
            "links: {expire_after_days: 30}",
            "welcome.yml:4:9: error: unknown key `expire_after_days` [settings-unknown-key]",
            fix: "did you mean `expires_after_days`?"),
        .settingsValue: .setting(
            "tenants: {t1: {timezone: Asia/Almati}}",
            "welcome.yml:4:26: error: `Asia/Almati` is not a time zone [settings-value]",
            fix: "did you mean `Asia/Almaty`?"),
        .settingsSecret: .setting(
            "tenants: {default: {channels: {telegram: {token: 123}}}}",
            "welcome.yml:4:43: error: `token` has no place in settings [settings-secret]",
            fix: "the CRM keeps it"),
        .siteUnfinished: .setting(
            "tenants: {default: {name: Your shop}}",
            "welcome.yml:4:27: warning: the name is still that of the starter, so that every lead of the tenant is unsendable [site-unfinished]",
            fix: "write your own"),
        .channelEnd: .setting(
            "tenants: {default: {channel: messagebird}}",
            "welcome.yml:4:30: warning: the provider ends `messagebird` on 31 December 2026 [channel-end]",
            fix: "choose another channel"),
        .tenantHostTaken: DiagnosticFixture(
            files: [
                "leads.csv": .database(
                    """
                    CREATE TABLE leads(id, tenant, theme, phone); INSERT INTO leads VALUES('1', 'b', 'base', '+77011234567');
                    CREATE TABLE tenants(id, base_url);
                    INSERT INTO tenants VALUES('a', 'https://a.example.kz'), ('b', 'https://a.example.kz');
                    """)
            ],
            diagnostics: [
                "leads.csv row 2 column tenants.base_url: error: `base_url` must be a host of the tenant's own, and a.example.kz is that of tenant `a` by row 1 of `tenants` [tenant-host-taken]",
                "leads.csv row 1: warning: rows of the tenant have errors: a page that is there stays, and nothing is sent [theme-faulty]",
            ], fix: "name it for both in welcome.yml"),
        .keysMissing: .file(
            "keys.yml", .absent, "keys.yml: error: there are no signing keys [keys-missing]", fix: "backup"),
        .keysInvalid: .file(
            "keys.yml", "keys:\n  - {id: 0, not_before: 2020-01-01, key: c2hvcnQ=}\n",
            "keys.yml:2:42: error: `key` must be 32 random bytes in base64, 44 characters [keys-invalid]"),
        .keysMode: DiagnosticFixture(
            afterBuild: { site in
                try site.setMode(0o640, of: "keys.yml")
                return nil
            },
            diagnostics: ["keys.yml: error: signing keys must be readable by their owner only [keys-mode]"],
            fix: "chmod 600"),
        .keysPlace: .setting(
            "keys: output/keys.yml",
            "output/keys.yml: error: signing keys must lie outside the output folder [keys-place]",
            fix: "beside welcome.yml"),
    ]
}
