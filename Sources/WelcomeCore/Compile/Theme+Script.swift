import Crypto

extension Theme {
    /// The scripts of the chain as one file to publish, or `nil` when there are none.
    var script: MediaAsset? {
        let text = joinedAssets(ending: ".js")
        guard !text.isEmpty else { return nil }
        let digits = Array("0123456789abcdef")
        let name = SHA256.hash(data: text).prefix(16).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return MediaAsset(
            hash: String(name), byteCount: text.count, facts: MediaFacts(format: .javascript), content: .bytes(text))
    }
}
