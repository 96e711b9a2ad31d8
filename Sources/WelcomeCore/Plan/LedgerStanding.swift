import Crypto

/// The publication that a ledger numbered last.
package struct NumberedPublication: Sendable, Hashable {
    package var stamp: LedgerStamp
    /// The build that has the number.
    package var build: String

    package init(stamp: LedgerStamp, build: String) {
        self.stamp = stamp
        self.build = build
    }

    /// Numbers the publication of `build`, which follows `last`.
    ///
    /// A build that repeats the last one keeps its number, so that the same build at the same moment gives the same bytes.
    /// The first publication also names the ledger. The id is derived from the build, which no two sites share, for a
    /// random one would make the pointers of equal builds differ.
    package init(of build: String, after last: NumberedPublication?) {
        self.build = build
        guard let last else {
            stamp = LedgerStamp(id: hexadecimal(SHA256.hash(data: Array("ledger \(build)".utf8)).prefix(16)), number: 1)
            return
        }
        stamp = last.stamp
        if last.build != build { stamp.number += 1 }
    }
}

/// Whether a ledger knows everything that was published, judged by what the pointer says of its ledger.
package enum LedgerStanding: Sendable, Hashable {
    /// The ledger may go on: it has numbered the publication of the pointer, or one after it.
    case latest
    /// The pointer is of a later publication than the ledger remembers: the ledger is an older copy.
    case behind
    /// The pointer is of another ledger, or of another build under the same number: two ledgers went on separately.
    case other

    /// Judges the ledger whose last numbered publication is `last`, beside `pointer`.
    ///
    /// A pointer of an older version of the program says nothing of its ledger and agrees with every one.
    package init(of last: NumberedPublication?, beside pointer: ManifestPointer?) {
        guard let pointer, let published = pointer.ledger else {
            self = .latest
            return
        }
        guard let last else {
            self = .behind
            return
        }
        if last.stamp.id != published.id {
            self = .other
        } else if last.stamp.number < published.number {
            self = .behind
        } else {
            self = last.stamp.number == published.number && last.build != pointer.build ? .other : .latest
        }
    }
}
