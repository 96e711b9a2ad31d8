import Foundation
import Testing
import WelcomeTestSupport

/// `welcome channels` and `welcome explain --channel`.
@Suite struct ChannelCommandTests {
    private static let names = [
        "chatflow", "chatflow-flow", "chatflow-media", "links", "whatsapp-cloud", "twilio", "messagebird", "bird",
        "360dialog", "wazzup", "telegram", "evolution", "waha", "wppconnect", "green-api", "baileys", "sms", "smsc",
        "mobizon", "email",
    ]

    @Test func listsEveryChannel() throws {
        let run = try WelcomeBinary.run(["channels"])
        #expect(run.status == 0)
        let rows = run.stdout.split(separator: "\n").dropFirst().map { $0.prefix { $0 != " " } }
        #expect(rows.map(String.init) == Self.names)
        #expect(run.stdout.contains("voice, image, document"))
    }

    @Test(arguments: names) func documentsAChannel(name: String) throws {
        let run = try WelcomeBinary.run(["channels", name])
        #expect(run.status == 0)
        #expect(run.stdout.hasPrefix("\(name): "))
        for word in ["success:", "when unsure:", "Answers that are no success:"] {
            #expect(run.stdout.contains(word), "\(word)")
        }
        let json = try WelcomeBinary.run(["channels", name, "--json"])
        let value = try #require(
            try JSONSerialization.jsonObject(with: Data(json.stdout.utf8)) as? [String: Any])
        #expect(value["name"] as? String == name)
        let failures = try #require(value["failures"] as? [[String: Any]])
        #expect(!failures.isEmpty)
        let classes = failures.compactMap { $0["class"] as? String }
        #expect(Set(classes).isSubset(of: ["retry", "permanent", "ambiguous", "config"]))
        #expect(classes.contains("ambiguous"), "somebody has to know what silence means")
        for way in try #require(value["ways"] as? [[String: Any]]) {
            for request in try #require(way["requests"] as? [[String: Any]]) {
                #expect(request["retry"] is String)
                #expect(request["needs"] is [String])
            }
        }
    }

    @Test func givesEveryChannelToPrograms() throws {
        let run = try WelcomeBinary.run(["channels", "--json"])
        let value = try JSONSerialization.jsonObject(with: Data(run.stdout.utf8)) as? [String: Any]
        let channels = value?["channels"] as? [[String: Any]]
        #expect(channels?.compactMap { $0["name"] as? String } == Self.names)
    }

    @Test func refusesAChannelThatThereIsNot() throws {
        let run = try WelcomeBinary.run(["channels", "pigeon"])
        #expect(run.status == 64)
        #expect(run.stderr.contains("pigeon"))
    }

    @Test func explainsAnyChannelOfALead() throws {
        let site = try SiteFolder.shop()
        try ChannelSite.addMedia(to: site)
        let run = try WelcomeBinary.run(
            ["explain", "a1", "--site", site.path, "--now", SiteFolder.now, "--channel", "whatsapp-cloud"])
        #expect(run.status == 0, "\(run.stderr)")
        #expect(run.stdout.contains("channel whatsapp-cloud, text: --channel"))
        #expect(run.stdout.contains("https://graph.facebook.com/v26.0/{phone_number_id}/messages"))
        let telegram = try WelcomeBinary.run(
            ["explain", "a1", "--site", site.path, "--now", SiteFolder.now, "--channel", "telegram", "--curl"])
        #expect(telegram.status == 1)
        #expect(telegram.stderr.contains("chat_id_missing in channel_address"))
        #expect(telegram.stdout == "")
        #expect(!site.exists("output"), "nothing was written")
    }

    /// The printed commands run in a real shell, whose `curl` notes what it is given.
    @Test func printsCommandsThatAShellUnderstands() throws {
        let site = try SiteFolder.shop()
        try site.writeLeads([
            [
                "id": "a1", "name": "O'Нил $HOME `id` \"x\" \\", "phone": "8 701 123 45 67", "channel_address": "4242",
                "created_at": "2026-11-01T09:00:00+05:00",
            ]
        ])
        try site.createDirectory("bin")
        try site.write("#!/bin/sh\nfor a in \"$@\"; do printf '%s\\0' \"$a\"; done\n", to: "bin/curl")
        try site.setMode(0o755, of: "bin/curl")
        let variables = [
            "CHATFLOW_TOKEN": "t'\"$ x", "CHATFLOW_INSTANCE_ID": "i=1", "TELEGRAM_TOKEN": "12:ab",
            "TWILIO_LOGIN": "AC1:s", "_360DIALOG_API_KEY": "d", "TWILIO_ACCOUNT_SID": "AC1",
            "TWILIO_FROM": "whatsapp:+7",
        ]
        func arguments(_ channel: String) throws -> [String] {
            let run = try WelcomeBinary.run(
                ["explain", "a1", "--site", site.path, "--now", SiteFolder.now, "--channel", channel, "--curl"])
            #expect(run.status == 0, "\(run.stderr)")
            var environment: [String: String?] = variables.mapValues(Optional.init)
            environment["PATH"] = "\(site.absolute("bin")):/usr/bin:/bin"
            let shell = try ProgramRun.run("/bin/sh", [], environment: environment, input: run.stdout)
            #expect(shell.status == 0, "\(shell.stderr)")
            return shell.stdout.split(separator: "\0", omittingEmptySubsequences: false).dropLast().map(String.init)
        }
        let lines = try WelcomeBinary.run(
            ["explain", "a1", "--site", site.path, "--now", SiteFolder.now, "--json"])
        let line = try #require(try JSONSerialization.jsonObject(with: Data(lines.stdout.utf8)) as? [String: Any])
        let text = try #require((line["message"] as? [String: Any])?["text"] as? String)
        #expect(text.contains("O'Нил $HOME `id` \"x\" \\"))

        #expect(
            try arguments("chatflow") == [
                "--get", "https://app.chatflow.kz/api/v1/send-text", "--data-urlencode", "token=t'\"$ x",
                "--data-urlencode", "instance_id=i=1", "--data-urlencode", "jid=77011234567@s.whatsapp.net",
                "--data-urlencode", "msg=\(text)",
            ])
        #expect(
            try arguments("twilio") == [
                "--request", "POST", "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json", "--user", "AC1:s",
                "--header", "Content-Type: application/x-www-form-urlencoded", "--data-urlencode",
                "To=whatsapp:+77011234567", "--data-urlencode", "Body=\(text)", "--data-urlencode",
                "From=whatsapp:+7",
            ])
        // A variable's name cannot begin with a digit.
        #expect(try arguments("360dialog").contains("D360-API-KEY: d"))
        let telegram = try arguments("telegram")
        #expect(telegram[2] == "https://api.telegram.org/bot12:ab/sendMessage")
        let body = try JSONSerialization.jsonObject(with: Data(try #require(telegram.last).utf8)) as? [String: Any]
        #expect(body?["chat_id"] as? Int == 4242)
        #expect(body?["text"] as? String == text)
    }

    @Test func leavesRecipientsToVariablesWhereTheManifestHoldsNone() throws {
        let site = try ChannelSite.make(more: "manifest: {recipients: false}")
        let run = try WelcomeBinary.run(
            ["explain", "cloud-text", "--site", site.path, "--now", SiteFolder.now, "--curl"])
        #expect(run.status == 0, "\(run.stderr)")
        #expect(run.stdout.contains(#""to":"'"$WHATSAPP_CLOUD_E164"'","type""#))
        let chat = try WelcomeBinary.run(
            ["explain", "telegram-text", "--site", site.path, "--now", SiteFolder.now, "--curl"])
        #expect(chat.stdout.contains(#"{"chat_id":'"$TELEGRAM_CHAT_ID"',"text""#))
    }
}
