/// Why leads are unsendable, with the rows that it concerns; never their values.
package struct Obstacles: Sendable {
    /// The rows that share a reason.
    package struct Rows: Sendable, Hashable {
        package private(set) var count = 0
        /// The first places, ascending.
        package private(set) var examples: [Int64] = []

        private static let maxExamples = 3

        package init() {}

        /// Counts a row, which stands at `position` of the source.
        package mutating func add(_ position: Int64?) {
            count += 1
            keep(position.map { [$0] } ?? [])
        }

        /// Takes in what another part of the build found.
        package mutating func merge(_ other: Rows) {
            count += other.count
            keep(other.examples)
        }

        private mutating func keep(_ positions: [Int64]) {
            examples = Array((examples + positions).sorted().prefix(Self.maxExamples))
        }
    }

    package private(set) var rows: [DeliveryProblem: Rows] = [:]

    package init() {}

    /// Takes a line of the manifest into account, whose lead stands at `position` of the source.
    package mutating func note(_ line: ManifestLine, at position: Int64?) {
        guard line.state == .unsendable else { return }
        // What a page goes without keeps nobody from being written to.
        let problems = line.problems.filter { !$0.isOfPage }
        for problem in problems.isEmpty ? line.problems : problems {
            // Whoever else is named makes no reason of its own.
            rows[DeliveryProblem(code: problem.code, column: problem.column), default: Rows()].add(position)
        }
    }

    /// Takes in what another part of the build found.
    package mutating func merge(_ other: Obstacles) {
        for (problem, found) in other.rows { rows[problem, default: Rows()].merge(found) }
    }

    /// The reasons, those that concern most leads first.
    package var reasons: [(problem: DeliveryProblem, rows: Rows)] {
        rows.sorted {
            ($1.value.count, $0.key.code, $0.key.column ?? "") < ($0.value.count, $1.key.code, $1.key.column ?? "")
        }.map { ($0.key, $0.value) }
    }
}

extension DeliveryProblem {
    /// Whether the problem is of the page alone, so that its lead can be written to all the same.
    fileprivate var isOfPage: Bool {
        ["media_", "channel_media", "channel_caption", "lead_locale", "value_"].contains { code.hasPrefix($0) }
    }

    /// The reason in words, for a problem that makes a lead unsendable.
    package var reason: String {
        switch code {
        case "phone_missing": "there is no phone"
        case "phone_too_short": "the phone has too few digits"
        case "phone_too_long": "the phone has too many digits"
        case "phone_ambiguous": "the phone can be read in several ways"
        case "phone_unknown_country": "no country has the phone's code"
        case "phone_extension": "the phone has an extension"
        case "phone_several": "there are several phones"
        case "phone_exponent": "a spreadsheet has cut the phone to an exponent"
        case "phone_masked": "digits of the phone are hidden"
        case "phone_is_iin": "the phone is an ИИН"
        case "phone_hidden": "the phone is one of WhatsApp's hidden ids"
        case "not_a_person": "the address is not a person's"
        case "unknown_server": "what follows the @ is no WhatsApp server"
        case "message_too_long": "the message is too long for the channel"
        case "message_second_link": "a value brings a second link into the message"
        case "message_stop_word": "the message holds a stop word of the tenant"
        case "channel_unknown": "there is no such channel"
        case "chat_id_missing": "there is no chat id"
        case "chat_id_invalid": "the chat id is none"
        case "email_missing": "there is no e-mail address"
        case "email_invalid": "the e-mail address is none"
        case "template_parameter_missing": "a value that the template shows is missing"
        case "recipient_repeated": "another lead with this recipient is greeted"
        case "theme_faulty": "the tenant's theme has errors"
        case "site_unfinished": "the site still has texts or contacts of the starter"
        default: code
        }
    }
}
