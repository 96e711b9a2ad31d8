import Crypto
import Foundation

/// The policy that a page carries for itself: nothing from anywhere but this site, styles and scripts by their hash.
///
/// It stands in a `meta` element because its hashes belong to this page only; what a `meta` cannot hold
/// (`frame-ancestors`) is the web server's part. See Content Security Policy Level 3, 3.3.
///
/// A page without `ownMedia` may not even show pictures of this site; only one with `ownScripts` may load any from it.
func contentSecurityPolicy(
    styles: [ArraySlice<UInt8>], scripts: [ArraySlice<UInt8>], ownScripts: Bool = false, ownMedia: Bool = true
) -> String {
    var parts = ["default-src 'none'"]
    if ownMedia { parts += ["img-src 'self'", "media-src 'self'"] }
    if !styles.isEmpty { parts.append("style-src \(hashes(styles))") }
    let allowed = (ownScripts ? ["'self'"] : []) + (scripts.isEmpty ? [] : [hashes(scripts)])
    if !allowed.isEmpty { parts.append("script-src \(allowed.joined(separator: " "))") }
    parts += ["base-uri 'none'", "form-action 'none'"]
    return parts.joined(separator: "; ")
}

private func hashes(_ texts: [ArraySlice<UInt8>]) -> String {
    texts.map { "'sha256-\(Data(SHA256.hash(data: withLineFeeds($0))).base64EncodedString())'" }.joined(separator: " ")
}

/// The text as a browser hashes it: carriage returns are gone before the page is parsed (HTML standard, 13.2.3.5).
private func withLineFeeds(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(text.count)
    for (index, byte) in zip(text.indices, text) {
        if byte == 10, index > text.startIndex, text[index - 1] == 13 { continue }
        output.append(byte == 13 ? 10 : byte)
    }
    return output
}
