import GRDB
package import WelcomeCore

/// Answers what a link is worth.
package struct LinkInquiry: Sendable, Hashable {
    package var verdict: Verdict
    /// The code that was looked up; `nil` where the link has none.
    package var code: LinkCode?
    /// The link was mistyped, and the code is what it should have been.
    package var isMended = false

    /// What a link is worth at one instant.
    package enum Verdict: Sendable, Hashable, CustomStringConvertible {
        case valid(until: CivilDate?)
        case expired(on: CivilDate?)
        case revoked
        /// Not the form of a link, or not one that this site issued.
        case unknown(String)

        package var isValid: Bool { if case .valid = self { true } else { false } }

        package var description: String {
            switch self {
            case .valid(let day): day.map { "valid until \($0.iso)" } ?? "valid without an end"
            case .expired(let day): "expired\(day.map { " on \($0.iso)" } ?? "")"
            case .revoked: "revoked"
            case .unknown(let reason): "not ours: \(reason)"
            }
        }
    }

    /// Judges `link`, a code or a URL, by what the ledger of `site` remembers; nothing is written.
    package static func make(_ link: String, site: Site, now: Timestamp) throws(BuildFailure) -> LinkInquiry {
        guard let code = LinkCode(mending: link) else {
            return LinkInquiry(verdict: .unknown("a code has 20 digits and letters, and no i, l, o or u"))
        }
        let asWritten = link.split(separator: "/").last.map { $0.utf8.elementsEqual(code.bytes) } ?? false
        let verdict = try verdict(on: code, link, site, now)
        return LinkInquiry(verdict: verdict, code: code, isMended: !asWritten)
    }

    private static func verdict(on code: LinkCode, _ link: String, _ site: Site, _ now: Timestamp) throws(BuildFailure)
        -> Verdict
    {
        do {
            guard try fileSize(site.ledgerPath) ?? 0 > 0 else { return .unknown("this site has issued no links yet") }
            guard let record = try Ledger(path: site.ledgerPath).record(of: code) else {
                return .unknown("this site never issued it, or has forgotten its lead")
            }
            if let host = host(of: link), try !hosts(of: record.identity.tenant, site).contains(host) {
                return .unknown("this site serves no links under that host")
            }
            if record.state != .active { return .revoked }
            return code.expiry.isOver(at: now) ? .expired(on: code.expiry.date) : .valid(until: code.expiry.date)
        } catch {
            throw BuildFailure(error, ledger: site.ledgerPath)
        }
    }

    /// The host that `link` names, with its port; `nil` for a code alone.
    private static func host(of link: String) -> String? {
        let address = link.lowercased().split(separator: "://", maxSplits: 1).last ?? ""
        let host = address.prefix { $0 != "/" && $0 != "?" }
        guard host.count < address.count, host.contains(".") || host.hasPrefix("localhost") else { return nil }
        return String(host.drop { !$0.isLetter && !$0.isNumber })
    }

    private static func hosts(of tenant: LeadText, _ site: Site) throws(BuildFailure) -> [String] {
        let settings = try BuildInputs.siteWithTenants(site).site.settings
        return settings.origins(of: tenant).map { String($0.description.drop { $0 != "/" }.dropFirst(2)) }
    }
}
