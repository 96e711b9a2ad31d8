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
        var septets: Int? = 0
        // A letter of two is never divided between parts, so that a part may stay one short.
        var (septetParts, unitParts) = (PartCount(length: 153), PartCount(length: 67))
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            scalars += 1
            let width = scalar.value > 0xFFFF ? 2 : 1
            units += width
            unitParts.add(width)
            guard let sum = septets else { continue }
            septets = gsmSeptets(scalar).map { count in
                septetParts.add(count)
                return sum + count
            }
        }
        self.scalars = scalars
        utf16Units = units
        isGSM = septets != nil
        let (length, single, parts) = septets.map { ($0, 160, septetParts) } ?? (units, 70, unitParts)
        smsParts = length <= single ? 1 : parts.count
    }
}

/// How many parts of a length letters fill, one behind another.
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

/// How many septets the GSM 7-bit default alphabet spends on a scalar; `nil` when it has none for it.
private func gsmSeptets(_ scalar: Unicode.Scalar) -> Int? {
    if gsmBasic.contains(scalar) { return 1 }
    return gsmExtended.contains(scalar) ? 2 : nil
}
