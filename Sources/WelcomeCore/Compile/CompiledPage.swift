package import Crypto

/// A page made ready for every lead that differs only in the values of its fields.
///
/// It never changes and each of up to millions of leads looks at it, so it is shared and not copied.
package final class CompiledPage: Sendable {
    package let html: CompiledText
    /// The page as gzip files; `nil` where the site stores HTML.
    package let compressed: CompressedText?
    /// The hash of the bytes before the first slot, which all pages of the kind share: most of a page, as a rule.
    package let opening: SHA256
    package let message: CompiledText
    /// SHA-256 over everything that decides the bytes of a page apart from the lead and its link.
    package let digest: [UInt8]
    /// SHA-256 over the message, apart from the lead and its link.
    package let messageDigest: [UInt8]
    package let theme: String
    /// The locale that the page is in, which may be a fallback from the one asked for.
    package let locale: String
    /// The files that must be published before any page of this kind.
    ///
    /// A row's own media are not among them.
    package let assets: Set<MediaAsset>
    /// The fields for which a fallback stands, ascending.
    package let fallbacks: [String]
    /// What the pages of this kind go without.
    package let problems: [PageProblem]
    /// The page still shows a text of the starter.
    package let isUnfinished: Bool
    /// What the page is called.
    package let title: String
    /// What the page shows, for channels that can send it too; nothing where a row's own media take its place.
    package let media: PageMedia
    /// The places for a row's own media; `nil` where the page shows the theme's.
    package let rowMedia: RowMediaPlaces?

    init(
        html: CompiledText, compressed: CompressedText?, opening: SHA256, message: CompiledText, digest: [UInt8],
        messageDigest: [UInt8],
        theme: String, locale: String,
        assets: Set<MediaAsset>, fallbacks: [String], problems: [PageProblem], isUnfinished: Bool, title: String,
        media: PageMedia, rowMedia: RowMediaPlaces?
    ) {
        self.rowMedia = rowMedia
        self.html = html
        self.compressed = compressed
        self.opening = opening
        self.message = message
        self.digest = digest
        self.messageDigest = messageDigest
        self.theme = theme
        self.locale = locale
        self.assets = assets
        self.fallbacks = fallbacks
        self.problems = problems
        self.isUnfinished = isUnfinished
        self.title = title
        self.media = media
    }

    /// The fixed bytes of page and message.
    package var byteCount: Int { html.segments.count + message.segments.count }
}

/// What decides which compiled page a lead gets.
package struct PageKind: Sendable, Hashable {
    package var tenant: LeadText
    package var theme: String
    package var locale: String
    /// The names of the fields that the lead has, ascending.
    package var present: [String]
    /// The outline of the row's own media; `nil` where the page shows the theme's.
    package var media: PageMedia?

    /// The kind of `lead`, apart from media of its own.
    package init(of lead: Lead) {
        tenant = lead.identity.tenant
        theme = lead.theme
        locale = lead.locale
        present = lead.fields.map(\.name)
    }

    /// What a lead's page shares with all others of its tenant, theme and locale.
    package init(withoutFieldsOf lead: Lead) {
        self.init(tenant: lead.identity.tenant, theme: lead.theme, locale: lead.locale, present: [])
    }

    /// Whether `lead` is of this kind, apart from media of its own.
    package func includes(_ lead: Lead) -> Bool {
        theme == lead.theme && locale == lead.locale && present.count == lead.fields.count
            && tenant == lead.identity.tenant
            && zip(present, lead.fields).allSatisfy { $0 == $1.name }
    }

    /// A kind for checking a theme before any lead asks for it.
    package init(tenant: LeadText, theme: String, locale: String, present: [String]) {
        self.tenant = tenant
        self.theme = theme
        self.locale = locale
        self.present = present
    }
}
