import WelcomeCore

/// Lays deltas over the full file that they follow, line by line, so that readers need not follow a long list of files.
///
/// - Complexity: O(bytes of all files); memory for the deltas and one chunk of the full file.
struct ManifestFold {
    /// How many deltas may follow a full file.
    static let maxDeltas = 64

    private let files: any FileSystem
    /// The newest line of each identity that a delta speaks of.
    private var newest: [[UInt8]: [UInt8]] = [:]
    /// The identities of `newest`, descending, so that the next is the last.
    private var waiting: [[UInt8]] = []
    private var names: [[UInt8]] = []
    private var output: [UInt8] = []
    private var outputLines = 0
    private let dropped: Set<[UInt8]>
    /// The leads of `dropped` that other lines of their tenants may name.
    private let droppedLeads: [LeadText: Set<LeadText>]
    /// What the newest line of each identity said that was left out.
    private(set) var droppedStates: [[UInt8]: ManifestState] = [:]

    /// Leaves out the lines of the identities whose keys are `dropped`.
    init(files: any FileSystem, dropping dropped: Set<[UInt8]> = []) {
        self.files = files
        self.dropped = dropped
        droppedLeads = dropped.compactMap { LeadIdentity(sortKey: $0) }.reduce(into: [:]) {
            $0[$1.tenant, default: []].insert($1.lead)
        }
    }

    /// Appends the lines of `full` and `deltas`, of which a later one wins, to `stream` in the order of identity.
    ///
    /// - Throws: `FileError`, or `PublishedManifest.Fault` where a line is not one of a manifest.
    mutating func fold(full: String, deltas: [String], into stream: inout ManifestStream) throws {
        for delta in deltas {
            for line in (try files.read(delta) ?? []).split(separator: 10) {
                let line = Array(line) + [10]
                let (key, state) = try parts(of: line)
                if dropped.contains(key) {
                    droppedStates[key] = state
                } else {
                    newest[key] = withoutMentions(line, key)
                }
            }
        }
        waiting = newest.keys.sorted { $1.lexicographicallyPrecedes($0) }
        var rest: [UInt8] = []
        try files.forEachChunk(of: full) { chunk in
            rest += chunk
            guard let end = rest.lastIndex(of: 10) else { return }
            for line in rest[...end].split(separator: 10) { try take(Array(line) + [10]) }
            rest.removeSubrange(...end)
            try flush(into: &stream)
        }
        while let next = waiting.popLast() { emit(newest[next] ?? []) }
        try flush(into: &stream)
    }

    private mutating func take(_ line: [UInt8]) throws {
        let (key, state) = try parts(of: line)
        guard !dropped.contains(key) else {
            // A delta was read before and says what holds.
            if droppedStates[key] == nil { droppedStates[key] = state }
            return
        }
        while let next = waiting.last, next.lexicographicallyPrecedes(key) {
            emit(newest[next] ?? [])
            waiting.removeLast()
        }
        if waiting.last == key {
            emit(newest[key] ?? [])
            waiting.removeLast()
        } else {
            emit(withoutMentions(line, key))
        }
    }

    /// Takes out of a line what it says of leads that are dropped.
    private func withoutMentions(_ line: [UInt8], _ key: [UInt8]) -> [UInt8] {
        guard !dropped.isEmpty, let identity = LeadIdentity(sortKey: key) else { return line }
        var line = line
        for lead in droppedLeads[identity.tenant] ?? [] { ManifestLine.removeMention(of: lead, from: &line) }
        return line
    }

    private mutating func emit(_ line: [UInt8]) {
        output += line
        outputLines += 1
    }

    private mutating func flush(into stream: inout ManifestStream) throws(FileError) {
        try stream.append(output, count: outputLines)
        output.removeAll(keepingCapacity: true)
        outputLines = 0
    }

    /// The identity's key and the state of a line.
    private mutating func parts(of line: [UInt8]) throws -> (key: [UInt8], state: ManifestState?) {
        guard case .success(let fields) = JSONScanner.object(in: 0..<line.count, of: line, sharing: &names) else {
            throw PublishedManifest.Fault.damaged("manifest.json")
        }
        let parts = ["tenant", "lead", "slot", "state"].map { name in
            fields.first { $0.name.elementsEqual(name.utf8) }.flatMap { field in
                if case .text(let bytes) = field.value { LeadText(checked: bytes) } else { nil }
            }
        }
        guard let tenant = parts[0], let lead = parts[1], let slot = parts[2] else {
            throw PublishedManifest.Fault.damaged("manifest.json")
        }
        let key = LeadIdentity(tenant: tenant, lead: lead, slot: slot).sortKey
        return (key, parts[3].flatMap { ManifestState(rawValue: $0.string) })
    }
}
