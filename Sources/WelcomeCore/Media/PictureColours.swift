/// What the colours of a picture are made of, on which it depends how they become those of screens.
package enum PictureColours: Sendable, Hashable {
    /// Light alone; a profile says how much of it a number means.
    case grey(hasProfile: Bool)
    case rgb
    /// Inks.
    case cmyk

    /// Looks into a whole picture of `format`; one of which nobody can tell is taken for red, green and blue.
    package init(of bytes: [UInt8], _ format: MediaFormat) {
        switch format {
        case .jpeg: self = JPEGFile(bytes)?.colours ?? .rgb
        // The byte behind the depth: 0 is grey, 4 grey with transparency. Libraries refuse many a profile of theirs.
        case .png: self = bytes.count > 25 && [0, 4].contains(bytes[25]) ? .grey(hasProfile: false) : .rgb
        default: self = .rgb
        }
    }
}
