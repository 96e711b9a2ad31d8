/// The message of a page for one lead.
extension CompiledPage {
    /// More messages than this a page does not have: beyond, what its leads would need counts as impossible.
    static let maxReducedMessages = 64

    /// The fields that the message shows and that messengers would make a link of, by their indexes, ascending.
    ///
    /// - Complexity: O(bytes of these fields).
    package func linkLikeFields(of lead: Lead) -> [Int] {
        var found: Set<Int> = []
        for slot in message.slots {
            guard case .field(let index) = slot.source else { continue }
            if LinkLikeText.isFound(in: lead.fields[index].value.bytes) { found.insert(index) }
        }
        return found.isEmpty ? [] : found.sorted()
    }

    /// The message for leads whose fields at `dropped` must not be shown; `nil` where there is none.
    package func message(without dropped: [Int]) -> CompiledText? {
        dropped.isEmpty ? message : reducedMessages[dropped] ?? nil
    }

    /// The same page with one more message.
    func adding(_ reduced: CompiledText?, without dropped: [Int]) -> CompiledPage {
        var messages = reducedMessages
        messages[dropped] = .some(reduced)
        return CompiledPage(
            html: html, opening: opening, message: message, digest: digest, messageDigest: messageDigest,
            theme: theme, locale: locale, assets: assets, fallbacks: fallbacks, problems: problems,
            isUnfinished: isUnfinished, title: title,
            media: media, mediaForm: mediaForm, mediaPlaces: mediaPlaces, typography: typography,
            reducedMessages: messages)
    }
}
