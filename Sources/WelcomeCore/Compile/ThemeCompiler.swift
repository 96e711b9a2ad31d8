/// Compiles pages for the leads of one build: each kind once, at the moment the first lead of the kind is met, and again
/// where it was forgotten meanwhile.
///
/// Not for several threads: the Markdown library underneath is not, so all compiling is done before pages are rendered
/// side by side.
package struct ThemeCompiler {
    private let settings: SiteSettings
    private var library: ThemeLibrary
    private let overrides: ThemeOverrides
    /// The cards that were drawn for previews; a page without one shows a photo there.
    package var drawnCards: [PreviewCard: MediaAsset] = [:]
    private var themes: [String: Theme?] = [:]
    private var sets: [SetKey: TemplateSet?] = [:]
    /// The texts that rows of one tenant change, among `sets`.
    private var ownSets: [SetKey] = []
    private var pages: [PageKind: KnownPage] = [:]
    private var ownByteCount = 0
    /// How many pages were compiled.
    package private(set) var compiledCount = 0
    /// Every diagnostic so far, in the order of discovery, each once.
    package private(set) var diagnostics: [Diagnostic] = []
    private var reported: Set<Diagnostic> = []

    /// The settings without the rows of a database; `nil` where there are no such rows.
    private let fileSettings: SiteSettings?
    /// What the files alone come to, compiled where a page has errors: one compiler, or none so far.
    private var filesAlone: [ThemeCompiler] = []

    /// The compiler of the kind that media were asked for last: rows of one kind follow one another, as a rule.
    private var latestCompiler: (kind: PageKind, compiler: PageCompiler)?

    /// A compiled page, or none where its theme has errors, and the messages that were asked for beside its own.
    private struct KnownPage {
        var page: CompiledPage?
        var reducedMessages: [[Int]: CompiledText?] = [:]

        /// More messages than this a page does not have: beyond, what its leads would need counts as impossible.
        static let maxReducedMessages = 64
        /// What is remembered of a page beside its bytes, by estimate.
        static let usualByteCount = 2048
    }

    private struct SetKey: Hashable {
        var theme: String
        var locale: String
        var override: Int?
    }

    /// Compiles by `settings`, which may hold rows of a database beside `fileSettings`.
    package init(
        settings: SiteSettings, library: ThemeLibrary, overrides: [ThemeOverride] = [],
        fileSettings: SiteSettings? = nil
    ) {
        self.settings = settings
        self.fileSettings = fileSettings
        self.library = library
        self.overrides = ThemeOverrides(overrides)
    }

    /// Puts another entry in place of one medium of a theme's own folder.
    ///
    /// - Precondition: no theme was asked for so far.
    package mutating func setMedia(_ entry: MediaEntry, at path: String, of folder: String) {
        precondition(themes.isEmpty, "a theme that was put together keeps the media that it has")
        library.folders[folder]?.media[path] = entry
    }

    /// Returns the theme called `name`, or `nil` after reporting why there is none.
    package mutating func theme(_ name: String) -> Theme? {
        if let known = themes[name] { return known }
        let (theme, found) = Theme.resolve(name, in: library)
        report(found)
        themes[name] = .some(theme)
        return theme
    }

    /// Returns the page for leads of `kind`, or `nil` when its theme has errors.
    ///
    /// - Complexity: O(1) for a kind that is remembered.
    package mutating func page(for kind: PageKind) -> CompiledPage? {
        if let known = pages[kind] { return known.page }
        let page = compile(kind)
        pages[kind] = KnownPage(page: page)
        ownByteCount += KnownPage.usualByteCount + (page?.byteCount ?? 0)
        return page
    }

    /// About how much memory the pages take that are remembered, in bytes.
    package var byteCount: Int { ownByteCount + (filesAlone.first?.byteCount ?? 0) }

    /// Forgets the pages so far and what rows of single tenants make of themes.
    ///
    /// Their number grows with tenants and with what rows ask for, while leads that follow one another need few of them.
    package mutating func forgetPages() {
        pages = [:]
        ownByteCount = 0
        for key in ownSets { sets[key] = nil }
        ownSets = []
        latestCompiler = nil
        for index in filesAlone.indices { filesAlone[index].forgetPages() }
    }

    /// The message for a lead that gets the page for `kind` and whose fields at `dropped` must not be shown.
    ///
    /// - Returns: `nil` where the message cannot do without one of them.
    /// - Complexity: O(1) for what is remembered.
    package mutating func message(for kind: PageKind, without dropped: [Int]) -> CompiledText? {
        guard let page = page(for: kind), let known = pages[kind] else { return nil }
        if dropped.isEmpty { return page.message }
        if let message = known.reducedMessages[dropped] { return message }
        guard known.reducedMessages.count < KnownPage.maxReducedMessages, var compiler = pageCompiler(kind) else {
            return nil
        }
        let message = compiler.reducedMessage(of: page, kind, without: dropped)
        pages[kind]?.reducedMessages[dropped] = .some(message)
        ownByteCount += message?.segments.count ?? 0
        return message
    }

    /// Selects the media of a page for leads of `kind` whose row asks for `wanted`; `files` are what rows name that is not
    /// the theme's, by path or URL.
    ///
    /// - Returns: `nil` where the kind's theme has errors.
    mutating func media(
        of wanted: LeadMedia, _ kind: PageKind, files: [String: RowFile]
    ) -> RowMedia? {
        if latestCompiler?.kind != kind { latestCompiler = pageCompiler(kind).map { (kind, $0) } }
        return latestCompiler?.compiler.media(of: wanted, files)
    }

    private mutating func pageCompiler(_ kind: PageKind) -> PageCompiler? {
        guard let theme = theme(kind.theme), let set = templates(theme, kind) else { return nil }
        let tenant = settings.tenant(kind.tenant)
        var compiler = PageCompiler(
            set: set, tenant: tenant, baseURL: tenant.baseURL ?? settings.baseURL, store: settings.pageStore)
        compiler.card = set.previewCard.flatMap { drawnCards[$0] }
        return compiler
    }

    private mutating func compile(_ kind: PageKind) -> CompiledPage? {
        guard var compiler = pageCompiler(kind) else { return nil }
        let page = compiler.compile(kind)
        report(compiler.diagnostics, about: kind)
        if page != nil { compiledCount += 1 }
        return page
    }

    private mutating func templates(_ theme: Theme, _ kind: PageKind) -> TemplateSet? {
        guard let locale = effectiveLocale(theme, kind) else {
            let diagnostic = Diagnostic(
                .error, .themeText, at: SourceLocation(file: theme.chain[0].path),
                "theme `\(theme.name)` has no text in any of the site's locales",
                fix: "add \(kind.locale).md")
            report([diagnostic], about: kind)
            return nil
        }
        let override = overrides.place(tenant: kind.tenant, theme: theme.name, locale: locale)
        let key = SetKey(theme: theme.name, locale: locale, override: override)
        if let known = sets[key] { return known }
        if let override, overrides[override].tenant != nil { ownSets.append(key) }
        let (text, found) = text(theme, locale, override.map { overrides[$0] })
        guard !found.contains(where: { $0.code == .frontMatterUnclosed || $0.code == .frontMatterSyntax }) else {
            // Everything that the front matter says would seem to be missing.
            report(found, about: kind)
            sets[key] = .some(nil)
            return nil
        }
        let (set, more) = TemplateSet.make(theme: theme, locale: locale, text: text)
        // A front matter that cannot be read has no message; saying so again would send people the wrong way.
        let isReadable = !found.contains { $0.severity == .error }
        report(found + more.filter { isReadable || $0.code != .messageMissing }, about: kind)
        let isUsable = isReadable && !more.contains { $0.severity == .error }
        sets[key] = .some(isUsable ? set : nil)
        return isUsable ? set : nil
    }

    private func text(
        _ theme: Theme, _ locale: String, _ override: ThemeOverride?
    ) -> (text: ThemeText, diagnostics: [Diagnostic]) {
        let (bytes, file) = theme.text("\(locale).md") ?? ([], "\(theme.chain[0].path)/\(locale).md")
        let (text, found) = ThemeText.parse(bytes, file: file)
        return (override?.laid(over: text) ?? text, found)
    }

    /// The card of the pages of `kind`, which depends on nothing of the lead but its tenant, theme and locale.
    package mutating func previewCard(for kind: PageKind) -> PreviewCard? {
        theme(kind.theme).flatMap { templates($0, kind)?.previewCard }
    }

    /// How many days a link lives by what the theme, or its text in the locale of `kind`, says; `nil` where neither does.
    package mutating func expiresAfterDays(_ kind: PageKind) -> Int? {
        guard let theme = theme(kind.theme) else { return nil }
        return (templates(theme, kind)?.definition ?? theme.definition).expiresAfterDays
    }

    /// The locale that a lead of this kind gets: its own, else the tenant's, else the site's, else any the theme has.
    private func effectiveLocale(_ theme: Theme, _ kind: PageKind) -> String? {
        let texts = Set(theme.locales).union(overrides.locales(tenant: kind.tenant, theme: theme.name))
        let wishes = [kind.locale, settings.tenant(kind.tenant).locale, settings.defaultLocale].compactMap(\.self)
        return (wishes + settings.availableLocales).first {
            texts.contains($0) && settings.availableLocales.contains($0)
        }
    }

    /// Reports errors that the files alone do not have as the fault of the tenant whose rows bring them about.
    private mutating func report(_ found: [Diagnostic], about kind: PageKind) {
        guard let fileSettings, found.contains(where: { $0.severity == .error }) else { return report(found) }
        if filesAlone.isEmpty {
            filesAlone = [
                ThemeCompiler(
                    settings: fileSettings, library: library, overrides: overrides.ofEveryTenant)
            ]
        }
        var plain = kind
        plain.media = nil
        _ = filesAlone[0].page(for: plain)
        let ofFiles = Set(filesAlone[0].diagnostics)
        report(found.filter { ofFiles.contains($0) })
        report(found.filter { !ofFiles.contains($0) }.blaming(kind.tenant.string))
    }

    private mutating func report(_ found: [Diagnostic]) {
        for diagnostic in found where reported.insert(diagnostic).inserted { diagnostics.append(diagnostic) }
    }
}
