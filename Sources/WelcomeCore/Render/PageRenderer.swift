import Crypto
import Gzip

/// Renders pages for leads, one after another, with buffers of its own.
///
/// Pure: it tells whether a page is to be written and gives the bytes; writing is the publisher's. One renderer serves
/// one thread at a time.
package struct PageRenderer: Sendable {
    /// Stands in the fingerprint of every page: a change of what the renderer writes for the same compiled page and lead,
    /// such as an escaping or the form of a date, has to raise it, or pages that are published keep the old bytes.
    package static let version = 1

    private let terms: RenderTerms
    /// What a fingerprint is over.
    private var parts: [UInt8] = []
    private var html: [UInt8] = []
    private var gzip = GzipFile()

    package init(terms: RenderTerms) {
        self.terms = terms
    }

    /// Returns what the page of `job`, which was compiled as `page` and shows `values`, is made from, as one digest.
    ///
    /// - Complexity: O(bytes of the lead).
    package mutating func fingerprint(_ job: PageJob, _ page: CompiledPage, _ values: LinkValues) -> [UInt8] {
        parts.removeAll(keepingCapacity: true)
        add(number: terms.rendererVersion)
        // As files the same pages are others.
        add(number: terms.store == .gzip ? 1 : 0)
        add(page.digest)
        add(values.url)
        let fields = job.lead?.fields ?? []
        add(number: fields.count)
        for field in fields { add(field.value.bytes) }
        for text in values.media { add(text) }
        return bytes(of: SHA256.hash(data: parts))
    }

    /// Adds a field to `parts`, with its length before it, so that no two lists of fields have the same bytes.
    private mutating func add(_ field: [UInt8]) {
        add(number: field.count)
        parts += field
    }

    private mutating func add(number: Int) {
        for shift in stride(from: 0, to: 32, by: 8) { parts.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    /// Renders the page of `job`, which was compiled as `page` and shows `values`, into `file` and returns its record.
    ///
    /// - Complexity: O(bytes of the file).
    package mutating func render(
        _ job: PageJob, _ page: CompiledPage, _ values: LinkValues, fingerprint: [UInt8]
    ) -> PageRecord {
        let fields = job.lead?.fields ?? []
        var hash = SHA256()
        switch terms.store {
        case .html:
            html.removeAll(keepingCapacity: true)
            page.html.append(fields: fields, values, to: &html)
            hash = page.opening
            hash.update(data: html[page.html.openingCount...])
        case .gzip:
            guard let compressed = page.compressed else { preconditionFailure("a page compiled for another store") }
            compressed.render(fields: fields, values, into: &gzip)
            hash.update(data: gzip.bytes)
        }
        return PageRecord(
            fingerprint: fingerprint, sha256: bytes(of: hash.finalize()), byteCount: file.count,
            changedIn: terms.build)
    }

    /// The 32 bytes of a hash; an array that is made of one without being told so grows four times.
    private func bytes(of digest: SHA256Digest) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(SHA256Digest.byteCount)
        for byte in digest { bytes.append(byte) }
        return bytes
    }

    /// The file of the page that was rendered last.
    package var file: [UInt8] {
        switch terms.store {
        case .html: html
        case .gzip: gzip.bytes
        }
    }
}
