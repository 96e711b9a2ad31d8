/// Why a finished message must not be sent to one lead.
package enum MessageProblem: String, CaseIterable, Sendable {
    /// Beyond what the channel takes.
    case tooLong = "message_too_long"
    /// Values of the lead and words beside them make a link, which messengers would preview in place of the page's.
    case secondLink = "message_second_link"
    /// A value of the lead is one by itself: the message goes without the value, or not at all where it cannot.
    case looksLikeLink = "value_looks_like_link"
    /// The tenant's stop word, which would switch the CRM's assistant off for this lead.
    case stopWord = "message_stop_word"
}

/// What it means for a lead that others of its tenant and slot come to the same recipient.
package enum GreetingProblem: String, CaseIterable, Sendable {
    /// The person is greeted by another lead.
    case recipientRepeated = "recipient_repeated"
    /// The person was greeted by an earlier lead and is greeted again: only a note.
    case recipientGreetedBefore = "recipient_greeted_before"
}

/// Returns what is wrong with `text` as the message of one lead, which ends with the page's own link, `url`, by whatever
/// channel it goes; how long it may be each channel knows.
func messageProblems(_ text: [UInt8], url: [UInt8], _ tenant: TenantSettings) -> [MessageProblem] {
    var problems: [MessageProblem] = []
    if LinkLikeText.isFound(in: text.dropLast(url.count)) { problems.append(.secondLink) }
    if !tenant.stopWords.isEmpty {
        let folded = String(decoding: text, as: UTF8.self).lowercased()
        if tenant.stopWords.contains(where: { folded.contains($0.lowercased()) }) { problems.append(.stopWord) }
    }
    return problems
}
