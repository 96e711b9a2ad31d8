/// What templates see of voice, pictures and documents: their prepared forms, or the files as they came.
extension PageData {
    // MARK: Voice

    func voice(_ voice: PageMedia.Voice) -> [String: Any] {
        var sources = [voice.asset]
        var milliseconds = voice.asset.facts.durationMilliseconds
        var path: String?
        if case .voice(let prepared)? = voice.asset.prepared {
            sources = prepared.sources
            milliseconds = prepared.durationMilliseconds
            path = Waveform(levels: prepared.waveform)?.path
        }
        let seconds = milliseconds.map { max(1, ($0 + 500) / 1000) }
        return [
            "sources": sources.map { ["src": $0.publicPath, "type": $0.facts.mimeType] },
            "seconds": shown(seconds),
            "duration": shown(milliseconds.map { playingTime(milliseconds: $0) }),
            "duration_iso": shown(seconds.map { "PT\($0)S" }),
            "waveform": shown(path),
            "transcript": shown(voice.transcript),
        ]
    }

    // MARK: Pictures

    var photos: [String: Any] {
        let count = media.photos.count
        return [
            "count_label": counted(count, by: "photo_count"),
            // The first screen of a large phone shows a wide picture and two rows of two at most.
            "items": pictures(media.photos, early: 5),
        ]
    }

    var priceLists: [String: Any] {
        // Without photos above them, two are on the first screen.
        ["items": pictures(media.priceLists, early: media.photos.isEmpty ? 2 : 0)]
    }

    /// The pictures of one list, of which the first `early` ones are on the first screen.
    private func pictures(_ pictures: [PageMedia.Picture], early: Int) -> [[String: Any]] {
        pictures.enumerated().map { index, picture in
            let number = index + 1
            var values = files(of: picture.asset)
            values["alt"] = picture.alt ?? picture.caption ?? numberedAlt(number, of: pictures.count)
            values["caption"] = shown(picture.caption)
            values["first"] = index == 0
            values["early"] = number <= early
            values["wide"] = index == 0 || (number == pictures.count && number % 2 == 0)
            values["number"] = number
            values["total"] = pictures.count
            return values
        }
    }

    private func files(of asset: MediaAsset) -> [String: Any] {
        var values: [String: Any] = [
            "src": asset.publicPath,
            "large": asset.linked.publicPath,
            "type": asset.facts.mimeType,
            "width": shown(asset.facts.width),
            "height": shown(asset.facts.height),
            "avif_srcset": nothing, "jpeg_srcset": nothing, "colour": nothing, "colour_class": nothing,
        ]
        if case .picture(let picture)? = asset.prepared {
            let fallback = picture.fallback
            values["src"] = fallback.publicPath
            values["type"] = fallback.facts.mimeType
            values["width"] = picture.width
            values["height"] = picture.height
            values["avif_srcset"] = shown(sourceSet(picture.avif))
            values["jpeg_srcset"] = shown(sourceSet(picture.jpeg))
            if let colour = PlaceholderColour(picture.colour) {
                values["colour"] = colour.value
                values["colour_class"] = colour.className
            }
        }
        return values
    }

    /// «Фото 3 из 6», for a picture that nobody described.
    private func numberedAlt(_ number: Int, of total: Int) -> String {
        (strings.plain["photo_alt"] ?? "{n}/{total}")
            .replacing("{n}", with: "\(number)").replacing("{total}", with: "\(total)")
    }

    // MARK: Documents

    func document(_ document: PageMedia.Document) -> [String: Any] {
        let file = document.asset.linked
        var values: [String: Any] = [
            "src": file.publicPath,
            "title": document.title ?? strings.plain["document"] ?? file.facts.fileExtension.uppercased(),
            "format": file.facts.fileExtension.uppercased(),
            "size": format.byteCount(file.byteCount),
            "type": file.facts.mimeType,
            "pages": nothing, "cover": nothing,
        ]
        if case .document(let prepared)? = document.asset.prepared {
            if prepared.pageCount > 0 { values["pages"] = counted(prepared.pageCount, by: "page_count") }
            if let picture = prepared.cover {
                var cover = document.asset
                cover.prepared = .picture(picture)
                values["cover"] = files(of: cover)
            }
        }
        return values
    }

    /// A number with its noun in the right form, by the plural text `name`.
    private func counted(_ number: Int, by name: String) -> String {
        let forms = strings.plurals[name]
        let text = forms?[format.pluralCategory(number)] ?? forms?["other"] ?? "{n}"
        return text.replacing("{n}", with: "\(number)")
    }

    /// The rules behind `colour_class` for every picture of the page: the policy refuses colours in attributes.
    var placeholderStyles: String {
        let assets = (media.photos + media.priceLists).map(\.asset) + media.documents.map(\.asset)
        let colours = assets.compactMap { asset -> PlaceholderColour? in
            switch asset.prepared {
            case .picture(let picture): PlaceholderColour(picture.colour)
            case .document(let document): document.cover.flatMap { PlaceholderColour($0.colour) }
            case .voice, nil: nil
            }
        }
        return Set(colours.map(\.rule)).sorted().map { "\n\($0)" }.joined()
    }
}
