import Foundation
import Testing
import WelcomeTestSupport

/// The workflow for n8n by every channel that it can send by, with what each provider's documentation asks for.
@Suite struct N8NChannelTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var channel: String
        var values: [String: String]
        var credential: [String: String]
        /// The origin that is asked, and what it answers.
        var origin: String
        var answer: String
        var status = 200
        var url: String
        var header: [String]
        /// Parts of the body, of which none is made by the program.
        var body: [String]

        var testDescription: String { channel }
    }

    static let cases = [
        Case(
            channel: "chatflow-flow", values: ["flow_id": "f 1"],
            credential: ["name": "Authorization", "value": "Bearer t"], origin: "https://app.chatflow.kz",
            answer: #"{"success": true}"#,
            url: "https://app.chatflow.kz/api/v1/n8n/action/text?flow_id=f%201&recipient=77011234567&msg=",
            header: ["Authorization", "Bearer t"], body: []),
        Case(
            channel: "whatsapp-cloud", values: ["phone_number_id": "1234"],
            credential: ["name": "Authorization", "value": "Bearer t"], origin: "https://graph.facebook.com",
            answer: #"{"messages": [{"id": "wamid.x"}]}"#, url: "https://graph.facebook.com/v26.0/1234/messages",
            header: ["Authorization", "Bearer t"],
            body: [#""messaging_product":"whatsapp""#, #""to":"+77011234567""#, #""type":"text""#]),
        Case(
            channel: "twilio", values: ["account_sid": "AC0", "from": "whatsapp:+77000000000"],
            credential: ["user": "AC0", "password": "p"], origin: "https://api.twilio.com",
            answer: #"{"sid": "SM1"}"#, status: 201,
            url: "https://api.twilio.com/2010-04-01/Accounts/AC0/Messages.json",
            header: ["Authorization", "Basic QUMwOnA="],
            body: ["To=whatsapp%3A%2B77011234567", "&From=whatsapp%3A%2B77000000000"]),
        Case(
            channel: "messagebird", values: ["channel_id": "c1"],
            credential: ["name": "Authorization", "value": "AccessKey k"],
            origin: "https://conversations.messagebird.com", answer: #"{"id": "m1"}"#, status: 202,
            url: "https://conversations.messagebird.com/v1/send", header: ["Authorization", "AccessKey k"],
            body: [#""to":"+77011234567""#, #""from":"c1""#]),
        Case(
            channel: "bird", values: ["region": "eu1", "from": "+77010000000"],
            credential: ["name": "Authorization", "value": "Bearer k"], origin: "https://eu1.platform.bird.com",
            answer: #"{"id": "wam_1"}"#, status: 202, url: "https://eu1.platform.bird.com/v1/whatsapp/messages",
            header: ["Authorization", "Bearer k"], body: [#""to":"+77011234567""#, #""from":"+77010000000""#]),
        Case(
            channel: "360dialog", values: [:], credential: ["name": "D360-API-KEY", "value": "k"],
            origin: "https://waba-v2.360dialog.io", answer: #"{"messages": [{"id": "wamid.x"}]}"#,
            url: "https://waba-v2.360dialog.io/messages", header: ["D360-API-KEY", "k"],
            body: [#""messaging_product":"whatsapp""#, #""to":"+77011234567""#]),
        Case(
            channel: "wazzup", values: ["channel_id": "c1"],
            credential: ["name": "Authorization", "value": "Bearer t"], origin: "https://api.wazzup24.com",
            answer: #"{"messageId": "m1", "chatId": "77011234567"}"#, status: 201,
            url: "https://api.wazzup24.com/v3/message", header: ["Authorization", "Bearer t"],
            body: [#""chatId":"77011234567""#, #""channelId":"c1""#, #""crmMessageId":""#]),
        Case(
            channel: "smsc", values: [:], credential: ["name": "apikey", "value": "k"], origin: "https://smsc.kz",
            answer: #"{"id": 1, "cnt": 2}"#, url: "https://smsc.kz/sys/send.php?phones=%2B77011234567&mes=",
            header: ["Host", "smsc.kz"], body: []),
        Case(
            channel: "mobizon", values: [:], credential: ["name": "apiKey", "value": "k"],
            origin: "https://api.mobizon.kz", answer: #"{"code": 0, "data": {"messageId": "2"}}"#,
            url: "https://api.mobizon.kz/service/Message/SendSmsMessage?output=json&api=v1",
            header: ["Host", "api.mobizon.kz"], body: ["recipient=77011234567", "&text="]),
        Case(
            channel: "evolution", values: ["base_url": "https://evo.example.kz/", "instance": "shop 1"],
            credential: ["name": "apikey", "value": "k"], origin: "https://evo.example.kz",
            answer: #"{"key": {"id": "1"}}"#, status: 201, url: "https://evo.example.kz/message/sendText/shop%201",
            header: ["apikey", "k"], body: [#""number":"77011234567""#]),
        Case(
            channel: "waha", values: ["base_url": "https://waha.example.kz", "session": "default"],
            credential: ["name": "X-Api-Key", "value": "k"], origin: "https://waha.example.kz",
            answer: #"{"key": {"id": "1"}}"#, status: 201, url: "https://waha.example.kz/api/sendText",
            header: ["X-Api-Key", "k"], body: [#""chatId":"77011234567@c.us""#, #""session":"default""#]),
        Case(
            channel: "wppconnect", values: ["base_url": "https://wpp.example.kz", "session": "s"],
            credential: ["name": "Authorization", "value": "Bearer t"], origin: "https://wpp.example.kz",
            answer: #"{"status": "success"}"#, status: 201, url: "https://wpp.example.kz/api/s/send-message",
            header: ["Authorization", "Bearer t"], body: [#""phone":"77011234567""#, #""linkPreview":false"#]),
    ]

    private func site(_ channel: String) throws -> SiteFolder {
        let site = try SiteFolder.shop(
            settings: SiteFolder.settings.replacingOccurrences(
                of: "theme: shop", with: "channel: \(channel), theme: shop"))
        try site.writeLeads([N8NSite.lead("a1", "8 701 123 45 67")])
        let run = try site.build()
        #expect(run.status == 0, "\(run.stderr)")
        return site
    }

    @Test(arguments: cases) func sendsWhatTheProviderExpects(expected: Case) throws {
        let n8n = try N8NSite(try site(expected.channel), hasDatabase: false)
        n8n.values = expected.values
        n8n.credential = expected.credential
        let answer = try JSONSerialization.jsonObject(with: Data(expected.answer.utf8))
        n8n.answers = [expected.origin: ["status": expected.status, "body": answer]]
        let run = try n8n.run()
        #expect(run.error == nil)
        #expect(run.trail.last == "Remember the build")
        let sent = run.requests.filter { $0.node == "Send" }
        #expect(sent.count == 1)
        let request = try #require(sent.first)
        #expect(request.url.hasPrefix(expected.url), "\(request.url)")
        #expect(request.headers?[expected.header[0]] == expected.header[1])
        let link = try #require(try n8n.site.published().line("a1")?.url)
        let body = request.body ?? ""
        for part in expected.body { #expect(body.contains(part), "\(body)") }
        let carrier = (body.isEmpty ? request.url : body).removingPercentEncoding ?? body
        #expect(carrier.contains(link))
        #expect(request.method == (expected.body.isEmpty ? "GET" : "POST"))
    }

    @Test(arguments: cases) func waitsForAPersonWhenTheProviderRefuses(expected: Case) throws {
        let n8n = try N8NSite(try site(expected.channel), hasDatabase: false)
        n8n.values = expected.values
        n8n.credential = expected.credential
        n8n.answers = [expected.origin: ["status": 401, "body": ["error": "token t is refused"]]]
        let run = try n8n.run()
        #expect(run.trail.last == "A person has to look")
        #expect(run.error?.contains("refused (token)") == true, "\(run.error ?? "")")
    }

    @Test(arguments: ["telegram", "green-api", "baileys", "sms", "email"]) func saysWhyItCannotSend(channel: String)
        throws
    {
        let site = try SiteFolder.shop()
        let run = try WelcomeBinary.run(["export", "n8n", "--site", site.path, "--channel", channel])
        #expect(run.status == 64)
        #expect(run.stdout == "")
        #expect(run.stderr.contains("n8n cannot send by `\(channel)`: "))
    }

    @Test(arguments: ["chatflow-media", "links"]) func sendsByTheOtherWaysOfChatFlow(channel: String) throws {
        let n8n = try N8NSite(try site(channel), hasDatabase: false)
        #expect(try n8n.run().error == nil)
        #expect(try n8n.gateway.end().compactMap { $0["jid"] } == ["77011234567@s.whatsapp.net"])
    }
}
