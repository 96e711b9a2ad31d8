import GRDB
package import WelcomeCore

/// Answers what a link is worth.
package enum LinkInquiry {
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

    /// Judges `link`, a code or a URL, by what the ledger of `site` remembers.
    package static func verdict(on link: String, site: Site, now: Timestamp) throws(BuildFailure) -> Verdict {
        let last = link.split(separator: "/", omittingEmptySubsequences: true).last.map { Array($0.utf8) } ?? []
        guard let code = LinkCode(last) else {
            return .unknown("a code is 20 digits and lower-case letters without i, l, o and u")
        }
        guard fileMode(site.ledgerPath) != nil else { return .unknown("this site has issued no links yet") }
        do {
            guard let record = try Ledger(path: site.ledgerPath).record(of: code) else {
                return .unknown("this site never issued it")
            }
            if record.state == .revoked { return .revoked }
            return code.expiry.isOver(at: now) ? .expired(on: code.expiry.date) : .valid(until: code.expiry.date)
        } catch {
            throw BuildFailure(error)
        }
    }
}
