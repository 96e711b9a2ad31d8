package import Gzip

/// A compiled text as gzip files: its fixed bytes compressed once, with room for the values of a lead between them.
///
/// A rendering copies compressed bytes, so that it is cheaper than one of the plain text.
package struct CompressedText: Sendable {
    /// What stands in a file, from front to back.
    private enum Piece: Sendable {
        case deflated(DeflatedBytes)
        /// Values, and fixed bytes between them that are too few to be worth compressing.
        case stored([Part])
    }

    private enum Part: Sendable {
        case fixed([UInt8])
        case slot(CompiledText.Slot)
    }

    private let pieces: [Piece]

    /// Compresses the fixed bytes of `text`.
    ///
    /// - Complexity: O(bytes), some milliseconds a text; done once for all leads of a shape.
    package init(_ text: CompiledText) {
        var pieces: [Piece] = []
        var run: [Part] = []
        func append(_ segment: ArraySlice<UInt8>) {
            guard !segment.isEmpty else { return }
            let deflated = DeflatedBytes(segment)
            // Between two runs of plain bytes it also costs the header of the second.
            guard deflated.count + Self.headerBytes < segment.count else { return run.append(.fixed(Array(segment))) }
            if !run.isEmpty { pieces.append(.stored(run)) }
            run = []
            pieces.append(.deflated(deflated))
        }
        var position = 0
        for slot in text.slots {
            append(text.segments[position..<slot.offset])
            position = slot.offset
            run.append(.slot(slot))
        }
        append(text.segments[position...])
        if !run.isEmpty { pieces.append(.stored(run)) }
        self.pieces = pieces
    }

    /// The length of a stored block, and the byte before it.
    private static let headerBytes = 5

    /// Makes `file` the text with the values of one lead.
    ///
    /// - Precondition: `fields` are as many and in the same order as those the text was compiled for.
    /// - Complexity: O(compressed bytes of the text); allocates only while `file` grows to the largest text.
    package func render(fields: [LeadField], _ values: LinkValues, into file: inout GzipFile) {
        file.begin()
        for piece in pieces {
            switch piece {
            case .deflated(let bytes): file.append(bytes)
            case .stored(let parts):
                file.store { output in
                    for part in parts {
                        switch part {
                        case .fixed(let bytes): output.append(contentsOf: bytes)
                        case .slot(let slot): slot.append(fields: fields, values, to: &output)
                        }
                    }
                }
            }
        }
        file.end()
    }
}
