/// What of media decides how a page is compiled.
///
/// Rows may name a file each, and a page is compiled for an outline: what differs between files of one outline is text.
extension PageMedia {
    /// These media with every text, size and duration replaced by the same for all, so that only kinds, formats, numbers of
    /// pieces and what is unknown of them are left.
    ///
    /// - Complexity: O(pieces).
    var outline: PageMedia {
        var outline = PageMedia()
        outline.voice = voice.map { Voice(asset: $0.asset.outline, transcript: $0.transcript.outline) }
        outline.photos = photos.map(\.outline)
        outline.priceLists = priceLists.map(\.outline)
        outline.documents = documents.map { Document(asset: $0.asset.outline, title: $0.title.outline) }
        return outline
    }
}

extension PageMedia.Picture {
    fileprivate var outline: Self { Self(asset: asset.outline, alt: alt.outline, caption: caption.outline) }
}

extension String? {
    fileprivate var outline: String? { map { _ in "" } }
}

extension MediaAsset {
    fileprivate var outline: MediaAsset {
        var facts = MediaFacts(format: facts.format)
        (facts.width, facts.height) = (self.facts.width.map { _ in 1 }, self.facts.height.map { _ in 1 })
        facts.durationMilliseconds = self.facts.durationMilliseconds.map { _ in 1 }
        return MediaAsset(hash: "", byteCount: 0, facts: facts, content: .bytes([]), prepared: prepared?.outline)
    }
}

extension PreparedMedia {
    fileprivate var outline: PreparedMedia {
        switch self {
        case .voice(let voice):
            .voice(
                PreparedVoice(
                    sources: voice.sources.map(\.outline), durationMilliseconds: 1,
                    waveform: voice.waveform.isEmpty ? [] : [0]))
        case .picture(let picture): .picture(picture.outline)
        case .document(let document):
            .document(
                PreparedDocument(
                    file: document.file.outline, pageCount: min(1, document.pageCount), cover: document.cover?.outline))
        }
    }
}

extension PreparedPicture {
    /// One file stands for those of all widths, which a page lists in one text.
    fileprivate var outline: PreparedPicture {
        PreparedPicture(
            avif: avif.prefix(1).map(\.outline), jpeg: jpeg.prefix(1).map(\.outline), width: 1, height: 1,
            colour: PlaceholderColour(colour) == nil ? "" : "#000000")
    }
}
