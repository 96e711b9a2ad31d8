/// Which state of which ledger something was published from.
package struct LedgerStamp: Sendable, Hashable {
    /// The ledger's id, 32 hexadecimal digits, which a recovered ledger takes over.
    package var id: String
    /// Counts the publications of the ledger from 1.
    ///
    /// Some numbers are left out, none is given to two publications.
    package var number: Int

    package init(id: String, number: Int) {
        self.id = id
        self.number = number
    }
}
