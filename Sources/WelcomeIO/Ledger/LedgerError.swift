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
        case .missing, .blank, .foreign, .damaged: true
        case .whole, .newer: false
        }
    }

    /// What a person is told, and what is to be done; `path` is the ledger's.
    func finding(at path: String) -> Diagnostic {
        Diagnostic(.error, .outputLedger, at: SourceLocation(file: path), summary, fix: fix)
    }

    private var summary: String {
        switch self {
        case .missing: "the folder holds a published site whose ledger.db is missing"
        case .blank: "the ledger remembers nothing of the site that was published from here"
        case .whole: "the ledger is whole, so it is not made anew"
        case .foreign: "the file is not a ledger of ours"
        case .damaged: "the ledger is damaged"
        case .newer: "the ledger was written by a later version of welcome"
        }
    }

    private var fix: String {
        switch self {
        case .whole: "leave out --recover-ledger"
        case .newer: "use that version; nothing was written"
        case .missing, .blank, .foreign, .damaged:
            "restore ledger.db from a backup: it remembers which links were sent; without a backup, "
                + "`welcome build --recover-ledger` makes a new one from the manifest"
        }
    }
}
