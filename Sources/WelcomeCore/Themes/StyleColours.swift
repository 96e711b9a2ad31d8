/// The colours that a theme's style sheets give to its custom properties, in the light scheme and in the dark one.
///
/// Reads what the shipped style sheets are made of: `:root { --name: #rrggbb }`, alone or inside
/// `@media (prefers-color-scheme: dark)`. A colour written in another way is not seen.
struct StyleColours: Sendable {
    private(set) var light: [String: Colour] = [:]
    private(set) var dark: [String: Colour] = [:]

    init(styles: String) {
        var reader = StyleReader(Array(styles.utf8))
        while let (name, value, blocks) = reader.nextDeclaration() {
            guard blocks.last == ":root", let colour = Colour(hex: value) else { continue }
            let outer = blocks.dropLast()
            if outer.isEmpty {
                // What comes later wins, whatever stood in a media query before.
                light[name] = colour
                dark[name] = colour
            } else if outer.count == 1, outer[0].hasPrefix("@media"), outer[0].hasSuffix("(prefers-color-scheme:dark)")
            {
                dark[name] = colour
            }
        }
    }

    /// What text in the accent stands on; what is filled with it stands on the first two.
    private static let surfaces = ["--page", "--card", "--tint"]

    /// The backgrounds of the light scheme; white where the style sheets name none.
    var lightSurfaces: [Colour] { Self.surfaces.compactMap { light[$0] }.orElse(.white) }
    /// The backgrounds of the dark scheme; black where the style sheets name none.
    var darkSurfaces: [Colour] { Self.surfaces.compactMap { dark[$0] }.orElse(.black) }
    /// The backgrounds of the dark scheme that something filled stands on.
    var darkGrounds: [Colour] { Self.surfaces.prefix(2).compactMap { dark[$0] }.orElse(.black) }
}

extension [Colour] {
    fileprivate func orElse(_ colour: Colour) -> [Colour] { isEmpty ? [colour] : self }
}

/// Reads the declarations of custom properties, with the blocks they stand in.
private struct StyleReader {
    private let bytes: [UInt8]
    private var position = 0
    private var blocks: [String] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func nextDeclaration() -> (name: String, value: String, blocks: [String])? {
        var words: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "/") where position < bytes.count && bytes[position] == UInt8(ascii: "*"):
                position = bytes.offset(of: Array("*/".utf8), from: position + 1).map { $0 + 2 } ?? bytes.count
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                position = (bytes[position...].firstIndex(of: byte) ?? bytes.count - 1) + 1
            case UInt8(ascii: "{"):
                blocks.append(String(decoding: words, as: UTF8.self))
                words = []
            case UInt8(ascii: ";"), UInt8(ascii: "}"):
                let inside = blocks
                if byte == UInt8(ascii: "}") { _ = blocks.popLast() }
                let parts = words.split(separator: UInt8(ascii: ":"), maxSplits: 1)
                words = []
                if parts.count == 2, parts[0].starts(with: "--".utf8) {
                    return (
                        String(decoding: parts[0], as: UTF8.self), String(decoding: parts[1], as: UTF8.self), inside
                    )
                }
            case 32, 9, 10, 12, 13: break
            default: words.append(byte)
            }
        }
        return nil
    }
}
