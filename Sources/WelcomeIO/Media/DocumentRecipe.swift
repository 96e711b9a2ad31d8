import WelcomeCore

/// Counts the pages of a document and makes a picture of the first.
struct DocumentRecipe {
    let runner: ToolRunner
    let place: ToolPlace

    /// The width of the first page's picture, in pixels.
    private static let coverWidth = 720

    /// Prepares the PDF at `input`, a path as programs see it; the file itself goes out as it is.
    ///
    /// - Returns: the document, and why its cover is missing.
    /// - Throws: `MediaProblem` when readers cannot open it; `ToolFault`; `BuildFailure`; `FileError`.
    func prepare(_ input: String, _ asset: MediaAsset) throws -> (document: PreparedDocument, faults: [ToolFault]) {
        let pages = try countPages(input)
        var document = PreparedDocument(file: asset, pageCount: pages, cover: nil)
        do {
            let width = ["-scale-to-x", "\(Self.coverWidth)", "-scale-to-y", "-1"]
            try runner.run(
                .pdftoppm, ["-f", "1", "-l", "1", "-singlefile", "-png"] + width + [input, "page"], in: place)
            let page = try place.result("page.png", format: .png, by: .pdftoppm)
            let recipe = PictureRecipe(runner: runner, place: place)
            let (cover, faults) = try recipe.prepare("page.png", page.facts, .rgb, maxWidth: Self.coverWidth)
            document.cover = cover
            return (document, faults)
        } catch let fault as ToolFault {
            return (document, [fault])
        }
    }

    private func countPages(_ input: String) throws -> Int {
        let words: [UInt8]
        do {
            words = try runner.run(.pdfinfo, [input], in: place)
        } catch let fault as ToolFault {
            guard case .exited = fault.reason else { throw fault }
            if fault.words.contains("Incorrect password") { throw MediaProblem.locked }
            // No page is the last.
            throw fault.words.contains("last page (0)") ? MediaProblem.pageless : .unreadable(.pdf)
        }
        guard let pages = pageCount(words) else { throw MediaProblem.unreadable(.pdf) }
        guard pages > 0 else { throw MediaProblem.pageless }
        return pages
    }

    /// The number behind `Pages:`.
    private func pageCount(_ words: [UInt8]) -> Int? {
        let lines = String(decoding: words, as: UTF8.self).split(separator: "\n")
        let line = lines.first { $0.hasPrefix("Pages:") }
        return line.flatMap { Int($0.dropFirst(6).filter(\.isNumber)) }
    }
}
