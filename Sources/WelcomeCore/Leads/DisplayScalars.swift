/// What kinds of characters the cleaning of shown text tells apart.
extension Unicode.Scalar {
    var isLineBreak: Bool {
        switch value {
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    /// Zero-width joiner and non-joiner.
    var isJoiner: Bool { value == 0x200C || value == 0x200D }

    /// Control, bidi and invisible characters, tags and noncharacters.
    var isRemoved: Bool {
        switch value {
        case 0...0x1F, 0x7F...0x9F: true
        case 0xAD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E: true
        case 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x206F: true
        case 0x3164, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFC, 0xFDD0...0xFDEF: true
        case 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE00FF, 0xE01F0...0xE0FFF: true
        default: value & 0xFFFE == 0xFFFE
        }
    }

    /// Whether the scalar attaches itself to the one before: combining marks and variation selectors.
    var isMark: Bool {
        guard value >= 0x0300 else { return false }
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return true
        default: return false
        }
    }

    /// Whether the scalar is of a script in which joiners change the shape of letters.
    var joinsScripts: Bool {
        switch value {
        case 0x0600...0x08FF, 0x0900...0x0DFF, 0x1000...0x109F, 0x1780...0x18AF, 0xFB50...0xFDCF, 0xFE70...0xFEFC: true
        default: false
        }
    }

    /// Whether the scalar may be trimmed from the ends: spaces of every width, and the blank of braille.
    var isTrimmed: Bool { properties.isWhitespace || value == 0x2800 || isJoiner }

    /// Whether normalisation leaves the scalar alone, as long as no combining mark follows; `false` when in doubt.
    var isSurelyNFC: Bool {
        switch value {
        case 0..<0x0300, 0x0400...0x0482, 0x048A...0x058F, 0x2010...0x205F, 0x20A0...0x20BF: true
        case 0x3041...0x3098, 0x309B...0x30FF, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0x1F000...0x1FAFF: true
        default: false
        }
    }
}
