/// One row of the source after every value was checked, cleaned and given its default.
package struct Lead: Sendable, Equatable {
    private struct Values: Sendable, Equatable {
        var identity: LeadIdentity
        var theme: String
        var locale: String
        var phone: LeadText?
        var channel: String?
        var channelAddress: LeadText?
        var fields: [LeadField] = []
        var voice: String?
        var images: [String]?
        var documents: [String]?
        var createdAt: Timestamp?
        var expiresOn: CivilDate?
        var isSent: Bool = false
        var isRevoked: Bool = false
    }

    private var shared: Shared<Values>

    package init(identity: LeadIdentity, theme: String, locale: String) {
        shared = Shared(Values(identity: identity, theme: theme, locale: locale))
    }

    package var identity: LeadIdentity {
        get { shared.value.identity }
        set { shared.value.identity = newValue }
    }

    /// The theme's folder name, known to exist.
    package var theme: String {
        get { shared.value.theme }
        set { shared.value.theme = newValue }
    }

    /// The locale asked for by the row or its tenant; the theme may have to fall back from it.
    package var locale: String {
        get { shared.value.locale }
        set { shared.value.locale = newValue }
    }

    /// The phone or JID as the source has it, not yet normalised.
    package var phone: LeadText? {
        get { shared.value.phone }
        set { shared.value.phone = newValue }
    }

    package var channel: String? {
        get { shared.value.channel }
        set { shared.value.channel = newValue }
    }

    package var channelAddress: LeadText? {
        get { shared.value.channelAddress }
        set { shared.value.channelAddress = newValue }
    }

    /// Values a page may show, cleaned for display and never empty, in ascending order of `name` bytes.
    package var fields: [LeadField] {
        get { shared.value.fields }
        set { shared.value.fields = newValue }
    }

    package var voice: String? {
        get { shared.value.voice }
        set { shared.value.voice = newValue }
    }

    /// `nil` where the row says nothing; an empty list removes the theme's.
    package var images: [String]? {
        get { shared.value.images }
        set { shared.value.images = newValue }
    }

    package var documents: [String]? {
        get { shared.value.documents }
        set { shared.value.documents = newValue }
    }

    package var createdAt: Timestamp? {
        get { shared.value.createdAt }
        set { shared.value.createdAt = newValue }
    }

    package var expiresOn: CivilDate? {
        get { shared.value.expiresOn }
        set { shared.value.expiresOn = newValue }
    }

    package var isSent: Bool {
        get { shared.value.isSent }
        set { shared.value.isSent = newValue }
    }

    package var isRevoked: Bool {
        get { shared.value.isRevoked }
        set { shared.value.isRevoked = newValue }
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
