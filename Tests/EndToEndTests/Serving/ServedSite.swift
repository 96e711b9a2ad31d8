import Foundation
import WelcomeTestSupport

/// A site and the nginx that serves it.
struct ServedSite {
    /// How pages lie on disk.
    enum Store: String, CaseIterable {
        case html
        case gzip
    }

    let site: SiteFolder
    let server: NginxServer
    /// A folder that the server needs besides its own, so that it stays as long.
    private let companion: SiteFolder?

    /// Serves the shop of two leads, and one asset of every format beside their pages.
    init(_ store: Store = .html, _ arguments: [String] = [], keeping companion: SiteFolder? = nil) throws {
        self.companion = companion
        site = try store == .html ? SiteFolder.builtShop() : Self.builtCompressed()
        for (ending, _) in Self.types { try site.write(Self.sound, to: "output/site\(Self.asset(ending))") }
        server = try NginxServer(serving: site, arguments)
    }

    /// The path of a lead's page, `/<code>`.
    func page(_ lead: String) throws -> String {
        guard let line = try site.published().line(lead) else { throw UnbuiltSite(errors: lead) }
        return "/\(line.code)"
    }

    /// The shop with pages that lie compressed.
    private static func builtCompressed() throws -> SiteFolder {
        let site = try SiteFolder.shop(settings: SiteFolder.settings + "pages: {store: gzip}\n")
        let run = try site.build()
        guard run.status == 0 else { throw UnbuiltSite(errors: run.stderr) }
        return site
    }

    /// A thousand bytes, each of which tells where it stands.
    static let sound = Data((0..<1000).map { UInt8($0 % 251) })

    /// The path of the asset with an ending.
    static func asset(_ ending: String) -> String { "/a/00112233445566778899aabbccddeeff.\(ending)" }

    /// The type that each kind of asset must have, for browsers are told not to guess.
    static let types = [
        "ogg": "audio/ogg", "mp3": "audio/mpeg", "m4a": "audio/mp4", "wav": "audio/wav", "webm": "audio/webm",
        "jpg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp", "avif": "image/avif",
        "pdf": "application/pdf", "js": "text/javascript",
    ]
}

extension String {
    /// Whether nothing of a link but its first four characters is in the text, in either case.
    func hides(_ code: String) -> Bool {
        let beginning = String(code.drop { $0 == "/" }.prefix(5))
        return range(of: beginning, options: .caseInsensitive) == nil
    }
}
