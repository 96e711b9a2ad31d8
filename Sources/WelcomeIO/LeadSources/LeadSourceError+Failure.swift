import WelcomeCore

extension LeadSourceError: BuildError {
    func failure(ledger: String) -> BuildFailure { isRefusal ? .refused(diagnostic) : .diagnostics([diagnostic]) }
}
