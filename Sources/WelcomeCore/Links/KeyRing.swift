/// The signing keys of a site, each with an id and the first day on which it signs new links.
package struct KeyRing: Sendable {
    /// The highest id that fits into one character of a code.
    package static let highestKeyID: UInt8 = 31

    /// One key of the ring.
    package struct Entry: Sendable {
        package let id: UInt8
        /// The first day, in the site's time zone, on which new links are signed with this key.
        package let notBefore: CivilDate
        package let key: MasterKey

        package init(id: UInt8, notBefore: CivilDate, key: MasterKey) {
            self.id = id
            self.notBefore = notBefore
            self.key = key
        }
    }

    /// The keys in ascending order of id.
    package let entries: [Entry]

    /// Gathers keys.
    ///
    /// - Precondition: Ids are at most 31 and no two are equal; `parse(yaml:file:)` checks a person's file.
    package init(_ entries: [Entry]) {
        let sorted = entries.sorted { $0.id < $1.id }
        precondition(sorted.allSatisfy { $0.id <= Self.highestKeyID })
        precondition(zip(sorted, sorted.dropFirst()).allSatisfy { $0.id < $1.id })
        self.entries = sorted
    }

    /// The key called `id`, or `nil` when the ring lacks it.
    package func key(_ id: UInt8) -> MasterKey? {
        entries.first { $0.id == id }?.key
    }

    /// The id of the key that signs a link issued on `day`, or `nil` when every key is for later days.
    ///
    /// It is the key with the latest `notBefore` up to that day, and of two such keys the one with the higher id.
    package func newest(on day: CivilDate) -> UInt8? {
        entries.lazy.filter { $0.notBefore <= day }.max { ($0.notBefore, $0.id) < ($1.notBefore, $1.id) }?.id
    }

    /// The id of the key that signs a link issued on `day`, or `nil` when there are no keys.
    ///
    /// A day before every key's gets the oldest key.
    package func signing(on day: CivilDate) -> UInt8? {
        newest(on: day) ?? entries.min { ($0.notBefore, $0.id) < ($1.notBefore, $1.id) }?.id
    }

    /// The id for one more key: the one after the highest that the ring has or `usedIDs` names.
    ///
    /// Where no higher one is left it is the lowest that neither knows, or `nil`. An id that signed a link is never given
    /// to another key, for the link's record would then contradict it.
    package func nextID(besides usedIDs: some Sequence<UInt8>) -> UInt8? {
        let taken = Set(entries.map(\.id)).union(usedIDs)
        guard let highest = taken.max() else { return 0 }
        if highest < Self.highestKeyID { return highest + 1 }
        return (0...Self.highestKeyID).first { !taken.contains($0) }
    }

    /// Whether both have the same keys under the same ids and days.
    package func isSame(as other: KeyRing) -> Bool {
        entries.count == other.entries.count
            && zip(entries, other.entries).allSatisfy { a, b in
                a.id == b.id && a.notBefore == b.notBefore && a.key.isSame(as: b.key)
            }
    }

    /// The diagnostic that links need the key `id`, which the ring in `file` lacks.
    package static func missing(_ id: UInt8, in file: String) -> Diagnostic {
        Diagnostic(
            .error, .keysMissing, at: SourceLocation(file: file),
            "key \(id) is missing, and links signed with it still work",
            fix: "restore key \(id) from a backup of the key file; nothing was written")
    }
}
