/// A text whose fixed parts are finished bytes and whose rest is slots for values of a lead.
///
/// Made for leads of one shape: which fields a lead has decides which slots there are, so that rendering looks nothing
/// up by name and cannot fail.
package struct CompiledText: Sendable {
    /// Where the value of a slot comes from.
    package enum Source: Sendable, Hashable {
        /// An index into `Lead.fields` of every lead of this shape.
        case field(Int)
        case expires
        case url
        /// An index into what a row's own media put on the page.
        case media(Int)
    }

    /// A value between two segments.
    package struct Slot: Sendable, Hashable {
        /// How many bytes of `segments` stand before it.
        package var offset: Int
        package var source: Source
        package var escaping: Escaping

        package init(offset: Int, source: Source, escaping: Escaping) {
            (self.offset, self.source, self.escaping) = (offset, source, escaping)
        }
    }

    /// The fixed bytes, one segment after another.
    package let segments: [UInt8]
    /// The slots in ascending order of `offset`.
    package let slots: [Slot]

    package init(segments: [UInt8], slots: [Slot]) {
        self.segments = segments
        self.slots = slots
    }

    /// How many bytes stand before the first slot.
    package var openingCount: Int { slots.first?.offset ?? segments.count }

    /// Appends the text with the values of one lead to `output`.
    ///
    /// - Precondition: `fields` are as many and in the same order as those the text was compiled for.
    /// - Complexity: O(bytes of the text); allocates only while `output` grows to the largest text.
    package func append(fields: [LeadField], _ values: LinkValues, to output: inout [UInt8]) {
        output.reserveCapacity(output.count + segments.count + 64)
        var position = 0
        for slot in slots {
            output.append(contentsOf: segments[position..<slot.offset])
            position = slot.offset
            slot.append(fields: fields, values, to: &output)
        }
        output.append(contentsOf: segments[position...])
    }
}

extension CompiledText.Slot {
    /// Appends the value of one lead to `output`, in the form that the place asks for.
    func append(fields: [LeadField], _ values: LinkValues, to output: inout [UInt8]) {
        switch source {
        case .field(let index): escaping.append(fields[index].value.bytes, to: &output)
        case .expires: escaping.append(values.expires, to: &output)
        case .url: escaping.append(values.url, to: &output)
        case .media(let index): output.append(contentsOf: values.media[index])
        }
    }
}

/// What a page or a message can say beside the fields of its lead.
package struct LinkValues: Sendable {
    package var url: [UInt8]
    /// The last day in words of the page's locale.
    package var expires: [UInt8]
    /// What the row's own media put there, in the form that each place asks for.
    package var media: [[UInt8]]

    package init(url: [UInt8], expires: [UInt8], media: [[UInt8]] = []) {
        self.url = url
        self.expires = expires
        self.media = media
    }
}
