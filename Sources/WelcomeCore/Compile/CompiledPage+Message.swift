/// The message of a page for one lead.
extension CompiledPage {
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
}
