/// What a link or image of a theme may point to: the allow list for every `href` and `src`.
///
/// Judged on bytes and as strictly as any browser might read them: whatever is not plainly one of the allowed forms is
/// refused. HTML entities must be resolved before, as the Markdown parser does; one that is left never passes for a
/// scheme's colon.
package enum LinkTarget: Hashable, Sendable {
    /// `https://` with a host and no user name.
    case https
    /// `tel:` with a number.
    case tel
    /// `mailto:` with an address.
    case mailto
    /// `#name`, a place on the same page.
    case fragment
    /// A file of the theme: the path with percent-encoding resolved, without `.` and `..`.
    case relative([UInt8])
    /// Nothing that a page may point to.
    case refused(Fault)

    /// Why a destination is refused.
    package enum Fault: String, Hashable, Sendable, CaseIterable {
        case empty = "destination is empty"
        case encoding = "destination is not UTF-8"
        case controlOrSpace = "destination contains a control character or a space"
        case backslash = "destination contains a backslash"
        case http = "destination must use https, not http"
        case scheme = "destination must be https, tel, mailto, # or a file of the theme"
        case networkPath = "destination must not begin with //"
        case absolutePath = "path must not begin with /"
        case dotSegment = "path must not contain . or .. as a folder"
        case relativeCharacter = "path must not contain ? # & : ; % or quotes"
        case host = "https address needs a plain host name"
        case number = "tel address needs a phone number"
        case address = "mailto address needs an e-mail address"
    }

    /// Classifies a destination.
    ///
    /// - Complexity: O(bytes).
    package init(_ destination: [UInt8]) {
        if let fault = Self.generalFault(destination) {
            self = .refused(fault)
        } else if destination.first == UInt8(ascii: "#") {
            self = .fragment
        } else if let colon = destination.firstIndex(where: { Array(":/?#".utf8).contains($0) }),
            destination[colon] == UInt8(ascii: ":")
        {
            self = Self.absolute(scheme: destination[..<colon], rest: destination[(colon + 1)...])
        } else {
            self = Self.path(destination)
        }
    }
}

// MARK: - The forms

extension LinkTarget {
    private static func generalFault(_ destination: [UInt8]) -> Fault? {
        if destination.isEmpty { return .empty }
        guard String(validating: destination, as: UTF8.self) != nil else { return .encoding }
        if destination.contains(where: isControlOrSpace) { return .controlOrSpace }
        if destination.contains(UInt8(ascii: "\\")) { return .backslash }
        // C1 controls, no-break and zero-width spaces, line separators and bidi controls, in UTF-8.
        guard destination.contains(where: { $0 >= 0x80 }) else { return nil }
        return invisibles.contains { destination.offset(of: $0) != nil } ? .controlOrSpace : nil
    }

    private static func absolute(scheme: ArraySlice<UInt8>, rest: ArraySlice<UInt8>) -> LinkTarget {
        let name = scheme.map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 }
        switch String(decoding: name, as: UTF8.self) {
        case "https": return https(rest)
        case "http": return .refused(.http)
        case "tel":
            let digits = rest.count { (0x30...0x39).contains($0) }
            let isNumber = rest.allSatisfy { "0123456789+-.()".utf8.contains($0) } && (3...20).contains(digits)
            return isNumber ? .tel : .refused(.number)
        case "mailto":
            let signs = rest.count { $0 == UInt8(ascii: "@") }
            let isAddress = signs == 1 && rest.first != UInt8(ascii: "@") && rest.last != UInt8(ascii: "@")
            let isPlain = !rest.contains { "\"'<>:/".utf8.contains($0) } && !hasEncodedControl(rest)
            return isAddress && isPlain ? .mailto : .refused(.address)
        default: return .refused(.scheme)
        }
    }

    private static func https(_ rest: ArraySlice<UInt8>) -> LinkTarget {
        guard rest.starts(with: "//".utf8) else { return .refused(.host) }
        let authority = rest.dropFirst(2).prefix { !"/?#".utf8.contains($0) }
        let parts = authority.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        let labels = parts[0].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let isHost = labels.allSatisfy { !$0.isEmpty && $0.allSatisfy { isWord($0) || $0 == UInt8(ascii: "-") } }
        let isPort = parts.count == 1 || parts.count == 2 && (1...5).contains(parts[1].count)
        let hasDigitsOnly = parts.dropFirst().allSatisfy { $0.allSatisfy { (0x30...0x39).contains($0) } }
        guard isHost, isPort, hasDigitsOnly else { return .refused(.host) }
        return hasEncodedControl(rest) ? .refused(.controlOrSpace) : .https
    }

    private static func path(_ destination: [UInt8]) -> LinkTarget {
        if destination.starts(with: "//".utf8) { return .refused(.networkPath) }
        if destination.first == UInt8(ascii: "/") { return .refused(.absolutePath) }
        guard let path = percentDecoded(destination[...]) else { return .refused(.relativeCharacter) }
        if path.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return .refused(.controlOrSpace) }
        if path.contains(UInt8(ascii: "\\")) { return .refused(.backslash) }
        guard !destination.contains(where: { "?#&;\"'<>`".utf8.contains($0) }),
            !path.contains(where: { ":%?#&;\"'<>`".utf8.contains($0) }),
            String(validating: path, as: UTF8.self) != nil
        else { return .refused(.relativeCharacter) }
        // Encoded slashes count as slashes: that is how the file would be looked for.
        let segments = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let hasDots = segments.contains { $0.isEmpty || $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }
        return hasDots ? .refused(.dotSegment) : .relative(path)
    }
}

// MARK: - Bytes

private let invisibles: [[UInt8]] =
    ((0x80...0xA0).map { $0 } + [0xAD, 0x200B, 0x2028, 0x2029, 0x2060, 0x3000, 0xFEFF] as [UInt32]
    + Array(0x2000...0x200F) + Array(0x202A...0x202F) + Array(0x2066...0x2069))
    .compactMap { Unicode.Scalar($0).map { Array(String($0).utf8) } }

private func isControlOrSpace(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == 0x7F }

/// Whether `byte` is an ASCII letter or digit, or part of a letter beyond ASCII.
private func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...: true
    default: false
    }
}

/// Resolves `%41`; `nil` when a percent sign is not followed by two hexadecimal digits.
private func percentDecoded(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var output: [UInt8] = []
    var rest = text
    while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "%") else {
            output.append(byte)
            continue
        }
        guard let high = rest.popFirst().flatMap(hexValue), let low = rest.popFirst().flatMap(hexValue) else {
            return nil
        }
        output.append(high << 4 | low)
    }
    return output
}

private func hexValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x41...0x46: digit - 0x41 + 10
    case 0x61...0x66: digit - 0x61 + 10
    default: nil
    }
}

/// Whether `text` holds `%00` to `%1F` or `%7F`, or a percent sign that encodes nothing.
private func hasEncodedControl(_ text: ArraySlice<UInt8>) -> Bool {
    guard let decoded = percentDecoded(text) else { return true }
    return decoded.contains { $0 < 0x20 || $0 == 0x7F }
}
