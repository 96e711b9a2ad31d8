/// Why a finished message must not be sent to one lead.
package enum MessageProblem: String, CaseIterable, Sendable {
    /// Beyond what the channel takes.
    case tooLong = "message_too_long"
    /// A lead's value brings a link of its own, which messengers would preview in place of the page's.
    case secondLink = "message_second_link"
    /// The tenant's stop word, which would switch the CRM's assistant off for this lead.
    case stopWord = "message_stop_word"
}

/// Returns what is wrong with `text` as the message of one lead, which ends with the page's own link, `url`, by whatever
/// channel it goes; how long it may be each channel knows.
func messageProblems(_ text: [UInt8], url: [UInt8], _ tenant: TenantSettings) -> [MessageProblem] {
    var problems: [MessageProblem] = []
    let body = Array(text.dropLast(url.count))
    if linkStarts.contains(where: { body.offset(of: $0) != nil }) {
        problems.append(.secondLink)
    }
    if !tenant.stopWords.isEmpty {
        let folded = String(decoding: text, as: UTF8.self).lowercased()
        if tenant.stopWords.contains(where: { folded.contains($0.lowercased()) }) { problems.append(.stopWord) }
    }
    return problems
}

/// What messengers take for the beginning of a link.
private let linkStarts = ["://", "www.", "WWW.", "Www."].map { Array($0.utf8) }
