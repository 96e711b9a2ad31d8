import Foundation
import Testing
import WelcomeTestSupport

/// No secret can get into anything that the program writes or says.
@Suite struct ChannelSecretTests {
    private static let secret = "EAAGm0PX4ZCpsBAPlantedSecret123456"

    @Test(arguments: [
        "token", "api_key", "apikey", "accessToken", "auth_token", "secret", "client_secret", "password", "access_key",
        "instance_id", "instance", "account_sid", "phone_number_id", "flow_id", "login", "key", "session",
    ])
    func refusesSecretsInSettings(key: String) throws {
        let site = try SiteFolder.shop()
        let places = [
            "locale: ru, channels: {telegram: {bto: x, \(key): \(Self.secret)}},",
            "locale: ru, \(key): \(Self.secret),",
        ]
        let settings = try site.text("welcome.yml")
        for place in places {
            try site.write(settings.replacing("locale: ru,", with: place), to: "welcome.yml")
            let run = try site.build("--format", "json")
            #expect(run.status == 78)
            #expect(run.stderr.contains("settings-secret"), "\(run.stderr)")
            #expect(run.stderr.contains("the CRM"))
            #expect(!(run.stdout + run.stderr).contains(Self.secret))
            #expect(!site.exists("output/manifest.json"))
        }
    }

    /// A value that is not what is expected is shown by no diagnostic either.
    @Test(arguments: ["template", "version", "language"]) func showsNoValueThatIsNotWhatIsDue(key: String) throws {
        let site = try SiteFolder.shop()
        let place = "locale: ru, channels: {whatsapp-cloud: {\(key): \(Self.secret)}},"
        try site.replace("locale: ru,", with: place, in: "welcome.yml")
        let run = try site.build()
        #expect(run.status == 78)
        #expect(run.stderr.contains("`\(key)` must be"))
        #expect(!(run.stdout + run.stderr).contains(Self.secret))
    }

    @Test func putsNothingOfTheEnvironmentIntoAnyFile() throws {
        let site = try ChannelSite.make()
        let names = [
            "CHATFLOW_TOKEN", "CHATFLOW_INSTANCE_ID", "WHATSAPP_TOKEN", "WHATSAPP_CLOUD_TOKEN", "TWILIO_ACCOUNT_SID",
            "TWILIO_AUTH_TOKEN", "TELEGRAM_TOKEN", "TELEGRAM_BOT_TOKEN", "MESSAGEBIRD_ACCESS_KEY", "AUTHORIZATION",
            "API_KEY", "TOKEN", "INSTANCE_ID",
        ]
        let environment = Dictionary(uniqueKeysWithValues: names.map { ($0, Optional(Self.secret)) })
        let run = try site.build("-v", "--json", environment: environment)
        #expect(run.status == 0, "\(run.stderr)")
        #expect(!(run.stdout + run.stderr).contains(Self.secret))
        for (name, file) in try site.snapshot(of: "output").files {
            #expect(file.content.range(of: Data(Self.secret.utf8)) == nil, "\(name)")
        }
        // Every place of a secret has a name and no value.
        for (lead, line) in try site.manifestLines() {
            for request in line["requests"] as? [[String: Any]] ?? [] {
                let placeholders =
                    (request["secrets"] as? [[String: Any]] ?? []) + (request["fill"] as? [[String: Any]] ?? [])
                for placeholder in placeholders {
                    #expect(Set(placeholder.keys).isSubset(of: ["name", "where", "key", "prefix", "from"]), "\(lead)")
                }
                #expect(!(request["secrets"] as? [Any] ?? []).isEmpty || request["method"] as? String == "CALL")
            }
        }
    }

    @Test func showsVariablesInPlaceOfSecrets() throws {
        let site = try ChannelSite.built()
        for tenant in ChannelSite.tenants {
            let run = try WelcomeBinary.run(
                ["explain", tenant.id, "--site", site.path, "--now", SiteFolder.now, "--curl"],
                environment: ["CHATFLOW_TOKEN": Self.secret, "TELEGRAM_TOKEN": Self.secret])
            #expect(run.status == 0, "\(run.stderr)")
            #expect(!run.stdout.contains(Self.secret))
        }
    }
}
