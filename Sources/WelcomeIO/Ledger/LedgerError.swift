import GRDB
import WelcomeCore

/// Why a file cannot serve as the ledger of its folder.
package enum LedgerError: Error {
    /// There is none in a folder from which something was published.
    case missing
    /// It remembers no build in a folder from which something was published.
    case blank
    /// It is whole, and somebody asked to make it anew.
    case whole
    /// A file of somebody else.
    case foreign
    /// A row that this version cannot have written, or bytes that are no database.
    case damaged
    /// Written by a later version of the program.
    case newer
    /// Older than what was published from here.
    case behind
    /// Another ledger went on in its place.
    case diverged
    /// It belongs to another site than the settings do.
    case ofOtherSite
    /// There is none, and the settings name a site that has been built before.
    case absent
    /// Something was published from here, and somebody asked for a first build.
    case published
}

extension LedgerError {
    /// Tells whether `error` says that the file itself is at fault; `nil` for a refusal of the system and the like.
    init?(_ error: any Error) {
        switch error {
        case let error as LedgerError: self = error
        case let error as DatabaseError where [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode):
            self = .damaged
        default: return nil
        }
    }

    /// Whether a new ledger can take the place of the file.
    var isCuredByRecovery: Bool {
        switch self {
        case .missing, .blank, .foreign, .damaged, .behind, .diverged, .ofOtherSite, .absent: true
        case .whole, .newer, .published: false
        }
    }

    /// What a person is told, and what is to be done; `path` is the ledger's.
    func diagnostic(at path: String) -> Diagnostic {
        Diagnostic(.error, code, at: SourceLocation(file: path), summary, fix: fix)
    }

    private var code: DiagnosticCode {
        switch self {
        case .behind, .diverged, .ofOtherSite: .ledgerBehind
        case .absent: .ledgerMissing
        case .missing, .blank, .whole, .foreign, .damaged, .newer, .published: .outputLedger
        }
    }

    private var summary: String {
        switch self {
        case .missing: "the folder holds a published site whose ledger.db is missing"
        case .blank: "the ledger remembers nothing of the site that was published from here"
        case .whole: "the ledger is whole, so it is not made anew"
        case .foreign: "the file is not a ledger of ours"
        case .damaged: "the ledger is damaged"
        case .newer: "the ledger was written by a later version of welcome"
        case .behind: "the ledger is older than the manifest.json beside it"
        case .diverged: "the manifest.json beside the ledger was published from another ledger"
        case .ofOtherSite: "the ledger belongs to another site than `site_id` in welcome.yml names"
        case .absent: "there is no ledger of the site that `site_id` in welcome.yml names"
        case .published: "the site was published from here before, so this is no first build"
        }
    }

    private var fix: String {
        switch self {
        case .whole: "leave out --recover-ledger"
        case .newer: "use that version; nothing was written"
        case .behind, .diverged:
            "restore ledger.db and manifest.json of the last build together, for an older ledger would issue other "
                + "links and bring back who was forgotten; where it is lost, `welcome build --recover-ledger` makes a "
                + "new one from the manifest"
        case .ofOtherSite:
            "restore the output folder of this site, or correct `site_id`; `welcome build --recover-ledger` makes a "
                + "ledger of this site from the manifest"
        case .absent:
            "restore the output folder of the last build; where only the ledger is lost, use `welcome build "
                + "--recover-ledger`; for the very first build of this site add --first-build"
        case .published: "leave out --first-build"
        case .missing, .blank, .foreign, .damaged:
            "restore ledger.db from a backup: it remembers which links were sent; without a backup, "
                + "`welcome build --recover-ledger` makes a new one from the manifest"
        }
    }
}
