/// Why a value of a lead cannot stand where a template put it.
struct SlotRefusal: Error {
    /// Completes "cannot stand …".
    var place: String
    var fix: String?
}

extension HTMLContext {
    /// The escaping that makes any value harmless in this place, or why none does.
    ///
    /// A link may take a value to the hosts in `allowedHosts` only: whoever opens it tells them what the lead wrote.
    func escaping(allowedHosts: Set<String>) -> Result<Escaping, SlotRefusal> {
        switch self {
        case .text(let element):
            return element.elementsEqual("title".utf8) ? .failure(.preview) : .success(.text)
        case .attribute(let name, let element, let prefix):
            return Self.attribute(name, element, prefix, allowedHosts)
        case .unquotedAttribute:
            return .failure(SlotRefusal(place: "in an attribute without quotes", fix: "put double quotes around it"))
        case .tag: return .failure(SlotRefusal(place: "inside a tag", fix: "put it into the text of the element"))
        case .comment: return .failure(SlotRefusal(place: "in a comment", fix: "take it out"))
        case .script: return .failure(SlotRefusal(place: "in a script", fix: "put it into the page's text"))
        case .style: return .failure(SlotRefusal(place: "in a style sheet", fix: "put it into the page's text"))
        }
    }

    private static func attribute(
        _ name: [UInt8], _ element: [UInt8], _ prefix: [UInt8], _ allowedHosts: Set<String>
    ) -> Result<Escaping, SlotRefusal> {
        let name = String(decoding: name, as: UTF8.self)
        let element = String(decoding: element, as: UTF8.self)
        if element == "meta" || element == "base" || element == "link" { return .failure(.preview) }
        if name.hasPrefix("on") {
            return .failure(SlotRefusal(place: "in the event handler `\(name)`", fix: "put it into the page's text"))
        }
        switch name {
        case "style", "srcdoc", "class", "id", "for", "is", "slot", "name", "type", "rel", "target", "sandbox",
            "http-equiv", "nonce", "integrity", "download":
            return .failure(SlotRefusal(place: "in the attribute `\(name)`", fix: "put it into the page's text"))
        case "href" where element == "a" && host(ofURL: prefix) != nil:
            guard let host = host(ofURL: prefix), !allowedHosts.contains(host) else { return .success(.urlPart) }
            return .failure(
                SlotRefusal(
                    place: "in a link to `\(host)`, which would learn it",
                    fix: "take it out, or name the host in theme.yml: allow_values_to: [\(host)]"))
        case "href", "src", "srcset", "action", "formaction", "poster", "cite", "data", "ping", "background",
            "manifest", "xlink:href", "usemap", "longdesc", "codebase", "archive", "profile":
            return .failure(
                SlotRefusal(
                    place: "here in the URL of `\(element) \(name)`",
                    fix: "write the start of the link yourself: href=\"https://host/path?x={{lead.city}}\" on an `a`"))
        default: return .success(.attribute)
        }
    }

    /// The host that `prefix` fixes together with the scheme, so that what follows can only be a path, a query or a
    /// fragment.
    private static func host(ofURL prefix: [UInt8]) -> String? {
        guard prefix.starts(with: "https://".utf8) else { return nil }
        let rest = prefix.dropFirst(8)
        guard let end = rest.firstIndex(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }) else {
            return nil
        }
        let host = rest[..<end]
        let isPlain = host.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 46 }
        return isPlain && !host.isEmpty ? String(decoding: host, as: UTF8.self) : nil
    }
}

extension SlotRefusal {
    static let preview = SlotRefusal(
        place: "in the title or a meta element",
        fix: "everyone sees the preview of a forwarded link: keep the lead's name out of it")
}
