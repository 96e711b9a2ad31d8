import Gzip

/// How pages lie on disk.
package enum PageStore: String, CaseIterable, Sendable {
    /// `<code>.html`, compressed while it is sent.
    case html
    /// `<code>.html.gz` only, unpacked for the few clients that cannot.
    case gzip

    /// How files of pages end.
    package var ending: String {
        switch self {
        case .html: ".html"
        case .gzip: ".html.gz"
        }
    }

    /// The HTML in a file of a page; `nil` where it is damaged.
    package func html(in file: [UInt8]) -> [UInt8]? {
        switch self {
        case .html: file
        case .gzip: file.gunzipped(limit: Self.largestPage)
        }
    }

    /// A file that holds `html`, made without regard to what it was compiled from.
    ///
    /// - Complexity: O(bytes), slowly where it is compressed.
    package func file(of html: [UInt8]) -> [UInt8] {
        switch self {
        case .html: return html
        case .gzip:
            var file = GzipFile()
            file.begin()
            file.append(DeflatedBytes(html[...]))
            file.end()
            return file.bytes
        }
    }

    /// More than any theme makes: what holds more is not ours.
    private static let largestPage = 64 << 20
}
