/// A colour of the sRGB space, eight bits a channel.
package struct Colour: Sendable, Hashable {
    package var red: UInt8
    package var green: UInt8
    package var blue: UInt8

    package init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// Reads `#rgb` or `#rrggbb`; anything else is no colour.
    package init?(hex: some StringProtocol) {
        let bytes = Array(hex.utf8)
        guard bytes.first == UInt8(ascii: "#") else { return nil }
        let digits = bytes.dropFirst().compactMap(hexValue)
        guard digits.count == bytes.count - 1 else { return nil }
        switch digits.count {
        case 3: self.init(red: digits[0] * 17, green: digits[1] * 17, blue: digits[2] * 17)
        case 6:
            self.init(
                red: digits[0] * 16 + digits[1], green: digits[2] * 16 + digits[3], blue: digits[4] * 16 + digits[5])
        default: return nil
        }
    }

    package static let white = Colour(red: 255, green: 255, blue: 255)
    package static let black = Colour(red: 0, green: 0, blue: 0)

    /// The colour as `#rrggbb`.
    package var hex: String {
        "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The relative luminance of WCAG 2.2, from 0 for black to 1 for white.
    package var luminance: Double {
        let (red, green, blue) = linear
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The contrast ratio of WCAG 2.2, from 1 to 21.
    package func contrast(with other: Colour) -> Double {
        let (a, b) = (luminance, other.luminance)
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    /// White where it can be read on this colour, and otherwise black, which then can.
    package var readableText: Colour {
        contrast(with: .white) >= Self.textContrast ? .white : .black
    }

    /// What text needs to be read (WCAG 2.2, 1.4.3).
    package static let textContrast = 4.5
    /// What a shape needs to be seen (WCAG 2.2, 1.4.11).
    package static let shapeContrast = 3.0
}

// MARK: - Shades

extension Colour {
    /// Which way a colour is changed.
    package enum Direction: Sendable {
        case darker, lighter
    }

    /// The nearest shade of the same hue that `passes`, in the colour space OKLab; this colour where it does already.
    ///
    /// Saturation is given up only where the screen cannot show it.
    package func shade(_ direction: Direction, until passes: (Colour) -> Bool) -> Colour {
        if passes(self) { return self }
        let (lightness, a, b) = oklab
        let step = direction == .darker ? -0.004 : 0.004
        for count in 1...250 {
            let shade = Self.shown(lightness: min(max(lightness + Double(count) * step, 0), 1), a, b)
            if passes(shade) { return shade }
        }
        return direction == .darker ? .black : .white
    }

    private var linear: (red: Double, green: Double, blue: Double) {
        (Self.linear(red), Self.linear(green), Self.linear(blue))
    }

    /// The transfer function of sRGB.
    private static func linear(_ channel: UInt8) -> Double {
        let value = Double(channel) / 255
        guard value > 0.04045 else { return value / 12.92 }
        // x to the power of 2.4 is the fifth root of x, twelve times.
        return power(root((value + 0.055) / 1.055, 5), 12)
    }

    /// The channel of a linear value, or `nil` beyond what a screen shows.
    private static func channel(_ value: Double) -> UInt8? {
        guard value > -0.0005, value < 1.0005 else { return nil }
        let value = min(max(value, 0), 1)
        // x to the power of 1/2.4 is the twelfth root of x, five times.
        let twelfth = root(value.squareRoot().squareRoot(), 3)
        return UInt8((255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * power(twelfth, 5) - 0.055)).rounded())
    }

    /// Lightness, green to red, blue to yellow, by Björn Ottosson's matrices.
    private var oklab: (lightness: Double, a: Double, b: Double) {
        let (red, green, blue) = linear
        let l = root(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue, 3)
        let m = root(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue, 3)
        let s = root(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue, 3)
        return (
            0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
        )
    }

    /// The most saturated colour of this hue and lightness that a screen shows.
    private static func shown(lightness: Double, _ a: Double, _ b: Double) -> Colour {
        for twentieths in (0...20).reversed() {
            let saturation = Double(twentieths) / 20
            let (a, b) = (a * saturation, b * saturation)
            let l = power(lightness + 0.3963377774 * a + 0.2158037573 * b, 3)
            let m = power(lightness - 0.1055613458 * a - 0.0638541728 * b, 3)
            let s = power(lightness - 0.0894841775 * a - 1.2914855480 * b, 3)
            if let red = channel(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
                let green = channel(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
                let blue = channel(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)
            {
                return Colour(red: red, green: green, blue: blue)
            }
        }
        return lightness < 0.5 ? .black : .white
    }
}

/// The root of a number from 0 to 1 by Newton's method: the same bits on every machine, which a C library's are not.
private func root(_ value: Double, _ degree: Int) -> Double {
    guard value > 0 else { return 0 }
    var guess = 1.0
    for _ in 0..<80 {
        let below = power(guess, degree - 1)
        guess -= (guess * below - value) / (Double(degree) * below)
    }
    return guess
}

private func power(_ value: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * value }
}

private func hexValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
}
