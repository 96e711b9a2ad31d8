/// What a site of `welcome init` holds before its owner fills it in: nobody may be greeted with it.
package enum StarterMarks {
    private static let host = "your-host.example"
    private static let name = "Your shop"
    /// The digits of the starter's phone, and the number as its settings have it.
    private static let (digits, phone) = ("77010000000", "+7 701 000-00-00")
    /// Sentences of the starter's texts that tell the owner what to write.
    private static let sentences = [
        "Расскажите здесь, что вы предлагаете", "Первое, что важно знать", "Мұнда не ұсынатыныңызды жазыңыз",
        "Бірінші маңызды жайт",
    ].map { Array($0.utf8) }

    /// Whether what `settings` say of `tenant` is still the starter's in part.
    package static func remain(in settings: SiteSettings, of tenant: TenantSettings) -> Bool {
        (tenant.baseURL ?? settings.baseURL).description == "https://\(host)" || tenant.name == name
            || tenant.phone == digits || tenant.whatsapp == digits
    }

    /// Whether a text of a theme is still the starter's in part.
    package static func remain(in text: [UInt8]) -> Bool { sentences.contains { text.offset(of: $0) != nil } }

    /// The places in the settings' `text`, which diagnostics call `file`, that are still the starter's.
    package static func diagnostics(inSettings text: [UInt8], file: String) -> [Diagnostic] {
        let marks = [(host, "host"), (name, "name"), (phone, "phone")]
        return marks.flatMap { mark, noun in
            places(of: Array(mark.utf8), in: text, file: file).filter { $0.excerpt?.first != "#" }.map { diagnostic in
                var diagnostic = diagnostic
                diagnostic.summary =
                    "the \(noun) is still that of the starter, so that every lead of the tenant is unsendable"
                return diagnostic
            }
        }
    }

    /// The places in a theme's `text`, which diagnostics call `file`, that are still the starter's.
    package static func diagnostics(inTheme text: [UInt8], file: String) -> [Diagnostic] {
        sentences.flatMap { sentence in
            places(of: sentence, in: text, file: file).map { diagnostic in
                var diagnostic = diagnostic
                diagnostic.summary =
                    "«\(String(decoding: sentence, as: UTF8.self))» is still the starter's, so that every lead who would read "
                    + "it is unsendable"
                return diagnostic
            }
        }
    }

    private static func places(of mark: [UInt8], in text: [UInt8], file: String) -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        var start = 0
        while let offset = text.offset(of: mark, from: start) {
            diagnostics.append(
                TextPlaces(text, origin: SourceLocation(file: file, line: 1, column: 1)).diagnostic(
                    .warning, .siteUnfinished, at: offset,
                    "this is still the starter's",
                    fix: "write your own"))
            start = offset + mark.count
        }
        return diagnostics
    }
}
