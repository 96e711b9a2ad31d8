/// How deep templates may be nested and how much work one text may be.
///
/// Texts come from tables that a tenant's users write, so each of these is a cap on what one of them can cost all.
enum TemplateLimits {
    /// Sections one inside another, those of partials with the sections that include them counted in.
    static let maxDepth = 100
    /// Tags and texts that checking or filling one template may meet, each inclusion of a partial counted anew.
    static let maxSteps = 500_000
    /// The bytes that a template may be filled to.
    static let maxOutputBytes = 4 * 1024 * 1024
    /// The diagnostics about one template; who has more has mended none of these yet.
    static let maxDiagnostics = 200
}

/// A template that would take more work, or become larger, than one may.
struct TemplateLimitError: Error {
    /// Which limit it breaks, as a headline.
    var summary: String
    var template: Template
    var offset: Int

    /// The diagnostic to report.
    var diagnostic: Diagnostic {
        template.places.diagnostic(
            .error, .templateLimit, at: offset, summary,
            fix: "make the text smaller, and have partials include one another less often")
    }
}
