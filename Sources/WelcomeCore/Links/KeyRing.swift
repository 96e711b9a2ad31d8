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
        entries.filter { $0.notBefore <= day }.max { ($0.notBefore, $0.id) < ($1.notBefore, $1.id) }?.id
    }
}
