import Foundation
import Testing

@testable import WelcomeCore

/// What n8n and Flowise import, without the program around it.
@Suite struct ExportTests {
    private static let texts = N8NWorkflow.Texts(
        filesToRead: "files", readyRequests: "ready", writeRequest: "write", readAnswer: "answer", remember: "remember",
        claim: "claim", note: "note")

    private func workflow(_ channel: ChannelName, _ claims: N8NWorkflow.Claims = .table) throws -> N8NWorkflow {
        N8NWorkflow(
            tenant: "t1", channel: channel, access: try .to(channel), manifestURL: "https://w.example.kz/manifest",
            claims: claims, texts: Self.texts)
    }

    @Test(arguments: ChannelName.allCases) func writesAWorkflowOrSaysWhyNot(channel: ChannelName) throws {
        do throws(N8NRefusal) {
            _ = try N8NAccess.to(channel)
        } catch {
            #expect(error.description.hasPrefix("n8n cannot send by `\(channel.rawValue)`: "))
            return
        }
        let text = try workflow(channel).text
        let object = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object["active"] as? Bool == false)
        #expect((object["nodes"] as? [Any])?.isEmpty == false)
        let readsManifest = text.contains(#""value":"https://w.example.kz/manifest""#)
        #expect(readsManifest)
    }

    @Test func isTheSameTextEachTime() throws {
        let isRepeatable = try workflow(.chatflow).text == workflow(.chatflow).text
        #expect(isRepeatable)
    }

    @Test func asksForTheCredentialsOfItsClaims() throws {
        let table = try workflow(.chatflow).credentials.map(\.type)
        let endpoint = try workflow(.chatflow, .endpoint("https://crm.example.kz/claims")).credentials.map(\.type)
        #expect(table.count == 3 && endpoint.count == 3)
        #expect(table.contains("postgres"))
        #expect(!endpoint.contains("postgres"))
    }

    @Test func putsTheAddressIntoTheToolAsALiteral() throws {
        let tool = FlowiseTool(linkURL: "https://crm.example.kz/a\"b", script: "fetch(LINK_URL); log(LINK_URL)")
        let object = try #require(JSONSerialization.jsonObject(with: Data(tool.text.utf8)) as? [String: Any])
        let literal = #""https://crm.example.kz/a\"b""#
        #expect(object["func"] as? String == "fetch(\(literal)); log(\(literal))")
        #expect(object["schema"] as? String == "[]")
    }
}
