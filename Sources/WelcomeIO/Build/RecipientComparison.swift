import WelcomeCore

/// Tells whether leads that are gone from the source are back under other ids.
///
/// Done only where many are gone and many are new, for it reads the last manifest and the staged leads once more.
struct RecipientComparison {
    let site: Site
    let pointer: ManifestPointer?

    /// The fewest leads that are no coincidence.
    private static let leastCount = 20
    /// Of how many known leads one must be gone: a CRM deletes some every day.
    private static let usualLoss = 50

    /// - Returns: how many new leads have the recipient of one that is gone, if they are many.
    /// - Complexity: O(bytes of the manifest + leads) where many are gone and many are new, else O(1).
    func returningLeads(_ tally: GuardTally, _ ledger: Ledger, _ scope: Ledger.Scope) throws -> Int? {
        let loss = tally.loss.total
        guard tally.newLeads >= Self.leastCount, loss.lost >= Self.leastCount, loss.lost * Self.usualLoss >= loss.known,
            let pointer
        else { return nil }
        let lost = try recipients(of: Set(tally.lostKeys), pointer)
        guard lost.count >= Self.leastCount else { return nil }
        var found: Set<[UInt8]> = []
        try ledger.walk(scope) { entry, _ in
            guard entry.links.isEmpty, let lead = entry.lead, let recipient = recipient(of: lead),
                lost.contains(recipient)
            else { return }
            found.insert(recipient)
        }
        return found.count >= Self.leastCount ? found.count : nil
    }

    /// A tenant's recipient as one key.
    private func key(_ tenant: [UInt8], _ number: [UInt8]) -> [UInt8] { tenant + [0] + number }

    private func recipient(of lead: Lead) -> [UInt8]? {
        guard let phone = lead.phone else { return nil }
        let tenant = lead.identity.tenant
        let number = Recipient.normalise(raw: phone.bytes, region: site.settings.tenant(tenant).region)
        return number.e164.map { key(tenant.bytes, Array($0.utf8)) }
    }

    /// The numbers that the last manifest has for the leads of `keys`.
    private func recipients(of keys: Set<[UInt8]>, _ pointer: ManifestPointer) throws -> Set<[UInt8]> {
        var recipients: Set<[UInt8]> = []
        var names: [[UInt8]] = []
        let files = try LocalFileSystem(root: site.outputPath)
        for file in pointer.files where try files.size(of: file.name) != nil {
            var rest: [UInt8] = []
            try files.forEachChunk(of: file.name) { chunk in
                rest += chunk
                guard let end = rest.lastIndex(of: 10) else { return }
                for line in rest[..<end].split(separator: 10) {
                    let line = Array(line)
                    guard let number = Self.number(in: line), let identity = Self.identity(of: line, &names),
                        keys.contains(identity.sortKey)
                    else { continue }
                    recipients.insert(key(identity.tenant.bytes, number))
                }
                rest.removeSubrange(...end)
            }
        }
        return recipients
    }

    private static let mark = Array(#""recipient":{"kind":"phone","e164":""#.utf8)

    /// The number of a line's recipient.
    ///
    /// No value can look like the member's name, for quotes in values are escaped.
    private static func number(in line: [UInt8]) -> [UInt8]? {
        guard let start = line.offset(of: mark) else { return nil }
        return Array(line[(start + mark.count)...].prefix { $0 != UInt8(ascii: "\"") })
    }

    private static func identity(of line: [UInt8], _ names: inout [[UInt8]]) -> LeadIdentity? {
        guard case .success(let fields) = JSONScanner.object(in: 0..<line.count, of: line, sharing: &names) else {
            return nil
        }
        let parts = ["tenant", "lead", "slot"].map { name in
            fields.first { $0.name.elementsEqual(name.utf8) }.flatMap { field in
                if case .text(let bytes) = field.value { LeadText(checked: bytes) } else { nil }
            }
        }
        guard let tenant = parts[0], let lead = parts[1], let slot = parts[2] else { return nil }
        return LeadIdentity(tenant: tenant, lead: lead, slot: slot)
    }
}
