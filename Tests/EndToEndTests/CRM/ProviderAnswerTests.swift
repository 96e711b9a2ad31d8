import Foundation
import Testing
import WelcomeTestSupport

/// What the sender makes of the answers of other providers than ChatFlow, sent by the manifest of a site.
@Suite struct ProviderAnswerTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var channel: String
        var status: Int
        var body: String
        var kind: String
        var reason: String?
        var mayRepeat: Bool?
        var stops: Bool

        var testDescription: String { "\(channel) \(status) \(body)" }

        static func sent(_ channel: String, _ status: Int, _ body: String) -> Case {
            Case(channel: channel, status: status, body: body, kind: "sent", stops: false)
        }

        static func refused(_ channel: String, _ status: Int, _ body: String, _ reason: String) -> Case {
            Case(
                channel: channel, status: status, body: body, kind: "refused", reason: reason, mayRepeat: true,
                stops: reason != "number")
        }

        static func unsure(_ channel: String, _ status: Int, _ body: String, _ reason: String) -> Case {
            Case(channel: channel, status: status, body: body, kind: "unsure", reason: reason, stops: true)
        }
    }

    private static let cases: [Case] = [
        // Each engine below WAHA answers in its own way.
        .sent("waha", 201, #"{"id":"true_77011234567@c.us_3EB0"}"#),
        .sent("waha", 201, #"{"key":{"id":"3EB0"},"status":"PENDING"}"#),
        .sent("waha", 201, ""),
        .unsure("waha", 500, #"{"statusCode":500}"#, "no_success"),
        .refused("waha", 422, #"{"error":"Session status is not as expected"}"#, "instance"),
        // The check of the number failed, and the message went out.
        .unsure("wppconnect", 400, #"{"status":"error","message":"The number does not exist"}"#, "no_success"),
        .refused("wppconnect", 404, #"{"status":"Disconnected"}"#, "instance"),
        .refused("chatflow-flow", 404, #"{"success":false,"message":"Flow ID not found"}"#, "instance"),
        .refused("chatflow-flow", 404, "<!doctype html>", "instance"),
        .refused(
            "evolution", 400, #"{"response":{"message":[{"exists":false,"number":"77011234567"}]}}"#, "number"),
        .refused("evolution", 400, #"{"response":{"message":["instance requires property text"]}}"#, "other"),
        .refused("whatsapp-cloud", 400, #"{"error":{"code":131030}}"#, "number"),
        .refused("whatsapp-cloud", 500, #"{"error":{"code":131016}}"#, "other"),
        .sent("bird", 202, #"{"id":"wam_1","status":"accepted"}"#),
        // Another request had its key.
        .unsure("bird", 409, #"{"type":"conflict_error"}"#, "no_success"),
        .refused("bird", 429, "{}", "other"),
        .sent("wazzup", 201, #"{"messageId":"f66c53a6","chatId":"77011234567"}"#),
        // It had sent the message: both spellings of the code stand on its own page.
        .unsure("wazzup", 400, #"{"error":"repeatedCrmMessageId"}"#, "no_success"),
        .unsure("wazzup", 400, #"{"error":"REPEATED_CRM_MESSAGE_ID"}"#, "no_success"),
        .refused("wazzup", 400, #"{"error":"BAD_CONTACT"}"#, "number"),
        .refused("green-api", 466, #"{"correspondentsStatus":{"status":"CORRESPONDENTS_QUOTE_EXCEEDED"}}"#, "other"),
        .refused("360dialog", 401, #"{"meta":{"success":false}}"#, "token"),
        .sent("smsc", 200, #"{"id":7,"cnt":1}"#),
        // An id comes with some of the errors too.
        .refused("smsc", 200, #"{"error":"no money","error_code":3,"id":7}"#, "token"),
        .refused("smsc", 200, #"{"error":"invalid number","error_code":7,"id":7}"#, "number"),
        .unsure("smsc", 200, #"{"error":"duplicate request, wait a minute","error_code":9}"#, "no_success"),
        .sent("mobizon", 200, #"{"code":0,"data":{"campaignId":"1","messageId":"2","status":1},"message":""}"#),
        .refused("mobizon", 200, #"{"code":1,"data":{"recipient":"Invalid"},"message":"Validation"}"#, "number"),
        .refused("mobizon", 200, #"{"code":8,"data":[],"message":"Auth"}"#, "token"),
        .unsure("mobizon", 200, #"{"code":999,"data":null,"message":"General"}"#, "no_success"),
    ]

    @Test(arguments: cases) func judgesTheAnswer(expected: Case) throws {
        let site = try SiteFolder.shop()
        try site.replace("locale: ru,", with: "locale: ru, channel: \(expected.channel),", in: "welcome.yml")
        try site.writeLeads([["id": "a1", "phone": "8 701 123 45 67", "created_at": SendingSite.creation]])
        #expect(try site.build().status == 0)
        let answer = try JSONSerialization.data(
            withJSONObject: ["status": expected.status, "body": expected.body] as [String: Any])
        let crm = try SendingSite(site, gateway: "providers", answer: String(decoding: answer, as: UTF8.self))
        let results = try crm.send(options: ["values": ChannelSwitchTests.values])
        #expect(
            results == [
                .init(
                    lead: "a1", kind: expected.kind, reason: expected.reason, mayRepeat: expected.mayRepeat,
                    stops: expected.stops)
            ])
        #expect(try crm.gateway.end().count == 1, "nothing is repeated")
    }

    @Test func knowsWhatTheProgramKnowsOfAnswers() throws {
        struct Channels: Decodable {
            var channels: [Channel]
        }
        struct Channel: Decodable {
            var name: String
            var failures: [Failure]
        }
        struct Failure: Decodable, Equatable {
            enum Value: Decodable, Equatable {
                case text(String)
                case truth(Bool)

                init(from decoder: any Decoder) throws {
                    let container = try decoder.singleValueContainer()
                    self =
                        try (try? container.decode(Bool.self)).map(Self.truth)
                        ?? .text(container.decode(String.self))
                }
            }

            var status: [Int]?
            var json: String?
            var equals: Value?
            var begins: String?
            var `in`: [Int]?
            var answer: String?
            var `class`: String
            var reason: String?
        }
        let run = try CRMModules().run("print-failures", [])
        #expect(run.status == 0, "\(run.stderr)")
        let known = try JSONDecoder().decode([String: [Failure]].self, from: run.output)
        let channels = try JSONDecoder().decode(
            Channels.self, from: WelcomeBinary.run(["channels", "--json"]).output
        ).channels
        #expect(Set(known.keys) == Set(channels.map(\.name)))
        for channel in channels { #expect(known[channel.name] == channel.failures, "\(channel.name)") }
    }
}
