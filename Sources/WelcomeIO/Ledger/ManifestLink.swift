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

    private struct Wire: Decodable {
        struct Page: Decodable {
            var sha256: String
            var bytes: Int
            var changedIn: String
        }

        var tenant: String
        var lead: String
        var slot: String
        var state: String
        var code: String
        var theme: String
        var locale: String
        var page: Page?
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
        guard let page = wire.page else { return }
        guard let sha256 = Self.bytes(hexadecimal: page.sha256) else { return nil }
        self.page = PageRecord(fingerprint: [], sha256: sha256, byteCount: page.bytes, changedIn: page.changedIn)
    }

    /// A decoder for the names of a manifest.
    static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }

    private static func bytes(hexadecimal text: String) -> [UInt8]? {
        let digits = text.utf8.compactMap { UInt8(String(UnicodeScalar($0)), radix: 16) }
        guard digits.count == 64, text.utf8.count == 64 else { return nil }
        return stride(from: 0, to: 64, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
