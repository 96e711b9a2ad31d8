/// The loudness of a voice as the drawing that a player shows: bars beside one another, as one SVG path of strokes.
struct Waveform {
    /// The size of the drawing, `viewBox="0 0 256 40"`: four units for each of 64 bars.
    static let width = 256
    static let height = 40

    /// The attribute `d` of a path that is stroked 2 units wide with round ends.
    let path: String

    /// - Parameter levels: the loudness of equal stretches, 0…255 of the loudest; `nil` comes of none.
    init?(levels: [UInt8]) {
        guard !levels.isEmpty else { return nil }
        path = levels.enumerated().map { index, level in
            let x = (2 * index + 1) * Self.width / (2 * levels.count)
            // Silence is a dot, so that the row does not fall apart.
            let half = max(1, Int(level) * 18 / 255)
            return "M\(x) \(Self.height / 2 - half)v\(2 * half)"
        }.joined()
    }
}

/// The colour that stands where a picture is still to come.
struct PlaceholderColour: Hashable {
    /// `#rrggbb`, in lower case.
    let value: String

    /// Takes nothing but `#rrggbb`.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        let isHexadecimal = bytes.dropFirst().allSatisfy { byte in
            (48...57).contains(byte) || (97...102).contains(byte | 0x20)
        }
        guard bytes.count == 7, bytes[0] == UInt8(ascii: "#"), isHexadecimal else { return nil }
        value = text.lowercased()
    }

    /// The class that gives an element this colour.
    var className: String { "tone-\(value.dropFirst())" }

    /// The rule of the class.
    var rule: String { ".\(className){background-color:\(value)}" }
}
