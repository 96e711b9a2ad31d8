import WelcomeCore

/// A lead as a person names it on the command line.
package struct NamedLead: Sendable {
    package var id: String
    /// Needed where several tenants have a lead of this id.
    package var tenant: String?
    /// One purpose of a link; `nil` for all.
    package var slot: String?

    package init(id: String, tenant: String? = nil, slot: String? = nil) {
        self.id = id
        self.tenant = tenant
        self.slot = slot
    }

    /// The identities that `ledger` knows of the lead.
    ///
    /// - Throws: `BuildFailure.diagnostics` when there are none, or those of several tenants.
    func identities(in ledger: Ledger, at path: String) throws -> [LeadIdentity] {
        let all = try ledger.identities(lead: LeadText(id), tenant: tenant.map { LeadText($0) })
        let found = all.filter { identity in slot.map { LeadText($0) == identity.slot } ?? true }
        let place = SourceLocation(file: path)
        guard !found.isEmpty else {
            throw BuildFailure.diagnostics([
                Diagnostic(
                    .error, .leadNotFound, at: place, "this site has issued no link to a lead of this id",
                    fix: "ids are compared byte for byte; `welcome explain` looks into the source instead")
            ])
        }
        guard Set(found.map(\.tenant)).count == 1 else {
            throw BuildFailure.diagnostics([
                Diagnostic(
                    .error, .leadAmbiguous, at: place, "several tenants have a lead of this id",
                    fix: "name the tenant with --tenant")
            ])
        }
        return found
    }
}
