/// How long a message is, in the units that its carriers count.
package struct MessageLength: Sendable, Hashable {
    /// Unicode scalars, which is what people call characters.
    package var scalars: Int
    /// What ChatFlow's limit and most programs count.
    package var utf16Units: Int
    /// Short messages it would take: 160 GSM-7 septets or 70 UCS-2 units in one, 153 or 67 in each of several
    /// (3GPP TS 23.038 and 23.040).
    package var smsParts: Int

    package init(of text: [UInt8]) {
        var scalars = 0
        var units = 0
        var septets: Int? = 0
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            scalars += 1
            units += scalar.value > 0xFFFF ? 2 : 1
            septets = septets.flatMap { sum in gsmSeptets(scalar).map { sum + $0 } }
        }
        self.scalars = scalars
        utf16Units = units
        let (length, single, multiple) = septets.map { ($0, 160, 153) } ?? (units, 70, 67)
        smsParts = length <= single ? 1 : (length + multiple - 1) / multiple
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
