/// What templates see of voice, pictures and documents: their prepared forms, or the files as they came.
extension PageData {
    // MARK: Voice

    func voice(_ voice: PageMedia.Voice) -> [String: TemplateValue] {
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
            "sources": .list(sources.map { ["src": .text($0.publicPath), "type": .text($0.facts.mimeType)] }),
            "seconds": TemplateValue(seconds),
            "duration": TemplateValue(milliseconds.map { playingTime(milliseconds: $0) }),
            "duration_iso": TemplateValue(seconds.map { "PT\($0)S" }),
            "waveform": TemplateValue(path),
            "transcript": TemplateValue(voice.transcript),
        ]
    }

    // MARK: Pictures

    var photos: [String: TemplateValue] {
        let count = media.photos.count
        return [
            "count_label": .text(counted(count, by: "photo_count")),
            // The first screen of a large phone shows a wide picture and two rows of two at most.
            "items": .list(pictures(media.photos, early: 5)),
        ]
    }

    var priceLists: [String: TemplateValue] {
        // Without photos above them, two are on the first screen.
        ["items": .list(pictures(media.priceLists, early: media.photos.isEmpty ? 2 : 0))]
    }

    /// The pictures of one list, of which the first `early` ones are on the first screen.
    private func pictures(_ pictures: [PageMedia.Picture], early: Int) -> [[String: TemplateValue]] {
        pictures.enumerated().map { index, picture in
            let number = index + 1
            var values = files(of: picture.asset)
            values["alt"] = .text(picture.alt ?? picture.caption ?? numberedAlt(number, of: pictures.count))
            values["caption"] = TemplateValue(picture.caption)
            values["first"] = .flag(index == 0)
            values["early"] = .flag(number <= early)
            values["wide"] = .flag(index == 0 || (number == pictures.count && number % 2 == 0))
            values["number"] = TemplateValue(number)
            values["total"] = TemplateValue(pictures.count)
            return values
        }
    }

    private func files(of asset: MediaAsset) -> [String: TemplateValue] {
        var values: [String: TemplateValue] = [
            "src": .text(asset.publicPath),
            "large": .text(asset.linked.publicPath),
            "type": .text(asset.facts.mimeType),
            "width": TemplateValue(asset.facts.width),
            "height": TemplateValue(asset.facts.height),
            "avif_srcset": .nothing, "jpeg_srcset": .nothing, "colour": .nothing, "colour_class": .nothing,
        ]
        if case .picture(let picture)? = asset.prepared {
            let fallback = picture.fallback
            values["src"] = .text(fallback.publicPath)
            values["type"] = .text(fallback.facts.mimeType)
            values["width"] = TemplateValue(picture.width)
            values["height"] = TemplateValue(picture.height)
            values["avif_srcset"] = TemplateValue(sourceSet(picture.avif))
            values["jpeg_srcset"] = TemplateValue(sourceSet(picture.jpeg))
            if let colour = PlaceholderColour(picture.colour) {
                values["colour"] = .text(colour.value)
                values["colour_class"] = .text(colour.className)
            }
        }
        return values
    }

    /// «Фото 3 из 6», for a picture that nobody described.
    private func numberedAlt(_ number: Int, of total: Int) -> String {
        (strings.plain["photo_alt"] ?? "{n}/{total}")
            .filling("{n}", with: "\(number)").filling("{total}", with: "\(total)")
    }

    // MARK: Documents

    func document(_ document: PageMedia.Document) -> [String: TemplateValue] {
        let file = document.asset.linked
        var values: [String: TemplateValue] = [
            "src": .text(file.publicPath),
            "title": .text(
                document.title ?? strings.plain["document"] ?? file.facts.fileExtension.uppercased()),
            "format": .text(file.facts.fileExtension.uppercased()),
            "size": .text(format.byteCount(file.byteCount)),
            "type": .text(file.facts.mimeType),
            "pages": .nothing, "cover": .nothing,
        ]
        if case .document(let prepared)? = document.asset.prepared {
            if prepared.pageCount > 0 { values["pages"] = .text(counted(prepared.pageCount, by: "page_count")) }
            if let picture = prepared.cover {
                var cover = document.asset
                cover.prepared = .picture(picture)
                values["cover"] = .record(files(of: cover))
            }
        }
        return values
    }

    /// A number with its noun in the right form, by the plural text `name`.
    private func counted(_ number: Int, by name: String) -> String {
        let forms = strings.plurals[name]
        let text = forms?[format.pluralCategory(number)] ?? forms?["other"] ?? "{n}"
        return text.filling("{n}", with: "\(number)")
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

extension String {
    /// Puts `value` in place of every `placeholder`.
    ///
    /// - Complexity: O(bytes); `replacing` is for patterns and takes a hundred times as long, for each row with media.
    fileprivate func filling(_ placeholder: String, with value: String) -> String {
        let (bytes, mark) = (Array(utf8), Array(placeholder.utf8))
        var output: [UInt8] = []
        var position = 0
        while let start = bytes.offset(of: mark, from: position) {
            output += bytes[position..<start] + value.utf8
            position = start + mark.count
        }
        return String(decoding: output + bytes[position...], as: UTF8.self)
    }
}
