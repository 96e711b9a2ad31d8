extension MediaAsset {
    /// The one file that a plain link leads to: the largest JPEG, the sound that every phone plays, the document.
    var linked: MediaAsset {
        switch prepared {
        case .voice(let voice): voice.sources.first ?? self
        case .picture(let picture): picture.jpeg.last ?? self
        case .document(let document): document.file
        case nil: self
        }
    }
}

extension PreparedPicture {
    /// The JPEG for browsers that do not choose: of the width that suits a phone best.
    var fallback: MediaAsset {
        // There is always one.
        jpeg.min { distance($0) < distance($1) } ?? jpeg[0]
    }

    private func distance(_ asset: MediaAsset) -> Int { abs((asset.facts.width ?? 0) - 720) }
}

/// The value of `srcset` for these files, or `nil` when none has a width.
func sourceSet(_ assets: [MediaAsset]) -> String? {
    let sources = assets.compactMap { asset in asset.facts.width.map { "\(asset.publicPath) \($0)w" } }
    return sources.isEmpty ? nil : sources.joined(separator: ", ")
}
