import Testing
import WelcomeCore

@Suite struct DedupKeyTests {
    /// The keys come from Python's hashlib over the layout that the source describes.
    @Test(arguments: [
        ("t1", "clx1", "welcome", 0, "f3c14ed6b0c1c8c56028cc29fd6d68f3"),
        ("t1", "clx1", "welcome", 1, "98fe1a9c7961fb8e341752030229f97f"),
        ("t1c", "lx1", "welcome", 0, "fd4607ac52ff3f64f44fca2eb2e7735b"),
        ("клиника", "лид-7", "повтор", 258, "70d6b7bd2dfa04a648ec9aea19fc6824"),
        ("default", String(repeating: "x", count: 300), "welcome", 0, "21c94d6c76c027fcd12bd2d0775bbb1f"),
    ])
    func derivesTheKeyFromIdentityAndPlaceAlone(tenant: String, lead: String, slot: String, index: Int, key: String) {
        let identity = LeadIdentity(tenant: LeadText(tenant), lead: LeadText(lead), slot: LeadText(slot))
        #expect(dedupKey(for: identity, index: index) == key)
    }
}
