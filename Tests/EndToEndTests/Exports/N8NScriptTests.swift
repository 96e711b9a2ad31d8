import Foundation
import Testing
import WelcomeTestSupport

/// The scripts that write requests and read answers, with requests of every form that a manifest may hold.
@Suite struct N8NScriptTests {
    /// A site with a workflow for each channel whose answers are judged here.
    private static let workflows = Result {
        let site = try SiteFolder.shop()
        for channel in ["chatflow", "chatflow-flow", "whatsapp-cloud", "twilio", "wppconnect", "waha", "evolution"] {
            let export = try WelcomeBinary.run(["export", "n8n", "--site", site.path, "--channel", channel])
            try site.write(export.stdout, to: "\(channel).json")
        }
        return site
    }

    private struct Outcome: Decodable {
        var json: [String: Value]?
        var error: String?
    }

    private enum Value: Decodable, Equatable {
        case text(String)
        case truth(Bool)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            self = try (try? container.decode(Bool.self)).map(Self.truth) ?? .text(container.decode(String.self))
        }
    }

    /// Runs a script with what other nodes gave, as JSON.
    private func run(
        _ script: String, of channel: String = "chatflow", request: String, settings: String = "{}", input: String
    ) throws -> Outcome {
        let text = """
            {"workflow": "\(try Self.workflows.get().absolute("\(channel).json"))", "memory": "/nonexistent", "script": "\(script)",
             "outputs": {"Request": {"request": \(request)}, "Settings": \(settings), "input": \(input)}}
            """
        let tool = Fixtures.packageRoot.appendingPathComponent("Tests/Tools/n8n/run_workflow.js").path
        let run = try ProgramRun.run("/usr/bin/node", [tool, text])
        #expect(run.status == 0 && run.stderr.isEmpty, "\(run.stderr)")
        return try JSONDecoder().decode(Outcome.self, from: run.output)
    }

    // MARK: Requests

    /// A request with what differs; `placeholders` is its list of values to fill in.
    private static func request(
        _ method: String, _ url: String, query: String = "[]", headers: String = "[]", body: String = "null",
        encoding: String = "null", placeholders: String = "[]"
    ) -> String {
        """
        {"method": "\(method)", "url": "\(url)", "query": \(query), "headers": \(headers), "body": \(body),
         "body_encoding": \(encoding), "fill": \(placeholders)}
        """
    }

    private static let json = #"[["Content-Type", "application/json"]]"#

    private static let written: [(request: String, settings: String, url: String, body: String)] = [
        (
            request(
                "GET", "https://app.chatflow.kz/api/v1/send-text", query: #"[["jid", "7@s"], ["msg", "a b&c=қ+"]]"#,
                placeholders: #"[{"name": "instance_id", "where": "query", "key": "instance_id"}]"#),
            #"{"instance_id": "a+/="}"#,
            "https://app.chatflow.kz/api/v1/send-text?instance_id=a%2B%2F%3D&jid=7%40s&msg=a%20b%26c%3D%D2%9B%2B", ""
        ),
        (
            request(
                "POST", "https://graph.facebook.com/v26.0/{phone_number_id}/messages", headers: json,
                body: #"{"to": "+7701", "text": {"body": "қ \"x\""}}"#, encoding: #""json""#,
                placeholders: #"[{"name": "phone_number_id", "where": "path", "key": "phone_number_id"}]"#),
            #"{"phone_number_id": "12/../34"}"#, "https://graph.facebook.com/v26.0/12%2F..%2F34/messages",
            #"{"to":"+7701","text":{"body":"қ \"x\""}}"#
        ),
        (
            request(
                "POST", "https://api.twilio.com/2010-04-01/Accounts/{account_sid}/Messages.json",
                headers: #"[["Content-Type", "application/x-www-form-urlencoded"]]"#,
                body: #"[["To", "whatsapp:+7701"], ["MediaUrl", "https://a/1"], ["MediaUrl", "https://a/2"]]"#,
                encoding: #""form""#,
                placeholders: #"""
                    [{"name": "account_sid", "where": "path", "key": "account_sid"},
                     {"name": "from", "where": "body", "key": "From"}]
                    """#),
            #"{"account_sid": "AC0", "from": "whatsapp:+7"}"#,
            "https://api.twilio.com/2010-04-01/Accounts/AC0/Messages.json",
            "To=whatsapp%3A%2B7701&MediaUrl=https%3A%2F%2Fa%2F1&MediaUrl=https%3A%2F%2Fa%2F2&From=whatsapp%3A%2B7"
        ),
        (
            request(
                "POST", "{base_url}/message/sendText/{instance}", headers: json,
                body: #"{"text": "x", "to": {"list": [{}]}}"#, encoding: #""json""#,
                placeholders: #"""
                    [{"name": "base_url", "where": "path", "key": "base_url"},
                     {"name": "instance", "where": "path", "key": "instance"},
                     {"name": "digits", "where": "body", "key": "to.list.0.number"}]
                    """#),
            #"{"base_url": "https://evo.example.kz/", "instance": "a b", "digits": "7701"}"#,
            "https://evo.example.kz/message/sendText/a%20b", #"{"text":"x","to":{"list":[{"number":"7701"}]}}"#
        ),
    ]

    @Test(arguments: written)
    func writesRequestsOfEveryForm(request: String, settings: String, url: String, body: String) throws {
        let outcome = try run("Write the request", request: request, settings: settings, input: "{}")
        #expect(outcome.error == nil)
        #expect(outcome.json?["url"] == .text(url))
        #expect(outcome.json?["body"] == .text(body))
    }

    @Test func prefersValuesThatComeWithTheClaim() throws {
        let outcome = try run(
            "Write the request", request: Self.written[0].request, settings: #"{"instance_id": "tenant"}"#,
            input: #"{"claim": "claimed", "fill": {"instance_id": "lead"}}"#)
        #expect(
            outcome.json?["url"]
                == .text(
                    "https://app.chatflow.kz/api/v1/send-text?instance_id=lead&jid=7%40s&msg=a%20b%26c%3D%D2%9B%2B"))
    }

    @Test(arguments: [
        (0, "{}", "a value for instance_id is missing"),
        (0, #"{"instance_id": ""}"#, "a value for instance_id is missing"),
        (3, #"{"base_url": "evo", "instance": "a", "digits": "7"}"#, "base_url is not an address"),
        (3, #"{"base_url": "https://evo/?x=", "instance": "a", "digits": "7"}"#, "base_url is not an address"),
    ])
    func writesNoRequestWithoutItsValues(index: Int, settings: String, error: String) throws {
        let outcome = try run(
            "Write the request", request: Self.written[index].request, settings: settings, input: "{}")
        #expect(outcome.json == nil)
        #expect(outcome.error == error)
    }

    // MARK: Answers

    private static let rules = [
        "chatflow": #"{"json": "success", "equals": true}"#,
        "chatflow-flow": #"{"status": [200, 201], "json": "success", "equals": true}"#,
        "whatsapp-cloud": #"{"status": [200], "json": "messages.0.id"}"#,
        "twilio": #"{"status": [201], "json": "sid"}"#,
        "wppconnect": #"{"status": [200, 201], "json": "status", "equals": "success"}"#,
        "waha": #"{"status": [201]}"#, "evolution": #"{"status": [200, 201], "json": "key.id"}"#,
    ]

    struct Answer: Sendable, CustomTestStringConvertible {
        var channel: String
        var text: String
        var outcome: String
        var reason: String

        var testDescription: String { "\(channel) \(text)" }

        init(_ channel: String, _ text: String, _ outcome: String, _ reason: String = "") {
            (self.channel, self.text, self.outcome, self.reason) = (channel, text, outcome, reason)
        }
    }

    private static let answers: [Answer] = [
        .init("chatflow", #"{"statusCode": 200, "body": {"success": true}}"#, "sent"),
        .init("chatflow", #"{"statusCode": 200, "body": true}"#, "sent"),
        .init("chatflow", #"{"statusCode": 200, "data": "{\"success\": true}"}"#, "sent"),
        .init("chatflow", #"{"statusCode": 200, "body": {"success": "true"}}"#, "unsure", "no_success"),
        .init("chatflow", #"{"statusCode": 200, "data": "<html>"}"#, "unsure", "not_json"),
        .init("chatflow", #"{"error": {"message": "socket hang up"}}"#, "unsure", "connection"),
        .init("chatflow", #"{"statusCode": 200, "body": {"success": false, "message": "Plan"}}"#, "refused", "other"),
        .init("chatflow-flow", #"{"statusCode": 200, "body": {"success": true}}"#, "sent"),
        .init(
            "chatflow-flow", #"{"statusCode": 404, "body": {"success": false, "message": "Flow ID not found"}}"#,
            "refused", "instance"),
        .init("chatflow-flow", #"{"statusCode": 404, "data": "<html>"}"#, "refused", "instance"),
        .init("chatflow-flow", #"{"statusCode": 502, "data": "<html>"}"#, "unsure", "not_json"),
        .init("whatsapp-cloud", #"{"statusCode": 200, "body": {"messages": [{"id": "wamid.x"}]}}"#, "sent"),
        .init("whatsapp-cloud", #"{"statusCode": 200, "body": {"messages": []}}"#, "unsure", "no_success"),
        .init("whatsapp-cloud", #"{"statusCode": 401, "body": {"error": {"code": 190}}}"#, "refused", "token"),
        .init("whatsapp-cloud", #"{"statusCode": 400, "body": {"error": {"code": 131047}}}"#, "refused", "other"),
        .init("whatsapp-cloud", #"{"statusCode": 400, "body": {"error": {"code": 131030}}}"#, "refused", "number"),
        .init("whatsapp-cloud", #"{"statusCode": 500, "body": {"error": {"code": 131000}}}"#, "refused", "other"),
        .init("whatsapp-cloud", #"{"statusCode": 500, "body": {"error": {"code": 1}}}"#, "unsure", "no_success"),
        .init("whatsapp-cloud", #"{"statusCode": 408, "body": {}}"#, "unsure", "no_success"),
        .init("twilio", #"{"statusCode": 201, "body": {"sid": "SM1"}}"#, "sent"),
        .init("twilio", #"{"statusCode": 200, "body": {"sid": "SM1"}}"#, "unsure", "no_success"),
        .init("twilio", #"{"statusCode": 201, "body": {"sid": null}}"#, "unsure", "no_success"),
        .init("wppconnect", #"{"statusCode": 201, "body": {"status": "success"}}"#, "sent"),
        .init("wppconnect", #"{"statusCode": 201, "body": {"status": "error"}}"#, "unsure", "no_success"),
        .init("wppconnect", #"{"statusCode": 400, "body": {"status": "error"}}"#, "unsure", "no_success"),
        .init("wppconnect", #"{"statusCode": 401, "body": {}}"#, "refused", "token"),
        // The engines below WAHA answer with a message of their own, or with nothing.
        .init("waha", #"{"statusCode": 201, "body": {"id": "true_7701@c.us_3EB0"}}"#, "sent"),
        .init("waha", #"{"statusCode": 201, "body": {"key": {"id": "3EB0"}}}"#, "sent"),
        .init("waha", #"{"statusCode": 201, "data": ""}"#, "sent"),
        .init("waha", #"{"statusCode": 200, "body": {"id": "1"}}"#, "unsure", "no_success"),
        .init("waha", #"{"statusCode": 422, "body": {}}"#, "refused", "instance"),
        .init(
            "evolution", #"{"statusCode": 400, "body": {"response": {"message": [{"exists": false}]}}}"#, "refused",
            "number"),
        .init("evolution", #"{"statusCode": 400, "body": {"response": {"message": ["text"]}}}"#, "refused", "other"),
    ]

    @Test(arguments: answers) func judgesAnswersByTheRuleOfTheRequest(expected: Answer) throws {
        let rule = try #require(Self.rules[expected.channel])
        let request = #"{"variant": "text", "dedup_key": "k", "ok": \#(rule)}"#
        let json = try #require(
            try run("Read the answer", of: expected.channel, request: request, input: expected.text).json)
        #expect(json["outcome"] == .text(expected.outcome))
        #expect(json["reason"] == .text(expected.reason))
        #expect(json["success"] == .truth(expected.outcome == "sent"))
        #expect(json["stops"] == .truth(expected.outcome != "sent" && expected.reason != "number"))
        #expect(json["opens"] == .text(expected.outcome == "sent" ? "k" : ""))
        // Only what the channel is known to say before it sends may be sent again.
        let isCertain = expected.outcome == "refused" && !expected.text.contains("Plan")
        #expect(json["may_repeat"] == .truth(isCertain))
        #expect(Set(json.keys) == ["success", "outcome", "reason", "may_repeat", "stops", "opens"])
    }

    @Test func leavesAnAnswerToAPersonWhereNoRuleIs() throws {
        let request = #"{"variant": "text", "dedup_key": "k", "ok": null}"#
        let answer = #"{"statusCode": 200, "body": {"success": true}}"#
        let json = try #require(try run("Read the answer", request: request, input: answer).json)
        #expect(json["outcome"] == .text("unsure"))
    }

    @Test(arguments: [
        (#"{"statusCode": 200, "body": {"success": false, "message": "Invalid URL found"}}"#, "missed", "other", false),
        (#"{"error": {"message": "timeout"}}"#, "missed", "connection", false),
        (#"{"statusCode": 200, "body": {"msg": "Please add token"}}"#, "refused", "token", true),
        (
            #"{"statusCode": 200, "body": {"success": false, "message": "This number is not found on WhatsApp"}}"#,
            "refused", "number", false
        ),
    ])
    func letsAMediumMissAndGoesOn(answer: String, outcome: String, reason: String, stops: Bool) throws {
        let request = #"{"variant": "audio", "dedup_key": "k", "ok": {"json": "success", "equals": true}}"#
        let json = try #require(try run("Read the answer", request: request, input: answer).json)
        #expect(json["outcome"] == .text(outcome))
        #expect(json["reason"] == .text(reason))
        #expect(json["stops"] == .truth(stops))
        #expect(json["opens"] == .text(outcome == "missed" ? "k" : ""))
    }
}
