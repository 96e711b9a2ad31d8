/// What a theme says in `theme.yml`, in the front matter of a text, or in a row of the `themes` table.
///
/// The three are layers of one thing: a parent's file lies below its child's, front matter lies above both, and a row of
/// the table lies on top. `nil` means that a layer says nothing and the one below shows through.
package struct ThemeDefinition: Sendable {
    package var extends: Located<String>?
    package var title: Located<String>?
    package var description: Located<String>?
    package var message: Located<String>?
    package var replyText: Located<String>?
    package var params: [String: String] = [:]
    package var fields: [String: ThemeField] = [:]
    package var accent: Located<String>?
    package var typography: TypographyChoice?
    package var voice: ThemeVoice?
    package var images: [ThemeImage]?
    package var documents: [ThemeDocument]?
    package var address: Located<String>?
    package var phone: Located<String>?
    package var whatsapp: Located<String>?
    package var expiresAfterDays: Int?
    /// The hosts of others that a link may take a lead's value to; `theme.yml` alone can name them.
    package var allowedHosts: Set<String> = []

    package init() {}

    /// Returns this layer with `upper` laid over it; parameters and fields are merged by name, hosts are joined.
    package func overlaid(by upper: ThemeDefinition) -> ThemeDefinition {
        var result = self
        result.extends = upper.extends ?? extends
        result.title = upper.title ?? title
        result.description = upper.description ?? description
        result.message = upper.message ?? message
        result.replyText = upper.replyText ?? replyText
        result.params.merge(upper.params) { _, new in new }
        result.fields.merge(upper.fields) { _, new in new }
        result.accent = upper.accent ?? accent
        result.typography = upper.typography ?? typography
        result.voice = upper.voice ?? voice
        result.images = upper.images ?? images
        result.documents = upper.documents ?? documents
        result.address = upper.address ?? address
        result.phone = upper.phone ?? phone
        result.whatsapp = upper.whatsapp ?? whatsapp
        result.expiresAfterDays = upper.expiresAfterDays ?? expiresAfterDays
        result.allowedHosts.formUnion(upper.allowedHosts)
        return result
    }
}

/// Whether the spaces, quotes and dashes of a theme's texts are set by the rules of their language.
package enum TypographyChoice: String, CaseIterable, Sendable {
    case on
    case off
}

/// A field of a lead that a theme uses, and what happens when a lead has none.
package struct ThemeField: Sendable {
    /// A row without the field is rejected.
    package var isRequired = false
    /// The text that stands in for the field, by locale.
    package var fallback: [String: String] = [:]
}

/// The voice message of a theme.
package struct ThemeVoice: Sendable {
    package var file: Located<String>
    package var transcript: String?
}

/// A picture of a theme.
package struct ThemeImage: Sendable {
    /// What a picture shows decides how it may be drawn: a price list is never cropped.
    package enum Kind: String, CaseIterable, Sendable {
        case photo
        case priceList = "price_list"
    }

    package var file: Located<String>
    package var alt: String?
    package var caption: String?
    package var kind = Kind.photo
}

/// A document of a theme that a visitor can open.
package struct ThemeDocument: Sendable {
    package var file: Located<String>
    package var title: String?
}
