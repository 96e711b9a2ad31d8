/// What the names of a template mean on the pages of one theme, locale and media set.
struct PageData: Sendable {
    let theme: Theme
    let locale: String
    let definition: ThemeDefinition
    /// The title as the page shows it.
    let title: String?
    let strings: ThemeStrings
    let accentColours: [String: TemplateValue]
    let tenant: TenantSettings
    let baseURL: BaseURL
    var media: PageMedia
    /// What is set in the page's text nodes is set in the attributes of its preview too.
    let typography: Typography?
    /// The card drawn for previews.
    let card: MediaAsset?

    var format: LocaleFormat { LocaleFormat(locale: locale) }

    /// The names for templates of text: everything but the finished body, the styles and the policy.
    func values() -> [String: TemplateValue] {
        ownValues.merging(mediaValues) { $1 }.merging(accentColours) { $1 }
    }

    /// The names that the page's media give a meaning to.
    var mediaValues: [String: TemplateValue] {
        [
            "og_image": TemplateValue(previewImage),
            "voice": TemplateValue(media.voice.map(voice)),
            "photos": media.photos.isEmpty ? .nothing : .record(photos),
            "price_lists": media.priceLists.isEmpty ? .nothing : .record(priceLists),
            "documents": media.documents.isEmpty ? .nothing : .record(["items": .list(media.documents.map(document))]),
        ]
    }

    private var ownValues: [String: TemplateValue] {
        [
            "locale": .text(locale),
            "lang": .text(locale),
            "title": .text(title ?? ""),
            "description": .text(typeset(definition.description?.value ?? "")),
            "script": TemplateValue(theme.script?.publicPath),
            "accent": TemplateValue(definition.accent?.value),
            "og_locale": .text(format.openGraphLocale),
            "tenant": .record(["name": TemplateValue(tenant.name)]),
            "params": TemplateValue(texts: definition.params),
            "t": TemplateValue(texts: strings.plain),
            "address": TemplateValue(definition.address.map { address($0.value) }),
            "whatsapp": TemplateValue(whatsappDigits.map(whatsapp)),
            "call": TemplateValue(
                phoneDigits.map { ["url": .text("tel:+\($0)"), "display": .text(displayedPhone(digits: $0))] }),
        ]
    }

    private func typeset(_ text: String) -> String { typography?.set(text) ?? text }

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

    private func whatsapp(_ digits: String) -> [String: TemplateValue] {
        // A draft without words of its own names the offer, so that the seller knows which page it comes from.
        let draft = (definition.replyText ?? definition.title).map { "?text=\(percentEncoded($0.value))" } ?? ""
        return ["url": .text("https://wa.me/\(digits)\(draft)"), "display": .text(displayedPhone(digits: digits))]
    }

    private func address(_ text: String) -> [String: TemplateValue] {
        let query = percentEncoded(text)
        return [
            "text": .text(text),
            "dgis_url": .text("https://2gis.kz/search/\(query)"),
            "yandex_url": .text("https://yandex.kz/maps/?text=\(query)"),
            "google_url": .text("https://www.google.com/maps/search/?api=1&query=\(query)"),
        ]
    }

    // MARK: The preview

    private var previewImage: [String: TemplateValue]? {
        let candidates = media.photos + media.priceLists
        let isCommon = { (file: MediaAsset) in [.jpeg, .png].contains(file.facts.format) }
        let photo = candidates.first { isCommon($0.asset.linked) }
        guard let file = card ?? photo?.asset.linked else { return nil }
        let words = card == nil ? photo?.alt ?? photo?.caption : nil
        return [
            "url": .text("\(baseURL)\(file.publicPath)"),
            "width": TemplateValue(file.facts.width),
            "height": TemplateValue(file.facts.height),
            "type": .text(file.facts.mimeType),
            "alt": TemplateValue(words.map(typeset) ?? title),
        ]
    }
}
