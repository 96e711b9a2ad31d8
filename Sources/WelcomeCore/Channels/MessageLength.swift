/// How long a message is, in the units that its carriers count.
package struct MessageLength: Sendable, Hashable {
    /// Unicode scalars, which is what people call characters.
    package var scalars: Int
    /// What ChatFlow's limit and most programs count.
    package var utf16Units: Int
    /// Short messages it would take: 160 GSM-7 septets or 70 UCS-2 units in one, 153 or 67 in each of several
    /// (3GPP TS 23.038 and 23.040).
    package var smsParts: Int
    /// Whether the GSM 7-bit default alphabet has every letter of it.
    package var isGSM: Bool

    package init(of text: [UInt8]) {
        var scalars = 0
        var units = 0
        var parts = PartCount(length: 67)
        var mayBeGSM = true
        // Each byte that is no continuation begins a scalar; those of four bytes take two units.
        for byte in text where byte & 0xC0 != 0x80 {
            scalars += 1
            let width = byte >= 0xF0 ? 2 : 1
            units += width
            parts.add(width)
            mayBeGSM = mayBeGSM && mayBeginGSM(byte)
        }
        self.scalars = scalars
        utf16Units = units
        if mayBeGSM, let septets = SeptetCount(text) {
            isGSM = true
            smsParts = septets.total <= 160 ? 1 : septets.parts.count
        } else {
            isGSM = false
            smsParts = units <= 70 ? 1 : parts.count
        }
    }
}

/// A text in the GSM 7-bit default alphabet.
private struct SeptetCount {
    private(set) var total = 0
    private(set) var parts = PartCount(length: 153)

    /// Fails where the alphabet lacks a letter.
    init?(_ text: [UInt8]) {
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            guard let count = gsmSeptets(scalar) else { return nil }
            total += count
            parts.add(count)
        }
    }
}

/// How many parts of a length letters fill, one behind another.
///
/// A letter of two is never divided between parts, so that a part may stay one short.
private struct PartCount {
    let length: Int
    private(set) var count = 1
    private var used = 0

    init(length: Int) {
        self.length = length
    }

    mutating func add(_ width: Int) {
        if used + width > length {
            count += 1
            used = 0
        }
        used += width
    }
}

private let gsmBasic = Set(
    ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
        + "¿abcdefghijklmnopqrstuvwxyzäöñüà").unicodeScalars)
private let gsmExtended = Set("^{}\\[~]|€\u{0C}".unicodeScalars)

/// Whether a letter of the GSM alphabet may begin with this byte in UTF-8: Latin 1, Greek capitals, the euro sign, ASCII.
///
/// Nearly every message is Cyrillic, and its first letter tells.
private func mayBeginGSM(_ byte: UInt8) -> Bool {
    byte < 0x80 || byte == 0xC2 || byte == 0xC3 || byte == 0xCE || byte == 0xE2
}

/// How many septets the GSM 7-bit default alphabet spends on a scalar; `nil` when it has none for it.
private func gsmSeptets(_ scalar: Unicode.Scalar) -> Int? {
    if gsmBasic.contains(scalar) { return 1 }
    return gsmExtended.contains(scalar) ? 2 : nil
}
