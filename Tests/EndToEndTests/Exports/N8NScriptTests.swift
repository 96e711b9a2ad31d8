import Foundation
import Testing
import WelcomeTestSupport

/// The scripts that write requests and read answers, with requests of every form that a manifest may hold.
@Suite struct N8NScriptTests {
    private static let workflow = Result {
        let site = try SiteFolder.shop()
        let export = try WelcomeBinary.run(["export", "n8n", "--site", site.path])
        try site.write(export.stdout, to: "n8n.json")
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
    private func run(_ script: String, request: String, settings: String = "{}", input: String) throws -> Outcome {
        let text = """
            {"workflow": "\(try Self.workflow.get().absolute("n8n.json"))", "memory": "/nonexistent", "script": "\(script)",
             "outputs": {"Request": {"request": \(request)}, "Settings": \(settings), "input": \(input)}}
            """
        let tool = Fixtures.packageRoot.appendingPathComponent("Tests/Tools/n8n/run_workflow.js").path
        let run = try ProgramRun.run("/usr/bin/node", [tool, text])
        #expect(run.status == 0 && run.stderr.isEmpty, "\(run.stderr)")
        return try JSONDecoder().decode(Outcome.self, from: run.output)
    }

    // MARK: Requests

    /// A request with what differs; `blanks` is its list of values to fill in.
    private static func request(
        _ method: String, _ url: String, query: String = "[]", headers: String = "[]", body: String = "null",
        encoding: String = "null", blanks: String = "[]"
    ) -> String {
        """
        {"method": "\(method)", "url": "\(url)", "query": \(query), "headers": \(headers), "body": \(body),
         "body_encoding": \(encoding), "fill": \(blanks)}
        """
    }

    private static let json = #"[["Content-Type", "application/json"]]"#

    private static let written: [(request: String, settings: String, url: String, body: String)] = [
        (
            request(
                "GET", "https://app.chatflow.kz/api/v1/send-text", query: #"[["jid", "7@s"], ["msg", "a b&c=қ+"]]"#,
                blanks: #"[{"name": "instance_id", "where": "query", "key": "instance_id"}]"#),
            #"{"instance_id": "a+/="}"#,
            "https://app.chatflow.kz/api/v1/send-text?instance_id=a%2B%2F%3D&jid=7%40s&msg=a%20b%26c%3D%D2%9B%2B", ""
        ),
        (
            request(
                "POST", "https://graph.facebook.com/v26.0/{phone_number_id}/messages", headers: json,
                body: #"{"to": "+7701", "text": {"body": "қ \"x\""}}"#, encoding: #""json""#,
                blanks: #"[{"name": "phone_number_id", "where": "path", "key": "phone_number_id"}]"#),
            #"{"phone_number_id": "12/../34"}"#, "https://graph.facebook.com/v26.0/12%2F..%2F34/messages",
            #"{"to":"+7701","text":{"body":"қ \"x\""}}"#
        ),
        (
            request(
                "POST", "https://api.twilio.com/2010-04-01/Accounts/{account_sid}/Messages.json",
                headers: #"[["Content-Type", "application/x-www-form-urlencoded"]]"#,
                body: #"[["To", "whatsapp:+7701"], ["MediaUrl", "https://a/1"], ["MediaUrl", "https://a/2"]]"#,
                encoding: #""form""#,
                blanks: #"""
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
                blanks: #"""
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

    private static let chatFlow = #"{"json": "success", "equals": true}"#
    private static let flow = #"{"status": [200, 201], "json": "success", "equals": true}"#
    private static let cloud = #"{"status": [200], "json": "messages.0.id"}"#
    private static let twilio = #"{"status": [201], "json": "sid"}"#
    private static let wpp = #"{"status": [200, 201], "json": "status", "equals": "success"}"#

    @Test(arguments: [
        (chatFlow, #"{"statusCode": 200, "body": {"success": true}}"#, "sent", ""),
        (chatFlow, #"{"statusCode": 200, "body": true}"#, "sent", ""),
        (chatFlow, #"{"statusCode": 200, "data": "{\"success\": true}"}"#, "sent", ""),
        (chatFlow, #"{"statusCode": 200, "body": {"success": "true"}}"#, "unsure", "no_success"),
        (chatFlow, #"{"statusCode": 200, "data": "<html>"}"#, "unsure", "not_json"),
        (chatFlow, #"{"error": {"message": "socket hang up"}}"#, "unsure", "connection"),
        (flow, #"{"statusCode": 200, "body": {"success": true}}"#, "sent", ""),
        (flow, #"{"statusCode": 404, "body": {"success": false, "message": "Flow ID not found"}}"#, "refused", "other"),
        (flow, #"{"statusCode": 502, "data": "<html>"}"#, "unsure", "not_json"),
        (cloud, #"{"statusCode": 200, "body": {"messages": [{"id": "wamid.x"}]}}"#, "sent", ""),
        (cloud, #"{"statusCode": 200, "body": {"messages": []}}"#, "unsure", "no_success"),
        (cloud, #"{"statusCode": 401, "body": {"error": {"code": 190}}}"#, "refused", "token"),
        (cloud, #"{"statusCode": 400, "body": {"error": {"code": 131047}}}"#, "refused", "other"),
        (cloud, #"{"statusCode": 500, "body": {"error": {"code": 131000}}}"#, "unsure", "no_success"),
        (cloud, #"{"statusCode": 408, "body": {}}"#, "unsure", "no_success"),
        (twilio, #"{"statusCode": 201, "body": {"sid": "SM1"}}"#, "sent", ""),
        (twilio, #"{"statusCode": 200, "body": {"sid": "SM1"}}"#, "unsure", "no_success"),
        (twilio, #"{"statusCode": 201, "body": {"sid": null}}"#, "unsure", "no_success"),
        (wpp, #"{"statusCode": 201, "body": {"status": "success"}}"#, "sent", ""),
        (wpp, #"{"statusCode": 201, "body": {"status": "error"}}"#, "unsure", "no_success"),
        (#"{"status": [200]}"#, #"{"statusCode": 200, "data": "OK"}"#, "sent", ""),
        ("null", #"{"statusCode": 200, "body": {"success": true}}"#, "unsure", "connection"),
    ])
    func judgesAnswersByTheRuleOfTheRequest(ok: String, answer: String, outcome: String, reason: String) throws {
        let request = #"{"variant": "text", "dedup_key": "k", "ok": \#(ok)}"#
        let json = try #require(try run("Read the answer", request: request, input: answer).json)
        #expect(json["outcome"] == .text(outcome))
        #expect(json["reason"] == .text(reason))
        #expect(json["success"] == .truth(outcome == "sent"))
        #expect(json["stops"] == .truth(outcome != "sent"))
        #expect(json["opens"] == .text(outcome == "sent" ? "k" : ""))
        #expect(Set(json.keys) == ["success", "outcome", "reason", "may_repeat", "stops", "opens"])
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
        let request = #"{"variant": "audio", "dedup_key": "k", "ok": \#(Self.chatFlow)}"#
        let json = try #require(try run("Read the answer", request: request, input: answer).json)
        #expect(json["outcome"] == .text(outcome))
        #expect(json["reason"] == .text(reason))
        #expect(json["stops"] == .truth(stops))
        #expect(json["opens"] == .text(outcome == "missed" ? "k" : ""))
    }
}
