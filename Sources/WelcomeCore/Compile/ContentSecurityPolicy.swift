import Crypto
import Foundation

/// The policy that a page carries for itself: nothing from anywhere but this site, styles and scripts by their hash.
///
/// It stands in a `meta` element because its hashes belong to this page only; what a `meta` cannot hold
/// (`frame-ancestors`) is the web server's part. See Content Security Policy Level 3, 3.3.
///
/// A page without `ownMedia` may not even show pictures of this site; only one with `ownScripts` may load any from it.
///
/// `styles` and `scripts` are the hashes of what stands inline, as `inlineHash` makes them.
func contentSecurityPolicy(
    styles: [String], scripts: [String], ownScripts: Bool = false, ownMedia: Bool = true
) -> String {
    var parts = ["default-src 'none'"]
    if ownMedia { parts += ["img-src 'self'", "media-src 'self'"] }
    if !styles.isEmpty { parts.append("style-src \(hashes(styles))") }
    let allowed = (ownScripts ? ["'self'"] : []) + (scripts.isEmpty ? [] : [hashes(scripts)])
    if !allowed.isEmpty { parts.append("script-src \(allowed.joined(separator: " "))") }
    parts += ["base-uri 'none'", "form-action 'none'"]
    return parts.joined(separator: "; ")
}

private func hashes(_ hashes: [String]) -> String { hashes.map { "'sha256-\($0)'" }.joined(separator: " ") }

/// The hash of an inline style or script for a policy.
func inlineHash(_ text: some Sequence<UInt8>) -> String { base64(SHA256.hash(data: withLineFeeds(Array(text)))) }

func base64(_ digest: SHA256Digest) -> String { Data(digest).base64EncodedString() }

/// The text as a browser hashes it: carriage returns are gone before the page is parsed (HTML standard, 13.2.3.5).
func withLineFeeds(_ text: [UInt8]) -> [UInt8] {
    guard text.contains(13) else { return text }
    var output: [UInt8] = []
    output.reserveCapacity(text.count)
    for (index, byte) in zip(text.indices, text) {
        if byte == 10, index > text.startIndex, text[index - 1] == 13 { continue }
        output.append(byte == 13 ? 10 : byte)
    }
    return output
}
