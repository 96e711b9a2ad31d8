/// One row of the source after every value was checked, cleaned and given its default.
package struct Lead: Sendable, Equatable {
    package var identity: LeadIdentity
    /// The theme's folder name, known to exist.
    package var theme: String
    /// The locale asked for by the row or its tenant; the theme may have to fall back from it.
    package var locale: String
    /// The phone or JID as the source has it, not yet normalised.
    package var phone: LeadText?
    package var channel: String?
    package var channelAddress: LeadText?
    /// Values a page may show, cleaned for display and never empty, in ascending order of `name` bytes.
    package var fields: [LeadField]
    package var voice: String?
    /// `nil` where the row says nothing; an empty list removes the theme's.
    package var images: [String]?
    package var documents: [String]?
    package var createdAt: Timestamp?
    package var expiresOn: CivilDate?
    package var isSent: Bool
    package var isRevoked: Bool

    package init(identity: LeadIdentity, theme: String, locale: String) {
        self.identity = identity
        self.theme = theme
        self.locale = locale
        fields = []
        isSent = false
        isRevoked = false
    }

    /// The value of the field called `name`, or `nil` when this lead has none.
    package func field(_ name: String) -> LeadText? {
        fields.first { $0.name == name }?.value
    }
}

/// A value of a lead that a page may show, under the name a theme uses for it.
package struct LeadField: Sendable, Equatable {
    /// An ASCII identifier: `name`, `city`, `note` or one that a theme declares.
    package var name: String
    package var value: LeadText

    package init(name: String, value: LeadText) {
        self.name = name
        self.value = value
    }
}
