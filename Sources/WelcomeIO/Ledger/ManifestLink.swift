import Foundation
import WelcomeCore

/// What a line of the manifest says of a link, as far as a ledger remembers it.
struct ManifestLink {
    var identity: LeadIdentity
    var state: ManifestState
    var code: LinkCode
    var theme: String
    var locale: String
    var page: PageRecord?
    /// Whether it was held back, for another lead of its recipient was greeted.
    var isRepeated: Bool

    private struct Wire: Decodable {
        struct Page: Decodable {
            var sha256: String
            var bytes: Int
            var changedIn: String
        }

        struct Problem: Decodable {
            var code: String
        }

        var tenant: String
        var lead: String
        var slot: String
        var state: String
        var code: String
        var theme: String
        var locale: String
        var page: Page?
        var problems: [Problem]?
    }

    /// Reads a line; fails on one that this program cannot have written.
    init?(line: [UInt8], by decoder: JSONDecoder) {
        guard let wire = try? decoder.decode(Wire.self, from: Data(line)),
            let state = ManifestState(rawValue: wire.state), let code = LinkCode(wire.code.utf8)
        else { return nil }
        identity = LeadIdentity(tenant: LeadText(wire.tenant), lead: LeadText(wire.lead), slot: LeadText(wire.slot))
        guard LinkMessage.canHold(identity) else { return nil }
        self.state = state
        self.code = code
        theme = wire.theme
        locale = wire.locale
        isRepeated = wire.problems?.contains { $0.code == ProblemCode.recipientRepeated.rawValue } ?? false
        guard let page = wire.page else { return }
        guard let sha256 = decodeHexadecimal(page.sha256), sha256.count == 32 else { return nil }
        self.page = PageRecord(fingerprint: [], sha256: sha256, byteCount: page.bytes, changedIn: page.changedIn)
    }

    /// A decoder for the names of a manifest.
    static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }
}
