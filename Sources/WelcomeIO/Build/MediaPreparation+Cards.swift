import WelcomeCore

extension MediaPreparation {
    /// Draws what chats show above links to pages of `kinds`.
    func drawCards(
        _ kinds: Set<PageKind>, by workshop: MediaWorkshop, _ inputs: inout BuildInputs, _ report: inout BuildReport
    ) throws {
        // A copy: themes that only expired leads have are looked at here, and nobody needs to hear of them.
        var compiler = inputs.compiler
        var themes: [PreviewCard: String] = [:]
        for kind in kinds {
            guard let card = compiler.previewCard(for: kind) else { continue }
            themes[card] = min(themes[card] ?? kind.theme, kind.theme)
        }
        guard !themes.isEmpty else { return }
        guard let font = try PreviewFont.find() else {
            report.diagnostics.append(
                Diagnostic(
                    .warning, .toolsMissing,
                    "previews of links show photos without a title: no font for it is installed",
                    fix: "on Debian: apt-get install fonts-noto-core"))
            return
        }
        for (card, theme) in themes.sorted(by: { $0.key.fingerprint < $1.key.fingerprint }) {
            try stop.check()
            let (file, fault) = try workshop.draw(card, font: font)
            if let file { inputs.compiler.drawnCards[card] = file }
            if let fault {
                let place = inputs.library.folders[theme]?.path ?? theme
                report.diagnostics.append(diagnostic(fault, at: SourceLocation(file: place)))
            }
        }
    }

    private func diagnostic(_ fault: ToolFault, at place: SourceLocation) -> Diagnostic {
        let words = fault.words.isEmpty ? "" : " (\(fault.words))"
        return Diagnostic(
            .warning, .mediaUnprepared, at: place, "previews of links show the photo without a title: \(fault)\(words)",
            fix: "does the theme's first photo open on this machine? Save it anew")
    }
}
