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
            diagnostics: [
                "themes/base/ru.md:4:3: error: the message contains the stop word of tenant `default` [message-stop-word]"
            ], fix: "leave it out"),
        .mediaMissing: DiagnosticFixture(
            files: [
                "themes/base/theme.yml": "title: Base\nimages:\n  - media/foto.jpg\n",
                "themes/base/media/photo.jpg": .sample("media/grey.jpg"),
            ],
            diagnostics: [
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
            diagnostics: [
                "themes/base/theme.yml:2:17: error: `media/wide.png` cannot be used: image has more than 50 megapixels or a side over 16,384 pixels [media-too-large]"
            ]),
        .mediaType: DiagnosticFixture(
            files: [
                "themes/base/theme.yml": "title: Base\ndocuments: media/a.pdf\n", "themes/base/media/a.pdf": "<svg/>",
            ],
            diagnostics: [
                "themes/base/theme.yml:2:12: error: `media/a.pdf` cannot be used: HTML and SVG cannot be used as media [media-type]"
            ]),
        .mediaRemote: .file(
            "themes/base/theme.yml", "title: Base\nvoice: https://example.kz/a.ogg\n",
            "themes/base/theme.yml:2:8: error: a theme's media must be files of its own [media-remote]",
            fix: "media folder"),
        .mediaUnreachable: DiagnosticFixture(
            files: mirrored, diagnostics: ["leads.csv:2 column images: warning: \(noCopy) [media-unreachable]"],
            fix: "--force"),
        .mediaStale: DiagnosticFixture(
            files: mirrored,
            afterBuild: { site in
                let copy = "output/media/url/b9f48b7602d290d39bc9043c61b357b0c1418a4ae9f9f28f455e942eae2cb29e"
                let record = """
                    {"asked_at":"2026-10-05T11:00:00Z","content":"c65385e179c77214aa5c9edb858a4e80"}
                    """
                try site.put(.sample("media/tiny.gif"), at: copy)
                try site.put(.text(record), at: copy + ".json")
                return nil
            }, buildsFirst: true,
            diagnostics: [
                "leads.csv:2 column images: warning: the URL could not be asked again; the page shows the last good copy [media-stale]"
            ], fix: "--force"),
        .mediaFetch: DiagnosticFixture(
            files: mirrored, run: .withoutCurl,
            diagnostics: [
                "warning: curl is not installed, so no media are fetched by URL [media-fetch]",
                "leads.csv:2 column images: warning: \(noCopy) [media-unreachable]",
            ], fix: "apt install curl"),
        .mediaTranscript: DiagnosticFixture(
            files: [
                "themes/base/theme.yml": "title: Base\nvoice: {file: media/a.ogg}\n",
                "themes/base/media/a.ogg": .sample("media/tone-vorbis.ogg"),
            ],
            diagnostics: [
                "themes/base/theme.yml:2:15: warning: a voice without a transcript says nothing to people who cannot hear it [media-transcript]"
            ], fix: "transcript:"),
        .mediaUnprepared: DiagnosticFixture(
            files: [
                "themes/base/theme.yml": "title: Base\nimages: media/a.jpg\n",
                "themes/base/media/a.jpg": .sample("media/grey.jpg"),
                "bin/vips": .program("#!/bin/sh\necho vips-8.14.1\n"),
                "bin/vipsheader": .program("#!/bin/sh\nexit 3\n"),
            ],
            run: .tools(["bin"]),
            diagnostics: [
                "themes/base/theme.yml:2:9: warning: `media/a.jpg`: the file goes out as it came, without its metadata: vipsheader ended with code 3 [media-unprepared]"
            ], fix: "Save it anew"),
        .channelMedia: DiagnosticFixture(
            files: [
                "welcome.yml": """
                base_url: https://w.example.kz
                leads: leads.csv
                locales: {default: ru, available: [ru]}
                tenants: {default: {channel: chatflow-media}}

                """,
                "leads.csv": "id,theme,phone\n1,base,+77011234567\n2,base,+77011234568\n",
                "themes/base/theme.yml": "title: Base\nvoice: {file: media/a.mp3, transcript: Да}\n",
                "themes/base/media/a.mp3": .sample("media/tone-cbr.mp3"),
            ],
            diagnostics: [
                "leads.csv:2 column voice: warning: the channel does not take it as it is; it stays on the page (2 rows; also line 3) [channel-media]"
            ], fix: "welcome channels"),
        .toolsMissing: DiagnosticFixture(
            files: [
                "themes/base/theme.yml": "title: Base\nimages: media/a.jpg\n",
                "themes/base/media/a.jpg": .sample("media/grey.jpg"),
                "bin/vips": .program("#!/bin/sh\necho vips-8.12.2\n"),
                "bin/vipsheader": .program("#!/bin/sh\nexit 0\n"),
            ],
            run: .tools(["bin"]),
            diagnostics: [
                "warning: pictures go out as they came, without their metadata: vips is not installed, or too old [tools-missing]"
            ],
            fix: "apt-get install"),
    ]

    /// A site that fetches media, and a row that names a picture by its URL.
    private static let mirrored: [String: SiteFile] = [
        "welcome.yml": """
        base_url: https://w.example.kz
        leads: leads.csv
        locales: {default: ru, available: [ru]}
        media: {fetch: mirror, hosts: [cdn.example.kz]}

        """,
        "leads.csv": "id,theme,phone,images\n1,base,+77011234567,https://cdn.example.kz/a.gif\n",
    ]

    private static let noCopy = "there is no copy of what lies behind the URL; the page goes without it"
}
