import Testing
import WelcomeTestSupport

/// What the sender makes of everything that ChatFlow is known to answer, and of answers that never come.
@Suite struct AnswerTests {
    struct Case: Sendable, CustomTestStringConvertible {
        /// The stand-in's name of the answer.
        var answer: String
        var kind: String
        var reason: String?
        /// Whether a person may have it sent again.
        var mayRepeat: Bool?
        var stops: Bool

        var testDescription: String { answer }

        static func sent(_ answer: String) -> Case { Case(answer: answer, kind: "sent", stops: false) }

        static func refused(_ answer: String, _ reason: String, mayRepeat: Bool = true) -> Case {
            Case(answer: answer, kind: "refused", reason: reason, mayRepeat: mayRepeat, stops: reason != "number")
        }

        static func unsure(_ answer: String, _ reason: String) -> Case {
            Case(answer: answer, kind: "unsure", reason: reason, stops: true)
        }
    }

    private static let cases: [Case] = [
        .sent("sent"), .sent("bare-true"),
        .refused("required", "parameters"), .refused("instance", "instance"), .refused("number", "number"),
        .refused("token-missing", "token"), .refused("token-echoed", "other", mayRepeat: false),
        .refused("plan", "other", mayRepeat: false), .refused("flow", "other", mayRepeat: false),
        .unsure("thrown", "gateway_error"), .unsure("no-success", "no_success"),
        .unsure("text-success", "no_success"), .unsure("bare-false", "no_success"), .unsure("null", "no_success"),
        .unsure("cabinet", "not_json"), .unsure("bad-gateway", "not_json"), .unsure("empty", "not_json"),
        .unsure("cut-json", "not_json"), .unsure("redirect", "not_json"), .unsure("long", "too_long"),
        .unsure("cut-before", "connection"), .unsure("cut-after", "connection"),
    ]

    /// One lead for each answer, so that one gateway serves them all.
    @Test func judgesEveryAnswerAndRepeatsNone() throws {
        let crm = try SendingSite(leads: Self.cases.count)
        let lines = try crm.lines()
        let answers = Dictionary(uniqueKeysWithValues: zip(lines.map(\.lead), Self.cases.map(\.answer)))
        let run = try crm.start(options: ["instances": answers]).end()
        let results = try crm.results(run)
        #expect(results.count == Self.cases.count)
        for (index, expected) in Self.cases.enumerated() {
            let result = SendingSite.Result(
                lead: lines[index].lead, kind: expected.kind, reason: expected.reason, mayRepeat: expected.mayRepeat,
                stops: expected.stops)
            #expect(results[index] == result, "\(expected)")
            let row = try #require(try crm.claim(lines[index].requests[0].dedupKey))
            #expect(row.contains("\"\(expected.kind)\""))
            #expect(!row.contains(SendingSite.token))
        }
        #expect(!run.stdout.contains(SendingSite.token))
        // Whatever it was, the claim keeps the next sender away.
        #expect(try crm.send().allSatisfy { $0.reason == "claimed" })
        let requests = try crm.gateway.end()
        #expect(requests.compactMap { $0["jid"] } == lines.map { $0.requests[0].query[0][1] })
    }

    @Test(arguments: ["silent", "stalled"])
    func givesUpAfterItsOwnTimeLimit(answer: String) throws {
        let crm = try SendingSite(leads: 1)
        let results = try crm.send(answer, options: ["timeLimit": 300])
        #expect(results == [.init(lead: "l100", kind: "unsure", reason: "timeout", stops: true)])
        #expect(try crm.send().map(\.reason) == ["claimed"])
        #expect(try crm.gateway.end().count == 1)
    }

    @Test func takesTheHTMLOfAMissingRouteForUnsure() throws {
        let crm = try SendingSite(leads: 1)
        let results = try crm.send(options: ["method": "POST"])
        #expect(results.map(\.reason) == ["not_json"])
        #expect(try crm.gateway.end().map(\.method) == ["POST"])
    }

    @Test func tellsAGatewayThatIsNotThere() throws {
        let crm = try SendingSite(leads: 1)
        #expect(try crm.gateway.end().isEmpty)
        let results = try crm.send()
        #expect(
            results == [.init(lead: "l100", kind: "refused", reason: "unreachable", mayRepeat: true, stops: true)])
    }

    @Test func claimsNothingForARequestThatCannotBeMade() throws {
        let crm = try SendingSite(leads: 1)
        let results = try crm.send(options: ["values": ["secrets": [:], "fill": ["instance_id": "sent"]]])
        #expect(results.map(\.reason) == ["a value for token is missing"])
        #expect(try crm.send().map(\.kind) == ["sent"])
        #expect(try crm.gateway.end().count == 1)
    }
}
