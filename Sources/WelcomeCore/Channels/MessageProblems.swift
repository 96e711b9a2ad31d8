/// Returns what is wrong with `text` as the message of one lead, which ends with the page's own link, `url`, by whatever
/// channel it goes; how long it may be each channel knows.
func messageProblems(_ text: [UInt8], url: [UInt8], _ tenant: TenantSettings) -> [ProblemCode] {
    var problems: [ProblemCode] = []
    if LinkLikeText.isFound(in: text.dropLast(url.count)) { problems.append(.secondLink) }
    if !tenant.stopWords.isEmpty {
        let folded = String(decoding: text, as: UTF8.self).lowercased()
        if tenant.stopWords.contains(where: { folded.contains($0.lowercased()) }) { problems.append(.stopWord) }
    }
    return problems
}
