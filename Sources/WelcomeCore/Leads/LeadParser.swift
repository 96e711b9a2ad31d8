/// Turns rows into leads by the rules of the columns: checks, cleans and fills in defaults.
package struct LeadParser: Sendable {
    /// The longest id, tenant and slot, in bytes.
    package static let maxIdentityBytes = 512

    /// How far ahead of UTC a tenant's clocks are at an instant, in seconds.
    package typealias LocalOffset = @Sendable (_ tenant: LeadText, _ instant: Timestamp) -> Int

    package let schema: LeadSchema
    private let localOffset: LocalOffset
    private let defaultSlot = LeadText("welcome")

    /// Makes a parser; `localOffset` serves dates that are written without a time zone.
    package init(schema: LeadSchema, localOffset: @escaping LocalOffset = { _, _ in 0 }) {
        self.schema = schema
        self.localOffset = localOffset
    }

    /// Makes the lead that `row` describes, or says which column is at fault and why.
    ///
    /// What a lead goes without, because a value means nothing, is added to `warnings`.
    ///
    /// - Complexity: O(bytes of the row).
    package func parse(_ row: RawRow, _ warnings: inout [RowProblem]) -> Result<Lead, RowProblem> {
        do throws(RowProblem) {
            var reader = RowReader(row)
            let lead = try lead(of: &reader)
            warnings += reader.warnings
            return .success(lead)
        } catch {
            return .failure(error)
        }
    }

    /// Makes the lead that `row` describes, or says which column is at fault and why.
    package func parse(_ row: RawRow) -> Result<Lead, RowProblem> {
        var warnings: [RowProblem] = []
        return parse(row, &warnings)
    }

    private func lead(of row: inout RowReader) throws(RowProblem) -> Lead {
        guard let id = try row.text(.id) else { throw row.problem(.leadID, .id) }
        guard id.bytes.count <= Self.maxIdentityBytes else { throw row.problem(.leadID, .id) }
        let tenant = try row.text(.tenant) ?? schema.defaultTenant
        guard tenant.bytes.count <= Self.maxIdentityBytes else { throw row.problem(.leadTooLong, .tenant) }
        let slot = try row.text(.slot) ?? defaultSlot
        guard slot.bytes.count <= Self.maxIdentityBytes else { throw row.problem(.leadSlot, .slot) }

        let defaults = schema.tenants[tenant]
        let asked = try row.text(.theme) ?? (defaults?.theme ?? schema.defaultTheme).map { LeadText($0) }
        guard let asked, let theme = schema.themes[asked] else { throw row.problem(.leadTheme, .theme) }

        var lead = Lead(
            identity: LeadIdentity(tenant: tenant, lead: id, slot: slot),
            theme: theme.name,
            locale: try row.locale() ?? defaults?.locale ?? schema.defaultLocale
        )
        lead.phone = try row.text(.phone)
        lead.channel = try row.text(.channel)?.string
        lead.channelAddress = try row.text(.channelAddress)
        lead.voice = try row.text(.voice)?.string
        lead.images = try row.list(.images)
        lead.documents = try row.list(.documents)
        lead.createdAt = try row.date(.createdAt).map { instant(of: $0, tenant) }
        lead.expiresOn = try row.date(.expiresOn)?.day
        lead.isSent = try row.date(.sentAt) != nil
        lead.isRevoked = try row.boolean(.revoked)
        lead.fields = try fields(of: &row, theme: theme)
        return lead
    }

    /// The instant of a date, for a bare day noon where the tenant is, which is that day wherever it is looked at.
    private func instant(of date: RowDate, _ tenant: LeadText) -> Timestamp {
        if case .instant(let instant, _) = date { return instant }
        let seconds = Int64(date.day.daysSinceEpoch) * 86_400 + Int64(date.secondOfDay ?? 43_200)
        let offset = localOffset(tenant, Timestamp(secondsSinceEpoch: seconds))
        return Timestamp(secondsSinceEpoch: seconds - Int64(offset))
    }

    private func fields(of row: inout RowReader, theme: LeadSchema.Theme) throws(RowProblem) -> [LeadField] {
        var fields: [LeadField] = []
        fields.reserveCapacity(3 + theme.extras.count)
        // In ascending order already: most leads have no other field.
        for (column, kind) in [(LeadColumn.city, DisplayKind.line), (.name, .line), (.note, .paragraph)] {
            if let value = try row.shown(column, as: kind) {
                fields.append(LeadField(name: column.columnName, value: value))
            }
        }
        if !theme.extras.isEmpty {
            for extra in theme.extras {
                if let value = try row.shown(extra) { fields.append(LeadField(name: extra.name, value: value)) }
            }
            fields.sort { byBytes($0.name, $1.name) }
        }
        for name in theme.required where !fields.contains(where: { byteEqual($0.name, name) }) {
            throw RowProblem(position: row.position, column: name, code: .leadRequired)
        }
        return fields
    }

    private func byteEqual(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }
}
