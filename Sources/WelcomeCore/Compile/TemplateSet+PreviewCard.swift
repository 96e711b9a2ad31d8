extension TemplateSet {
    /// The card for previews of this text's pages; `nil` without a title, an accent or a photo.
    ///
    /// The photo is the theme's own, whatever a lead's row asks for.
    var previewCard: PreviewCard? {
        guard let title, let accent = definition.accent.flatMap({ Colour(hex: $0.value) }) else { return nil }
        var selector = MediaSelector(theme: theme, definition: definition)
        selector.select(LeadMedia())
        let photo = selector.media.photos.first { [.jpeg, .png, .webp, .heic].contains($0.asset.facts.format) }
        return photo.flatMap { PreviewCard(title: title, accent: accent, photo: $0.asset) }
    }
}
