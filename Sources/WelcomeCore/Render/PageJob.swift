/// One link's work in a build: what is known of it, and what is to become of its page.
package struct PageJob: Sendable {
    package var lead: Lead?
    package var record: LedgerRecord
    package var disposition: PageDisposition
    /// The compiled page; `nil` where no page is to be rendered.
    package var page: CompiledPage?
    /// Whether the manifest has a line of this link: of an identity's links only the newest.
    package var isListed: Bool
    /// The line or row of the source that the lead comes from.
    package var position: Int64?
    /// What other leads of the same recipient mean for this one.
    package var repetition: Repetition?
    /// The row's own media; `nil` where the page shows the theme's.
    package var media: RowMedia?
    /// What takes the place of the page's message, where that would show what messengers make a link of.
    package var reducedMessage: ReducedMessage?

    package init(
        lead: Lead?, record: LedgerRecord, disposition: PageDisposition, page: CompiledPage?, isListed: Bool = true
    ) {
        self.lead = lead
        self.record = record
        self.disposition = disposition
        self.page = page
        self.isListed = isListed
    }
}

/// A message without some of the lead's fields.
package struct ReducedMessage: Sendable {
    /// The fields that it goes without, by their indexes, ascending.
    package var dropped: [Int]
    /// `nil` where it cannot go without them.
    package var text: CompiledText?

    package init(dropped: [Int], text: CompiledText?) {
        self.dropped = dropped
        self.text = text
    }
}
