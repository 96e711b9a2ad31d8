/// A column whose meaning is the program's own; every other column is a field that a theme may declare.
package enum LeadColumn: UInt8, CaseIterable, Sendable {
    case id
    case tenant
    case slot
    case theme
    case locale
    case phone
    case channel
    case channelAddress
    case name
    case city
    case note
    case voice
    case images
    case documents
    case createdAt
    case expiresOn
    case sentAt
    case revoked

    /// A number for each column, found by its raw value; there is one for every raw value that the type has, so that a
    /// column which is added has its own, and nothing is allocated for a row.
    package typealias Places = InlineArray<256, Int32>

    /// Finds the column that is called exactly `name`, byte for byte.
    package init?(_ name: [UInt8]) {
        guard name.count < Self.byLength.count else { return nil }
        for candidate in Self.byLength[name.count] where candidate.name == name {
            self = candidate.column
            return
        }
        return nil
    }

    /// Whether a value is one line, as all are but texts that people write.
    package var takesOneLine: Bool { self != .note }

    /// The name as headers, keys and tables write it.
    package var columnName: String {
        switch self {
        case .id: "id"
        case .tenant: "tenant"
        case .slot: "slot"
        case .theme: "theme"
        case .locale: "locale"
        case .phone: "phone"
        case .channel: "channel"
        case .channelAddress: "channel_address"
        case .name: "name"
        case .city: "city"
        case .note: "note"
        case .voice: "voice"
        case .images: "images"
        case .documents: "documents"
        case .createdAt: "created_at"
        case .expiresOn: "expires_on"
        case .sentAt: "sent_at"
        case .revoked: "revoked"
        }
    }

    /// The names that no theme can give a field: all but those of columns that templates know as fields.
    package static let reservedNames = allCases.filter { ![.name, .city, .note].contains($0) }.map(\.columnName)

    /// Columns by the length of their name: a lookup compares a handful of bytes and hashes nothing.
    private static let byLength: [[(name: [UInt8], column: LeadColumn)]] = {
        let longest = allCases.map(\.columnName.utf8.count).max() ?? 0
        return (0...longest).map { length in
            allCases.filter { $0.columnName.utf8.count == length }.map { (Array($0.columnName.utf8), $0) }
        }
    }()
}
