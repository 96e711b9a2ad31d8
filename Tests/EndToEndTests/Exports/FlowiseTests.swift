import Foundation
import Testing
import WelcomeTestSupport

/// The tool for Flowise: its form, and its function run as Flowise runs it.
@Suite struct FlowiseTests {
    private struct Tool: Decodable {
        var name: String
        var description: String
        var color: String
        var iconSrc: String
        var schema: String
        var `func`: String
    }

    private struct Run: Decodable {
        struct Request: Decodable {
            var url: String
            var headers: [String: String]
            var body: String
            var redirect: String
        }

        var result: String?
        var error: String?
        var requests: [Request]
    }

    private static let link = "https://w.example.kz/3h1616s4pe1nj96z0mam"
    private static let url = "https://crm.example.kz/welcome/link"
    private static let unknown = "No link is known for this chat. Offer to have a person send it."

    private func export() throws -> ProgramRun {
        try WelcomeBinary.run(["export", "flowise", "--link-url", "\(Self.url)/"])
    }

    private func tool() throws -> Tool { try JSONDecoder().decode(Tool.self, from: export().output) }

    /// Runs the function with what Flowise puts around it; `arguments` is what the model made of the chat.
    private func run(
        session: Any? = "s1", variables: [String: Any] = ["welcome_link_key": "k"], arguments: [String: Any] = [:],
        status: Int = 200, answer: String = #"{"session": "s1", "url": "\#(link)"}"#, fails: Bool = false
    ) throws -> Run {
        let settings: [String: Any] = [
            "func": try tool().func, "session": session ?? NSNull(), "variables": variables, "arguments": arguments,
            "status": status, "answer": answer, "fails": fails,
        ]
        let text = String(decoding: try JSONSerialization.data(withJSONObject: settings), as: UTF8.self)
        let script = Fixtures.packageRoot.appendingPathComponent("Tests/Tools/n8n/run_tool.js").path
        let run = try ProgramRun.run("/usr/bin/node", [script, text])
        #expect(run.status == 0 && run.stderr.isEmpty, "\(run.stderr)")
        return try JSONDecoder().decode(Run.self, from: run.output)
    }

    @Test func hasTheFormThatFlowiseLoads() throws {
        let tool = try tool()
        #expect(tool.name == "get_welcome_link")
        #expect(tool.name.wholeMatch(of: /[a-z][a-z0-9_]*/) != nil)
        #expect(tool.description.count > 40)
        #expect(tool.color.hasPrefix("linear-gradient("))
        #expect(tool.iconSrc == "")
        // A text that holds a list; it is empty, so the model has nothing to choose.
        #expect(tool.schema == "[]")
        let lines = tool.func.split(separator: "\n").filter { $0.contains("node-fetch") }
        #expect(lines == ["const fetch = require('node-fetch');"])
        #expect(!tool.func.contains("LINK_URL"))
    }

    @Test func givesTheLinkOfTheSession() throws {
        let run = try run()
        #expect(run.result == Self.link)
        let request = try #require(run.requests.first)
        #expect(request.url == Self.url)
        #expect(request.headers["Authorization"] == "Bearer k")
        #expect(request.body == #"{"session":"s1"}"#)
        #expect(request.redirect == "error")
    }

    @Test(arguments: ["lead_id", "session", "sessionId", "input", "url", "vars", "flow"])
    func takesNothingFromTheChat(name: String) throws {
        let run = try run(arguments: [name: "s2"])
        #expect(run.result == Self.link)
        #expect(run.requests.map(\.body) == [#"{"session":"s1"}"#])
        #expect(run.requests.map(\.url) == [Self.url])
    }

    @Test func sendsTheKeyNowhereElse() throws {
        let variables = [
            "welcome_link_key": "k", "LINK_URL": "https://evil.example", "link_url": "https://evil.example",
        ]
        #expect(try run(variables: variables).requests.map(\.url) == [Self.url])
    }

    @Test(arguments: [
        (200, #"{"session": "s2", "url": "https://w.example.kz/3h1616s4pe1nj96z0mam"}"#),
        (200, #"{"url": "https://w.example.kz/3h1616s4pe1nj96z0mam"}"#),
        (200, #"{"session": "s1", "url": "https://w.example.kz/"}"#),
        (200, #"{"session": "s1", "url": "javascript:alert(1)"}"#),
        (200, #"{"session": "s1", "url": ["https://w.example.kz/3h1616s4pe1nj96z0mam"]}"#),
        (200, #"{"session": "s1"}"#), (200, "null"), (200, "<html>"),
        (404, #"{"session": "s1", "url": "https://w.example.kz/3h1616s4pe1nj96z0mam"}"#), (500, "{}"),
    ])
    func saysThatItKnowsNoneWhereTheAnswerIsNotThatOfTheSession(status: Int, answer: String) throws {
        #expect(try run(status: status, answer: answer).result == Self.unknown)
    }

    @Test func answersWithTextWhateverHappens() throws {
        #expect(try run(fails: true).result == Self.unknown)
        for session in [nil, "", 7, ["a"]] as [Any?] {
            let run = try run(session: session)
            #expect(run.result == Self.unknown)
            #expect(run.requests.isEmpty)
        }
        #expect(try run(variables: [:]).result == Self.unknown)
        #expect(try run(variables: [:]).requests.isEmpty)
    }

    @Test func needsAnAddress() throws {
        for arguments in [[], ["--link-url", "http://crm.example.kz"], ["--link-url", "https://crm.example.kz/\"+x"]] {
            let run = try WelcomeBinary.run(["export", "flowise"] + arguments)
            #expect(run.status == 64)
            #expect(run.stdout == "")
        }
        #expect(try export().status == 0)
    }
}
