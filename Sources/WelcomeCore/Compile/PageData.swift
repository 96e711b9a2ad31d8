import Foundation

/// What the names of a template mean on the pages of one theme, locale and media set, as Mustache takes it.
///
struct PageData {
    let theme: Theme
    let locale: String
    let definition: ThemeDefinition
    let strings: ThemeStrings
    let tenant: TenantSettings
    let baseURL: BaseURL
    let media: PageMedia
    /// What is set in the page's text nodes is set in the attributes of its preview too.
    let typography: Typography?
    /// The card drawn for previews.
    let card: MediaAsset?

    var format: LocaleFormat { LocaleFormat(locale: locale) }

    /// The library's own word for a name that is known and has nothing to show.
    var nothing: Any { NSNull() }

    /// The value, or `nothing`.
    func shown(_ value: Any?) -> Any { value ?? nothing }

    /// The names for templates of text: everything but the finished body, the styles and the policy.
    func values() -> [String: Any] {
        [
            "locale": locale,
            "lang": locale,
            "title": typeset(definition.title?.value ?? ""),
            "description": typeset(definition.description?.value ?? ""),
            "script": shown(theme.script?.publicPath),
            "accent": shown(definition.accent?.value),
            "og_locale": format.openGraphLocale,
            "tenant": ["name": shown(tenant.name)],
            "params": definition.params,
            "t": strings.plain,
            "og_image": shown(previewImage),
            "voice": shown(media.voice.map(voice)),
            "photos": media.photos.isEmpty ? nothing : photos,
            "price_lists": media.priceLists.isEmpty ? nothing : priceLists,
            "documents": media.documents.isEmpty ? nothing : ["items": media.documents.map(document)],
            "address": shown(definition.address.map { address($0.value) }),
            "whatsapp": shown(whatsappDigits.map(whatsapp)),
            "call": shown(phoneDigits.map { ["url": "tel:+\($0)", "display": displayedPhone(digits: $0)] }),
        ]
        .merging(accentColours) { $1 }
    }

    private func typeset(_ text: String) -> String { typography?.set(text) ?? text }

    private var accentColours: [String: Any] {
        guard let accent = definition.accent.flatMap({ Colour(hex: $0.value) }) else {
            return Dictionary(uniqueKeysWithValues: AccentColours.names.map { ($0, NSNull()) })
        }
        return AccentColours(accent: accent, styles: StyleColours(styles: theme.styles)).values
    }

    // MARK: Reaching the shop

    private var whatsappDigits: String? {
        digits(of: definition.whatsapp) ?? tenant.whatsapp
    }

    private var phoneDigits: String? {
        digits(of: definition.phone) ?? tenant.phone
    }

    private func digits(of number: Located<String>?) -> String? {
        number.flatMap { Recipient.normalise(raw: Array($0.value.utf8), region: tenant.region).digits }
    }

    private func whatsapp(_ digits: String) -> [String: Any] {
        // A draft without words of its own names the offer, so that the seller knows which page it comes from.
        let draft = (definition.replyText ?? definition.title).map { "?text=\(percentEncoded($0.value))" } ?? ""
        return ["url": "https://wa.me/\(digits)\(draft)", "display": displayedPhone(digits: digits)]
    }

    private func address(_ text: String) -> [String: Any] {
        let query = percentEncoded(text)
        return [
            "text": text,
            "dgis_url": "https://2gis.kz/search/\(query)",
            "yandex_url": "https://yandex.kz/maps/?text=\(query)",
            "google_url": "https://www.google.com/maps/search/?api=1&query=\(query)",
        ]
    }

    // MARK: The preview

    private var previewImage: [String: Any]? {
        let candidates = media.photos + media.priceLists
        let isCommon = { (file: MediaAsset) in [.jpeg, .png].contains(file.facts.format) }
        let photo = candidates.first { isCommon($0.asset.linked) }
        guard let file = card ?? photo?.asset.linked else { return nil }
        let words = card == nil ? photo?.alt ?? photo?.caption : nil
        return [
            "url": "\(baseURL)\(file.publicPath)",
            "width": shown(file.facts.width),
            "height": shown(file.facts.height),
            "type": file.facts.mimeType,
            "alt": shown((words ?? definition.title?.value).map(typeset)),
        ]
    }
}
