import Foundation

/// What the names of a template mean on the pages of one theme, locale and media set, as Mustache takes it.
///
/// `NSNull` is the library's own word for a name that is known and has nothing to show.
struct PageData {
    let theme: Theme
    let locale: String
    let definition: ThemeDefinition
    let strings: ThemeStrings
    let tenant: TenantSettings
    let baseURL: BaseURL
    let media: PageMedia

    private var format: LocaleFormat { LocaleFormat(locale: locale) }

    /// The names for templates of text: everything but the finished body, the styles and the policy.
    func values() -> [String: Any] {
        [
            "locale": locale,
            "lang": locale,
            "title": definition.title?.value ?? "",
            "description": definition.description?.value ?? "",
            "accent": definition.accent?.value as Any? ?? NSNull(),
            "og_locale": format.openGraphLocale,
            "tenant": ["name": tenant.name as Any? ?? NSNull()],
            "params": definition.params,
            "t": strings.plain,
            "og_image": previewImage ?? NSNull(),
            "voice": media.voice.map(voice) ?? NSNull(),
            "photos": media.photos.isEmpty ? NSNull() : photos,
            "price_lists": media.priceLists.isEmpty ? NSNull() : ["items": pictures(media.priceLists)],
            "documents": media.documents.isEmpty ? NSNull() : ["items": media.documents.map(document)],
            "address": definition.address.map { address($0.value) } ?? NSNull(),
            "whatsapp": whatsappDigits.map(whatsapp) ?? NSNull(),
            "call": phoneDigits.map { ["url": "tel:+\($0)", "display": displayedPhone(digits: $0)] } ?? NSNull(),
        ]
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
        let draft = definition.replyText.map { "?text=\(percentEncoded($0.value))" } ?? ""
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

    // MARK: Media

    private func voice(_ voice: PageMedia.Voice) -> [String: Any] {
        let duration = voice.asset.facts.durationMilliseconds
        return [
            "sources": [["src": voice.asset.publicPath, "type": voice.asset.facts.mimeType]],
            "duration": duration.map { playingTime(milliseconds: $0) } as Any? ?? NSNull(),
            "duration_iso": duration.map { "PT\(max(1, ($0 + 500) / 1000))S" } as Any? ?? NSNull(),
            "transcript": voice.transcript as Any? ?? NSNull(),
        ]
    }

    private var photos: [String: Any] {
        let count = media.photos.count
        let forms = strings.plurals["photo_count"]
        let label = (forms?[format.pluralCategory(count)] ?? forms?["other"] ?? "{n}")
        return [
            "count_label": label.replacing("{n}", with: "\(count)"),
            "items": pictures(media.photos),
        ]
    }

    private func pictures(_ pictures: [PageMedia.Picture]) -> [[String: Any]] {
        pictures.enumerated().map { index, picture in
            let facts = picture.asset.facts
            return [
                "src": picture.asset.publicPath,
                "width": facts.width as Any? ?? NSNull(),
                "height": facts.height as Any? ?? NSNull(),
                "type": facts.mimeType,
                "alt": picture.alt ?? picture.caption ?? numberedAlt(index + 1, of: pictures.count),
                "caption": picture.caption as Any? ?? NSNull(),
                "first": index == 0,
                "number": index + 1,
            ]
        }
    }

    /// «Фото 3 из 6», for a picture that nobody described.
    private func numberedAlt(_ number: Int, of total: Int) -> String {
        (strings.plain["photo_alt"] ?? "{n}/{total}")
            .replacing("{n}", with: "\(number)").replacing("{total}", with: "\(total)")
    }

    private func document(_ document: PageMedia.Document) -> [String: Any] {
        [
            "src": document.asset.publicPath,
            "title": document.title ?? strings.plain["document"] ?? document.asset.facts.fileExtension.uppercased(),
            "format": document.asset.facts.fileExtension.uppercased(),
            "size": format.byteCount(document.asset.byteCount),
            "type": document.asset.facts.mimeType,
        ]
    }

    private var previewImage: [String: Any]? {
        let candidates = media.photos + media.priceLists
        guard let picture = candidates.first(where: { ["image/jpeg", "image/png"].contains($0.asset.facts.mimeType) })
        else { return nil }
        return [
            "url": "\(baseURL)\(picture.asset.publicPath)",
            "width": picture.asset.facts.width as Any? ?? NSNull(),
            "height": picture.asset.facts.height as Any? ?? NSNull(),
            "type": picture.asset.facts.mimeType,
            "alt": (picture.alt ?? picture.caption ?? definition.title?.value) as Any? ?? NSNull(),
        ]
    }
}
