import Foundation
import Testing
import WelcomeCore
import WelcomeTestSupport

/// Files of strangers, made of ours by chance: whatever is claimed of them can be true, and nothing traps.
///
/// Seeds that once found a fault stay in `kept`; each run tries others besides, and names the seed of what it finds.
@Suite struct MediaMutationTests {
    private static let kept: [UInt64] = [1, 7, 42, 2_026, 0x57E1_C0DE]

    @Test func keptSeedsFindNothing() throws {
        let samples = try Self.samples()
        for seed in Self.kept { for round in 0..<200 { try check(samples, seed &+ UInt64(round) &* 0x9E37) } }
    }

    @Test func newSeedsFindNothing() throws {
        let samples = try Self.samples()
        try TrialBudget.run(count: 500) { random in try check(samples, random.next()) }
    }

    private static func samples() throws -> [[UInt8]] {
        try MediaFixture.names.map { try MediaFixture.bytes($0) }.filter { $0.count < 100_000 }
    }

    private func check(_ samples: [[UInt8]], _ seed: UInt64) throws {
        var random = SeededNumbers(seed: seed)
        let source = samples[Int(random.next() % UInt64(samples.count))]
        let bytes = mutated(source, samples, &random)
        let result = MediaProbe.probe(head: bytes, tail: Array(bytes.suffix(4_096)), byteCount: bytes.count)
        if case .success(let facts) = result {
            if facts.kind == .image {
                let (width, height) = (try #require(facts.width), try #require(facts.height))
                #expect(width > 0 && height > 0 && width * height <= 50_000_000, "seed \(seed)")
            } else {
                #expect(facts.width == nil && facts.height == nil, "seed \(seed)")
            }
            #expect((1...8).contains(facts.orientation), "seed \(seed)")
            if let milliseconds = facts.durationMilliseconds {
                #expect((0...86_400_000).contains(milliseconds), "seed \(seed)")
            }
        }
        // Whatever it is called, it comes to an end, and twice is as good as once.
        for format in MediaFormat.allCases where format.kind != .script {
            guard let stripped = MetadataStripper.strip(bytes, as: format) else { continue }
            #expect(stripped.count <= bytes.count + 64, "seed \(seed) as \(format)")
            #expect(MetadataStripper.strip(stripped, as: format) == stripped, "seed \(seed) as \(format)")
        }
    }

    /// Bytes changed, taken out, doubled, cut off, or another file's put in.
    private func mutated(_ source: [UInt8], _ samples: [[UInt8]], _ random: inout SeededNumbers) -> [UInt8] {
        var bytes = source
        for _ in 0..<(1 + Int(random.next() % 6)) {
            guard !bytes.isEmpty else { return bytes }
            let reach = random.next() % 3 == 0 ? bytes.count : min(bytes.count, 200)
            let place = Int(random.next() % UInt64(reach))
            let end = min(place + 1 + Int(random.next() % 64), bytes.count)
            switch random.next() % 7 {
            case 0: bytes.removeSubrange(place..<end)
            case 1: bytes.insert(contentsOf: bytes[place..<end], at: place)
            case 2: bytes.removeLast(bytes.count - end)
            case 3: bytes[place] = [0, 0xFF, 0x7F, 0x80, 1][Int(random.next() % 5)]
            case 4:
                let other = samples[Int(random.next() % UInt64(samples.count))]
                bytes.insert(contentsOf: other.prefix(Int(random.next() % 300)), at: place)
            default: bytes[place] = UInt8(truncatingIfNeeded: random.next())
            }
        }
        return bytes
    }
}
