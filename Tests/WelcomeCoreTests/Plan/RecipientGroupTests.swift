import Testing
import WelcomeCore
import WelcomeTestSupport

/// Who of several leads of one recipient is greeted: each case lists leads by id, moment and what is known of them.
@Suite struct RecipientGroupTests {
    private typealias Role = GreetingRecord.Role

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var members: [RecipientMember]
        /// What is said of each member, in their order: `ready`, `held by ID`, `after ID`, or nothing.
        var verdicts: [String]

        init(_ name: String, _ members: (RecipientMember, String)...) {
            self.name = name
            self.members = members.map(\.0)
            verdicts = members.map(\.1)
        }

        var testDescription: String { name }
    }

    private static func lead(
        _ id: String, _ since: Int64, _ role: GreetingRecord.Role? = nil, gone: Bool = false
    ) -> RecipientMember {
        let identity = LeadIdentity(tenant: LeadText("t"), lead: LeadText(id), slot: LeadText("welcome"))
        return RecipientMember(
            recipient: 1, since: since, key: identity.sortKey, role: role, isCandidate: !gone && role != .sent)
    }

    private static let cases: [Case] = [
        Case("one alone", (lead("a", 1), "ready")),
        Case(
            "the newest of new ones", (lead("a", 1), "held by b"), (lead("b", 3), "ready"), (lead("c", 2), "held by b")),
        Case("of one moment, the last by identity", (lead("a", 1), "held by b"), (lead("b", 1), "ready")),
        Case("a sent one before is a note", (lead("a", 1, .sent), ""), (lead("b", 2), "after a")),
        Case("a sent one after it", (lead("a", 1), "held by b"), (lead("b", 2, .sent), "")),
        Case(
            "sent ones on both sides", (lead("a", 1, .sent), ""), (lead("b", 2), "held by c"), (lead("c", 3, .sent), "")
        ),
        Case("an offered one keeps its place", (lead("a", 1, .offered), "ready"), (lead("b", 2), "held by a")),
        Case(
            "an offered one keeps its place after a sent one", (lead("a", 1, .sent), ""),
            (lead("b", 2, .offered), "after a"),
            (lead("c", 3), "held by b")),
        Case(
            "an offered one that came before a sent one", (lead("a", 1, .offered), "held by b"),
            (lead("b", 2, .sent), "")),
        Case(
            "two that were both offered", (lead("a", 1, .offered), "held by b"), (lead("b", 2, .offered), "ready")),
        Case("a held one stays when the other is sent", (lead("a", 1, .sent), ""), (lead("b", 2, .held), "held by a")),
        Case(
            "a held one stays when the offered one is gone", (lead("a", 1, .offered, gone: true), ""),
            (lead("b", 2, .held), "held by a")),
        Case(
            "a new one after an offered one that is gone", (lead("a", 1, .offered, gone: true), ""),
            (lead("b", 2), "after a")),
        Case(
            "a new one from before an offered one that is gone", (lead("a", 2, .offered, gone: true), ""),
            (lead("b", 1), "held by a")),
        Case("a held one whose other is none of the group any more", (lead("b", 2, .held), "ready")),
        Case(
            "a new one and a held one whose other is gone from the group", (lead("a", 1), "held by b"),
            (lead("b", 2, .held), "ready")),
        Case("a barred one", (lead("a", 1, .barred), "held by nobody")),
        Case("a new one beside a barred one", (lead("a", 2, .barred), "held by b"), (lead("b", 1), "ready")),
        Case(
            "a new one beside sent and held ones", (lead("a", 1, .sent), ""), (lead("b", 2, .held), "held by c"),
            (lead("c", 3), "after a")),
    ]

    @Test(arguments: cases) func judges(example: Case) {
        for order in [example.members, example.members.reversed()] {
            var group = RecipientGroup()
            for member in order { group.add(member) }
            #expect(example.members.map { self.verdict($0, group.repetition(of: $0)) } == example.verdicts)
        }
    }

    /// Whatever the members are: one at most is greeted, and what the group says does not depend on their order.
    @Test func greetsOneAtMostWhateverIsKnown() {
        var random = SeededNumbers(seed: 7)
        for _ in 0..<1_000 {
            let roles: [GreetingRecord.Role?] = [nil, .offered, .sent, .held, .barred]
            let members = (0..<Int.random(in: 1...6, using: &random)).map { number in
                let role = roles.randomElement(using: &random) ?? nil
                return Self.lead(
                    "l\(number)", Int64.random(in: 0...3, using: &random), role, gone: Bool.random(using: &random))
            }
            let verdicts = [members, members.shuffled(using: &random)].map { order in
                var group = RecipientGroup()
                for member in order { group.add(member) }
                return members.map { group.repetition(of: $0) }
            }
            #expect(verdicts[0] == verdicts[1])
            let greeted = zip(members, verdicts[0]).filter { member, verdict in
                guard member.isCandidate else { return false }
                if case .repeats = verdict { return false }
                return true
            }
            #expect(greeted.count <= 1, "\(members)")
            // Next time the greeted one was offered and the others are held: nothing changes.
            let next = zip(members, verdicts[0]).map { member, verdict in
                var member = member
                guard member.isCandidate else { return member }
                if case .repeats = verdict {
                    member.role = member.role == .barred ? .barred : .held
                } else {
                    member.role = .offered
                }
                return member
            }
            var group = RecipientGroup()
            for member in next { group.add(member) }
            #expect(next.map { group.repetition(of: $0) } == verdicts[0], "\(members)")
            // And when it is sent, no other is greeted.
            let later = next.map { member in
                var member = member
                if member.role == .offered { (member.role, member.isCandidate) = (.sent, false) }
                return member
            }
            var last = RecipientGroup()
            for member in later { last.add(member) }
            guard !greeted.isEmpty else { continue }
            for member in later where member.isCandidate {
                guard case .repeats = last.repetition(of: member) else {
                    Issue.record("greeted by a mere change of state: \(members)")
                    continue
                }
            }
        }
    }

    private func verdict(_ member: RecipientMember, _ repetition: Repetition?) -> String {
        guard member.isCandidate else { return "" }
        return switch repetition {
        case nil: "ready"
        case .repeats(let lead): "held by \(lead?.string ?? "nobody")"
        case .greetedBefore(let lead): "after \(lead.string)"
        }
    }
}
