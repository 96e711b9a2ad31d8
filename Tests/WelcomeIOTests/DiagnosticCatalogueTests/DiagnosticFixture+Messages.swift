import WelcomeCore

extension DiagnosticFixture {
    /// The message, and media of themes.
    static let messagesAndMedia: [DiagnosticCode: DiagnosticFixture] = [
        .messageMissing: .file(
            "themes/base/ru.md", "---\ntitle: Панели\n---\nТекст.\n",
            "themes/base/ru.md:1:1: error: there is no `message` for this locale [message-missing]",
            fix: "message: |"),
        .messageURL: .file(
            "themes/base/ru.md", .text(TemporarySite.page(message: "  Здравствуйте!\n  Вот: {{url}}")),
            "themes/base/ru.md:5:8: error: {{url}} must stand alone on the last line [message-url]",
            fix: "beside a link"),
        .messageLong: .file(
            "themes/base/ru.md",
            .text(TemporarySite.page(message: "  \(String(repeating: "а", count: 300))\n  {{url}}")),
            "themes/base/ru.md:4:3: warning: a message of 333 characters is longer than the 300 that are read [message-long]"
        ),
        .messageTooLong: .file(
            "themes/base/ru.md",
            .text(TemporarySite.page(message: "  \(String(repeating: "🙂", count: 600))\n  {{url}}")),
            "themes/base/ru.md:4:3: error: a message must fit 1200 UTF-16 units [message-too-long]"),
        .messageStopWord: DiagnosticFixture(
            files: [
                "welcome.yml": """
                base_url: https://w.example.kz
                leads: leads.csv
                locales: {default: ru, available: [ru]}
                tenants: {default: {stop_words: [СтройДом]}}

                """,
                "themes/base/ru.md": .text(TemporarySite.page(message: "  Это стройдом.\n  {{url}}")),
            ],
            findings: [
                "themes/base/ru.md:4:3: error: the message contains the stop word of tenant `default` [message-stop-word]"
            ], fix: "leave it out"),
        .mediaMissing: DiagnosticFixture(
            files: [
                "themes/base/theme.yml": "title: Base\nimages:\n  - media/foto.jpg\n",
                "themes/base/media/photo.jpg": .sample("media/grey.jpg"),
            ],
            findings: [
                "themes/base/theme.yml:3:5: error: there is no file `media/foto.jpg` in the theme [media-missing]"
            ], fix: "did you mean `media/photo.jpg`?"),
        .mediaTooLarge: DiagnosticFixture(
            files: [
                "themes/base/theme.yml": "title: Base\nimages: [{file: media/wide.png}]\n",
                // The header of a PNG that is 20,000 pixels wide.
                "themes/base/media/wide.png": .bytes(
                    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0x4E]
                        + [0x20, 0, 0, 0, 10, 8, 2, 0, 0, 0, 0, 0, 0, 0]),
            ],
            findings: [
                "themes/base/theme.yml:2:17: error: `media/wide.png` cannot be used: image has more than 50 megapixels or a side over 16,384 pixels [media-too-large]"
            ]),
        .mediaType: DiagnosticFixture(
            files: [
                "themes/base/theme.yml": "title: Base\ndocuments: media/a.pdf\n", "themes/base/media/a.pdf": "<svg/>",
            ],
            findings: [
                "themes/base/theme.yml:2:12: error: `media/a.pdf` cannot be used: HTML and SVG cannot be used as media [media-type]"
            ]),
        .mediaRemote: .file(
            "themes/base/theme.yml", "title: Base\nvoice: https://example.kz/a.ogg\n",
            "themes/base/theme.yml:2:8: error: a theme's media must be files of its own [media-remote]",
            fix: "media folder"),
        .mediaTranscript: DiagnosticFixture(
            files: [
                "themes/base/theme.yml": "title: Base\nvoice: {file: media/a.ogg}\n",
                "themes/base/media/a.ogg": .sample("media/tone-vorbis.ogg"),
            ],
            findings: [
                "themes/base/theme.yml:2:15: warning: a voice without a transcript says nothing to people who cannot hear it [media-transcript]"
            ], fix: "transcript:"),
    ]
}
