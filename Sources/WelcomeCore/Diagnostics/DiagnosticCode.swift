/// The stable name of one kind of finding, as printed in brackets after its summary.
///
/// Codes are part of the contract with people and programs that filter findings: one is never renamed or reused.
/// `Documentation/DIAGNOSTICS.md` explains each to the person who meets it.
package enum DiagnosticCode: String, CaseIterable, Codable, Sendable {
    // MARK: Settings and keys
    case settingsMissing = "settings-missing"
    case settingsSyntax = "settings-syntax"
    case settingsUnknownKey = "settings-unknown-key"
    case settingsValue = "settings-value"
    case settingsSecret = "settings-secret"
    case channelEnd = "channel-end"
    case keysMissing = "keys-missing"
    case keysInvalid = "keys-invalid"
    case keysMode = "keys-mode"
    case keysPlace = "keys-place"

    // MARK: Theme files
    case themeMissing = "theme-missing"
    case themeCycle = "theme-cycle"
    case themeSyntax = "theme-syntax"
    case themeUnknownKey = "theme-unknown-key"
    case themeValue = "theme-value"
    case themeText = "theme-text-missing"
    case themeContrast = "theme-contrast"
    case themeUnsafeFile = "theme-unsafe-file"
    case themeCaseTwins = "theme-case-twins"
    case themeEncoding = "theme-encoding"
    case themeTooLarge = "theme-too-large"
    case themeFaulty = "theme-faulty"
    case frontMatterUnclosed = "front-matter-unclosed"
    case frontMatterSyntax = "front-matter-syntax"

    // MARK: Markdown
    case markdownLimit = "markdown-limit"
    case markdownRawHTML = "markdown-raw-html"
    case urlScheme = "url-scheme"

    // MARK: Templates and placeholders
    case templateSyntax = "template-syntax"
    case templateTag = "template-tag"
    case unknownPlaceholder = "unknown-placeholder"
    case privateField = "private-field"
    case unguardedField = "unguarded-field"
    case partialMissing = "partial-missing"
    case partialCycle = "partial-cycle"
    case forbiddenSlot = "forbidden-slot"

    // MARK: The message
    case messageMissing = "message-missing"
    case messageURL = "message-url"
    case messageLong = "message-long"
    case messageTooLong = "message-too-long"
    case messageStopWord = "message-stop-word"

    // MARK: Media
    case mediaMissing = "media-missing"
    case mediaTooLarge = "media-too-large"
    case mediaType = "media-type"
    case mediaRemote = "media-remote"
    case mediaUnreachable = "media-unreachable"
    case mediaStale = "media-stale"
    case mediaFetch = "media-fetch"
    case mediaTranscript = "media-transcript"
    case mediaUnprepared = "media-unprepared"
    case channelMedia = "channel-media"
    case toolsMissing = "tools-missing"

    // MARK: Rows of leads; each costs one row
    case leadID = "lead-id"
    case leadTooLong = "lead-too-long"
    case leadNotText = "lead-not-text"
    case leadEncoding = "lead-encoding"
    case leadNUL = "lead-nul"
    case leadDuplicate = "lead-duplicate"
    case leadTheme = "lead-theme"
    case leadDate = "lead-date"
    case leadBoolean = "lead-boolean"
    case leadList = "lead-list"
    case leadSlot = "lead-slot"
    case leadRequired = "lead-required"
    case leadColumns = "lead-columns"
    case leadJSON = "lead-json"
    case leadLocale = "lead-locale"
    case leadForgotten = "lead-forgotten"

    // MARK: Sources of leads; each stops the build
    case sourceMissing = "source-missing"
    case sourceEmpty = "source-empty"
    case sourceCut = "source-cut"
    case sourceUnreadable = "source-unreadable"
    case sourceEncoding = "source-encoding"
    case sourceColumns = "source-columns"
    case sourceQuery = "source-query"
    case columnUnused = "column-unused"
    case leadNotFound = "lead-not-found"
    case leadAmbiguous = "lead-ambiguous"

    // MARK: The output folder
    case outputForeign = "output-foreign"
    case outputLedger = "output-ledger"
    case outputRecovered = "output-recovered"
    case outputUnknownPages = "output-unknown-pages"
    case outputCopied = "output-copied"
    case outputBusy = "output-busy"
    case outputIO = "output-io"
    case outputExposed = "output-exposed"
    case outputMode = "output-mode"
    case linkMismatch = "link-mismatch"
    case linkCollision = "link-collision"
    case linkRevoked = "link-revoked"
}
