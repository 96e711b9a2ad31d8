/// The stand-in for an image's HTML while the tree is rendered: a number between two bytes 0xFF.
///
/// No text can forge one: the parser replaces every byte that is not UTF-8. A node of finished HTML would be simpler,
/// but the library does not let one stand in a table's cell.
enum ImageMark {
    private static let fence: UInt8 = 0xFF

    /// The stand-in with the number `index`.
    static func bytes(of index: Int) -> [UInt8] {
        [fence] + Array(String(index).utf8) + [fence]
    }

    /// Puts `replacements` into `html` where their stand-ins are.
    ///
    /// - Complexity: O(bytes).
    static func fill(_ html: [UInt8], with replacements: [[UInt8]]) -> [UInt8] {
        guard !replacements.isEmpty else { return html }
        var output: [UInt8] = []
        output.reserveCapacity(html.count + replacements.reduce(0) { $0 + $1.count })
        for (index, part) in html.split(separator: fence, omittingEmptySubsequences: false).enumerated() {
            if index % 2 == 0 {
                output += part
            } else if let number = Int(String(decoding: part, as: UTF8.self)) {
                output += replacements[number]
            }
        }
        return output
    }
}
