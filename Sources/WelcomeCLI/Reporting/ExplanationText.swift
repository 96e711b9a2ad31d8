import WelcomeCore
import WelcomeIO

/// An explanation as a table of values and their origins.
struct ExplanationText: CustomStringConvertible {
    private let explanation: Explanation
    /// Whether the channel is the one that the command line names.
    private let isChannelAsked: Bool

    init(_ explanation: Explanation, isChannelAsked: Bool = false) {
        self.explanation = explanation
        self.isChannelAsked = isChannelAsked
    }

    var description: String {
        let line = explanation.line
        let lead = explanation.lead
        var rows: [(String, String, String?)] = [
            (
                "lead", "\(lead.identity.tenant.string) / \(lead.identity.lead.string) / \(lead.identity.slot.string)",
                nil
            ),
            ("state", line.state.rawValue, problems),
            ("theme", lead.theme, origin("theme", tenant: explanation.tenant.theme != nil)),
            ("locale", line.locale, localeOrigin),
        ]
        for name in Set(lead.fields.map(\.name)).union(explanation.page?.fallbacks ?? []).sorted() {
            let value = lead.field(name)?.string ?? "—"
            rows.append((name, value, lead.field(name) == nil ? "theme: fallback" : "row: \(name)"))
        }
        rows += media
        rows += [
            ("link", String(decoding: line.url, as: UTF8.self), explanation.isIssued ? "issued" : "would be issued"),
            ("key", "\(line.code.keyID)", nil),
            ("expires on", line.expiry.date?.iso ?? "never", explanation.expiryOrigin),
            ("recipient", recipient ?? "—", recipientOrigin),
        ]
        if let message = line.message {
            let parts =
                "\(message.length.scalars) characters, \(message.length.utf16Units) UTF-16 units, SMS parts: \(message.length.smsParts)"
            rows.append(("message", String(decoding: message.text, as: UTF8.self), parts))
        }
        for request in line.requests { rows += self.rows(of: request) }
        return rows.map(row).joined() + "\n"
    }

    /// A request in short; `--curl` shows the whole.
    private func rows(of request: ChannelRequest) -> [(String, String, String?)] {
        let form = request.form
        let chosen = isChannelAsked ? "--channel" : origin("channel", tenant: true)
        var rows: [(String, String, String?)] = [
            ("request", "\(form.method) \(form.url)", "channel \(form.channel.rawValue), \(form.variant): \(chosen)")
        ]
        for item in request.query where item.key != "msg" {
            rows.append(("", "\(item.key)=\(String(decoding: item.value, as: UTF8.self))", nil))
        }
        if let body = request.body { rows.append(("", "body: \(body.encoding)", nil)) }
        for placeholder in form.fill {
            let origin = placeholder.origin.map { "from the start of \(String(decoding: $0, as: UTF8.self))" }
            rows.append(("", "\(placeholder.key)=…", origin ?? "filled in by the CRM"))
        }
        for placeholder in form.secrets { rows.append(("", "\(placeholder.key)=…", "secret of the CRM")) }
        for (limit, size) in zip(form.limits, request.sizes) {
            rows.append(("", "\(limit.subject): \(size) of \(limit.maximum) \(limit.unit.rawValue)", nil))
        }
        rows.append(("", "claim \(request.dedupKey)", "before sending, never twice"))
        return rows
    }

    private func row(_ row: (name: String, value: String, origin: String?)) -> String {
        let name = row.name + String(repeating: " ", count: max(1, 12 - row.name.count))
        // A bar, for the runner of a workflow obeys a line that begins with a command behind spaces.
        let value = row.value.split(separator: "\n", omittingEmptySubsequences: false)
            .joined(separator: "\n" + String(repeating: " ", count: 10) + "| ")
        return name + value + (row.origin.map { "  (\($0))" } ?? "") + "\n"
    }

    private var problems: String? {
        let problems = explanation.line.problems.map { problem in
            problem.code.rawValue + (problem.column.map { " in \($0)" } ?? "")
        }
        return problems.isEmpty ? nil : problems.joined(separator: ", ")
    }

    private func origin(_ column: String, tenant: Bool) -> String {
        if explanation.filledColumns.contains(column) { return "row: \(column)" }
        return tenant ? "tenant" : "welcome.yml"
    }

    private var localeOrigin: String {
        let asked = origin("locale", tenant: explanation.tenant.locale != nil)
        guard explanation.line.locale != explanation.lead.locale else { return asked }
        return "fallback: the theme has no text in \(explanation.lead.locale), asked for by \(asked)"
    }

    private var recipient: String? {
        guard let recipient = explanation.line.recipient else { return nil }
        return recipient.address.map { String(decoding: $0, as: UTF8.self) } ?? recipient.jid
    }

    private var recipientOrigin: String? {
        let notes = explanation.line.recipient?.notes.map(\.rawValue) ?? []
        return notes.isEmpty ? nil : notes.joined(separator: ", ")
    }

    private var media: [(String, String, String?)] {
        guard let page = explanation.page else { return [] }
        let lead = LeadMedia(of: explanation.lead)
        let asked = [("voice", lead.voice.map { [$0] }), ("images", lead.images), ("documents", lead.documents)]
        let own = asked.compactMap { column, paths in
            paths.map { (column, $0.joined(separator: ", "), "row: \(column)") }
        }
        return own + [("assets", "\(explanation.assets.count) files", "theme \(page.theme) and row")]
    }
}
