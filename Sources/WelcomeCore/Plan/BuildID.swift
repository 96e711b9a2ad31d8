import Crypto

/// Names a build after its moment and its input, so that the same input at the same `--now` makes the same bytes.
package struct BuildID: Sendable, Hashable, CustomStringConvertible {
    package let description: String

    /// Names the build of `now` whose leads, compiled pages and settings have the digest `content`.
    package init(now: Timestamp, content: [UInt8]) {
        let moment = now.iso.filter { $0 != "-" && $0 != ":" }
        description = "\(moment)-\(hexadecimal(content.prefix(4)))"
    }
}
