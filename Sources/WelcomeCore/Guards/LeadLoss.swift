/// How many of the leads that the last build met in the source are gone from it.
///
/// Only leads whose link is still alive count: those that are over are deleted by the CRM in the course of things. Losses
/// are judged for the whole source and for each tenant, for an export can lose one tenant's leads and keep the others.
package struct LeadLoss: Sendable {
    /// Leads of a source or of one tenant.
    package struct Count: Sendable, Hashable {
        /// Leads that the last build met, with a link that is alive.
        package var known = 0
        /// Those of them that are gone.
        package var lost = 0

        package init(known: Int = 0, lost: Int = 0) {
            self.known = known
            self.lost = lost
        }

        /// Whether that is more than `percent` of them, and enough to be no coincidence.
        func exceeds(percent: Int) -> Bool { lost >= LeadLoss.leastLost && lost * 100 > known * percent }
    }

    /// The fewest lost leads that a guard speaks of.
    static let leastLost = 20

    private let percent: Int
    private var tenant: LeadText?
    private var ofTenant = Count()
    private var ofOtherTenants = Count()
    private var worstTenant: (id: LeadText, count: Count)?
    private var tenantCount = 0

    /// Allows that `percent` of the leads are lost at once.
    package init(percent: Int) {
        self.percent = percent
    }

    /// Takes one lead into account; the leads of a tenant follow one another.
    package mutating func note(_ tenant: LeadText, isLost: Bool) {
        if self.tenant != tenant { begin(tenant) }
        ofTenant.known += 1
        if isLost { ofTenant.lost += 1 }
    }

    private mutating func begin(_ next: LeadText) {
        closeTenant()
        ofOtherTenants = total
        ofTenant = Count()
        tenant = next
        tenantCount += 1
    }

    private mutating func closeTenant() {
        guard let tenant, ofTenant.exceeds(percent: percent), ofTenant.lost > worstTenant?.count.lost ?? 0 else {
            return
        }
        worstTenant = (tenant, ofTenant)
    }

    /// The leads of all tenants.
    package var total: Count {
        Count(known: ofOtherTenants.known + ofTenant.known, lost: ofOtherTenants.lost + ofTenant.lost)
    }

    /// What there is to say about the source called `source`, if the loss is too large.
    package func diagnostic(in source: String) -> Diagnostic? {
        var closed = self
        closed.closeTenant()
        let subject: String
        if total.exceeds(percent: percent) {
            subject = Self.share(total) + " that the last build met are gone from the source"
        } else if let worst = closed.worstTenant {
            subject = Self.share(worst.count) + " of tenant `\(worst.id.string)` are gone from the source"
        } else {
            return nil
        }
        return Diagnostic(
            .error, .sourceShrunk, at: SourceLocation(file: source), "\(subject), and their links are still alive",
            fix: "is the export whole? With --accept-loss their pages stay until they expire, and nobody of them is "
                + "written to any more")
    }

    private static func share(_ count: Count) -> String {
        count.lost == count.known ? "all \(count.lost) leads" : "\(count.lost) of \(count.known) leads"
    }
}
