import Crypto
import Foundation

/// The policy that a page carries for itself: nothing from anywhere but this site, styles and scripts by their hash.
///
/// It stands in a `meta` element because its hashes belong to this page only; what a `meta` cannot hold
/// (`frame-ancestors`) is the web server's part. See Content Security Policy Level 3, 3.3.
func contentSecurityPolicy(styles: [ArraySlice<UInt8>], scripts: [ArraySlice<UInt8>]) -> String {
    var parts = ["default-src 'none'", "img-src 'self'", "media-src 'self'"]
    if !styles.isEmpty { parts.append("style-src \(hashes(styles))") }
    if !scripts.isEmpty { parts.append("script-src \(hashes(scripts))") }
    parts += ["base-uri 'none'", "form-action 'none'"]
    return parts.joined(separator: "; ")
}

private func hashes(_ texts: [ArraySlice<UInt8>]) -> String {
    texts.map { "'sha256-\(Data(SHA256.hash(data: $0)).base64EncodedString())'" }.joined(separator: " ")
}
