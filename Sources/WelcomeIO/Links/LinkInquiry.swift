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
        let verdict = try verdict(on: code, site, now)
        return LinkInquiry(verdict: verdict, code: code, isMended: !asWritten)
    }

    private static func verdict(on code: LinkCode, _ site: Site, _ now: Timestamp) throws(BuildFailure) -> Verdict {
        do {
            guard try fileSize(site.ledgerPath) ?? 0 > 0 else { return .unknown("this site has issued no links yet") }
            guard let record = try Ledger(path: site.ledgerPath).record(of: code) else {
                return .unknown("this site never issued it, or has forgotten its lead")
            }
            if record.state != .active { return .revoked }
            return code.expiry.isOver(at: now) ? .expired(on: code.expiry.date) : .valid(until: code.expiry.date)
        } catch {
            throw BuildFailure(error, ledger: site.ledgerPath)
        }
    }
}
