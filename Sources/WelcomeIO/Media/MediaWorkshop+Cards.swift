package import WelcomeCore

extension MediaWorkshop {
    /// Draws a card, or finds it among those drawn before.
    ///
    /// - Returns: the card's file, or the fault of the program; neither where programs or fonts are missing.
    /// - Throws: `FileError` or `BuildFailure`.
    package func draw(_ card: PreviewCard, font: PreviewFont) throws -> (file: MediaAsset?, fault: ToolFault?) {
        guard let cache, tools.missing(for: .image).isEmpty else { return (nil, nil) }
        let key = cache.key(of: card, versions: tools.versions(for: .image), font: font)
        if let drawn = try cache.media(of: card.photo, key: key) { return (drawn.files.first, nil) }
        guard let runner else { return (nil, nil) }
        do {
            let place = try ToolPlace(folder: "\(cache.path)/work-card-\(key)")
            let picture = try PreviewCardRecipe(runner: runner, place: place, font: font).draw(card)
            return (try cache.keep(.picture(picture), of: card.photo, key: key).files.first, nil)
        } catch let fault as ToolFault {
            return (nil, fault)
        }
    }
}
