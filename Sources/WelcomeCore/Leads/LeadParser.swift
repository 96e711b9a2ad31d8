/// Turns rows into leads by the rules of the columns: checks, cleans and fills in defaults.
package struct LeadParser: Sendable {
    /// The longest id, tenant and slot, in bytes.
    package static let maxIdentityBytes = 512

    package let schema: LeadSchema
    private let defaultSlot = LeadText("welcome")

    package init(schema: LeadSchema) {
        self.schema = schema
    }

    /// Makes the lead that `row` describes, or says which column is at fault and why.
    ///
    /// - Complexity: O(bytes of the row).
    package func parse(_ row: RawRow) -> Result<Lead, RowProblem> {
        do throws(RowProblem) {
            return .success(try lead(of: RowReader(row)))
        } catch {
            return .failure(error)
        }
    }

    private func lead(of row: RowReader) throws(RowProblem) -> Lead {
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
        lead.createdAt = try row.instant(.createdAt)
        lead.expiresOn = try row.day(.expiresOn)
        lead.isSent = try row.instant(.sentAt) != nil
        lead.isRevoked = try row.boolean(.revoked)
        lead.fields = try fields(of: row, theme: theme)
        return lead
    }

    private func fields(of row: RowReader, theme: LeadSchema.Theme) throws(RowProblem) -> [LeadField] {
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
