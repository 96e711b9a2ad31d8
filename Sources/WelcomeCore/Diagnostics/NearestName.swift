/// Returns the known name that `typed` was most likely meant to be, or `nil` when none is near.
///
/// Distance is Damerau-Levenshtein (optimal string alignment) over UTF-8 bytes; at most a third of the letters may
/// differ, so that a wholly different word gets no misleading advice. Nobody means a word of more than 64 bytes.
///
/// - Complexity: O(names × length²); meant for the moment after a mistake was found, not for a loop over leads.
package func nearestName(to typed: String, among names: some Sequence<String>) -> String? {
    let word = Array(typed.lowercased().utf8)
    guard word.count <= 64 else { return nil }
    var best: (name: String, distance: Int)?
    for name in names.sorted() where name.utf8.count <= 128 {
        let distance = editDistance(word, Array(name.lowercased().utf8))
        if distance < (best?.distance ?? .max) { best = (name, distance) }
    }
    guard let best, best.distance <= max(1, word.count / 3) else { return nil }
    return best.name
}

private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...b.count)
    for i in a.indices {
        var current = [i + 1]
        for j in b.indices {
            var cost = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforePrevious[j - 1] + 1) }
            current.append(cost)
        }
        (beforePrevious, previous) = (previous, current)
    }
    return previous[b.count]
}
