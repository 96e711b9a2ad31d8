import GRDB
import WelcomeCore

extension LedgerError: BuildError {
    func failure(ledger: String) -> BuildFailure { .output(diagnostic(at: ledger)) }
}

extension DatabaseError: BuildError {
    func failure(ledger: String) -> BuildFailure {
        guard let fault = LedgerError(self) else {
            return .database(message ?? "error \(resultCode.rawValue)", file: ledger)
        }
        // SQLite calls damaged what the disk does not give, and a new ledger would be no cure for a bad disk.
        return Self.refusal(toRead: ledger).map(BuildFailure.files) ?? fault.failure(ledger: ledger)
    }

    /// Why a file cannot be read to its end, if it cannot.
    private static func refusal(toRead path: String) -> FileError? {
        do throws(FileError) {
            var reader = try FileReader(path: path)
            var chunk: [UInt8] = []
            while try reader.read(atMost: 1 << 18, appendingTo: &chunk) > 0 { chunk.removeAll(keepingCapacity: true) }
            return nil
        } catch {
            return error.isMissing ? nil : error
        }
    }
}
