import Foundation
import Testing
import WelcomeTestSupport

/// Requests of every channel as a build publishes them, held against what others wrote.
@Suite struct ChannelManifestTests {
    /// The client libraries that `Scripts/bootstrap --tests` fetches.
    private static let clients = Fixtures.packageRoot.appendingPathComponent(".build/checkers/clients").path

    @Test func agreesWithTheProvidersOwnLibraries() throws {
        let site = try ChannelSite.built()
        let run = try PythonTool.run("check_requests", [Self.clients, site.manifestFile()])
        #expect(run.status == 0, "\(run.stdout)\(run.stderr)")
        #expect(
            run.stdout == """
                360dialog audio: 1
                360dialog cta: 1
                360dialog document: 1
                360dialog image: 2
                360dialog template: 1
                360dialog text: 2
                bird audio: 1
                bird document: 1
                bird image: 2
                bird template: 1
                bird text: 1
                email text: 1
                green-api audio: 1
                green-api document: 1
                green-api image: 2
                green-api text: 1
                messagebird audio: 1
                messagebird document: 1
                messagebird image: 2
                messagebird template: 1
                messagebird text: 2
                mobizon text: 1
                sms text: 2
                smsc text: 1
                telegram audio: 1
                telegram document: 1
                telegram image: 1
                telegram text: 3
                twilio media: 4
                twilio template: 1
                twilio text: 2
                waha audio: 1
                waha document: 1
                waha image: 2
                waha text: 1
                wazzup audio: 1
                wazzup document: 1
                wazzup image: 2
                wazzup text: 2
                whatsapp-cloud audio: 1
                whatsapp-cloud cta: 1
                whatsapp-cloud document: 1
                whatsapp-cloud image: 2
                whatsapp-cloud template: 1
                whatsapp-cloud text: 2

                """)
    }

    @Test func followsItsSchema() throws {
        let site = try ChannelSite.built()
        #expect(try site.validationProblems() == "")
    }

    @Test func followsItsSchemaWithoutRecipients() throws {
        let site = try ChannelSite.make(more: "manifest: {recipients: false}")
        #expect(try site.build().status == 0)
        #expect(try site.validationProblems() == "")
        let manifest = try String(contentsOfFile: site.manifestFile(), encoding: .utf8)
        #expect(manifest.contains("\"state\":\"ready\""))
        for recipient in ["7011234567", "4242", "aigul"] { #expect(!manifest.contains(recipient)) }
    }

    @Test func publishesEveryMediumThatARequestNames() throws {
        let site = try ChannelSite.built()
        var names: Set<String> = []
        for line in try site.manifestLines().values {
            let text = try #require(String(data: JSONSerialization.data(withJSONObject: line), encoding: .utf8))
            names.formUnion(text.matches(of: /a\\\/([0-9a-f]{32}\.[a-z0-9]+)/).map { String($0.1) })
        }
        #expect(Set(names.map { String($0.suffix(4)) }) == [".ogg", ".mp3", ".jpg", ".pdf"])
        for name in names { #expect(site.exists("output/site/a/\(name)"), "\(name)") }
    }

    @Test func publishesNoVoiceMessageWhereNoChannelSendsOne() throws {
        let site = try SiteFolder.shop()
        try ChannelSite.addMedia(to: site)
        // A sound that is no voice message yet, so that one would have to be made.
        try site.copy(Fixtures.path("media/tone.wav"), to: "themes/shop/media/voice-ru.ogg")
        #expect(try site.build().status == 0)
        let before = try site.snapshot(of: "output/site/a").files.keys
        #expect(!before.contains { $0.hasSuffix(".ogg") })

        try site.replace("locale: ru,", with: "locale: ru, channel: chatflow-media,", in: "welcome.yml")
        #expect(try site.build(now: "2026-11-23T10:00:00+05:00").status == 0)
        let after = try site.snapshot(of: "output/site/a").files.keys
        #expect(after.filter { $0.hasSuffix(".ogg") }.count == 1)

        // One row may choose the channel too.
        try site.replace("channel: chatflow-media,", with: "", in: "welcome.yml")
        try site.changeLead("a1") { $0["channel"] = "chatflow-media" }
        #expect(try site.build(now: "2026-11-23T11:00:00+05:00").status == 0)
        let lines = try site.manifestLines()
        #expect((lines["a1"]?["requests"] as? [Any])?.count == 5)
        #expect((lines["a2"]?["requests"] as? [Any])?.count == 1)
    }

    @Test func forgetsTheVoiceMessageOfALead() throws {
        let site = try SiteFolder.shop()
        try site.copy(Fixtures.path("media/tone.wav"), to: "voices/a1.wav")
        try site.changeLead("a1") {
            $0["voice"] = "voices/a1.wav"
            $0["channel"] = "chatflow-media"
        }
        #expect(try site.build().status == 0)
        #expect(try site.snapshot(of: "output/site/a").files.keys.contains { $0.hasSuffix(".ogg") })
        let run = try WelcomeBinary.run(["forget", "a1", "--site", site.path, "--now", SiteFolder.now])
        #expect(run.status == 0, "\(run.stderr)")
        #expect(try !site.snapshot(of: "output/site/a").files.keys.contains { $0.hasSuffix(".ogg") })
    }

    @Test func keepsDatesOfMailToTheMomentOfTheBuild() throws {
        let site = try ChannelSite.built()
        let requests = try #require(try site.manifestLines()["email"]?["requests"] as? [[String: Any]])
        let body = try #require(requests.first?["body"] as? String)
        #expect(body.hasPrefix("Date: Mon, 23 Nov 2026 04:00:00 +0000\r\n"))
    }

    @Test func saysWhyAChannelCannotSend() throws {
        let site = try ChannelSite.make()
        try site.changeLead("telegram-text") { $0["channel_address"] = nil }
        try site.changeLead("telegram-media") { $0["channel_address"] = "@everybody" }
        try site.changeLead("email") { $0["channel_address"] = "aigul at b.example" }
        try site.changeLead("cloud-template") { $0["name"] = nil }
        try site.changeLead("twilio-text") { $0["phone"] = "123@lid" }
        #expect(try site.build().status == 0)
        let lines = try site.manifestLines()
        let problems = [
            "telegram-text": "chat_id_missing", "telegram-media": "chat_id_invalid", "email": "email_invalid",
            "cloud-template": "template_parameter_missing", "twilio-text": "phone_hidden",
        ]
        for (lead, code) in problems {
            #expect(lines[lead]?["state"] as? String == "unsendable")
            let found = lines[lead]?["problems"] as? [[String: Any]]
            #expect(found?.compactMap { $0["code"] as? String } == [code])
        }
        #expect(try site.validationProblems() == "")
    }
}
