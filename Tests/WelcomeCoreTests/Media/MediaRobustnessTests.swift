import Testing
import WelcomeCore
import WelcomeTestSupport

/// Headers come from strangers: whatever they say, the probe answers and never traps.
@Suite struct MediaRobustnessTests {
    @Test(arguments: MediaFixture.names)
    func answersForEveryPrefix(name: String) throws {
        let whole = try MediaFixture.bytes(name)
        // Every length up to where headers end, then a sample: copying the rest byte by byte would take minutes.
        let early = Array(0...min(whole.count, 2_048))
        let lengths =
            (TestScope.isQuick ? TestScope.sample(of: early, 256) : early)
            + Array(stride(from: 2_049, to: whole.count, by: 4_999))
        for length in lengths {
            let head = Array(whole[..<length])
            _ = MediaProbe.probe(head: head, tail: [], byteCount: length)
            _ = MediaProbe.probe(head: head, tail: [], byteCount: whole.count)
            _ = MediaProbe.probe(head: head, tail: Array(whole.suffix(length % 300)), byteCount: whole.count)
        }
        #expect(!whole.isEmpty)
    }

    @Test func answersForTenThousandMutations() throws {
        var random = SeededNumbers(seed: 0x77_65_6C_63_6F_6D_65)
        let samples = try MediaFixture.names.map { try MediaFixture.bytes($0) }
        #expect(samples.count >= 25)
        var refusals = 0
        for round in 0..<10_000 {
            let sample = samples[round % samples.count]
            var head = Array(sample.prefix(4_096))
            var tail = Array(sample.suffix(4_096))
            for _ in 0..<(1 + Int(random.next() % 12)) {
                let value = [0, 0xFF, 0x7F, 0x80, 1, UInt8(truncatingIfNeeded: random.next())].randomElement(
                    using: &random)
                // Most mutations hit the first hundred bytes, where the headers are.
                let reach = random.next() % 4 == 0 ? head.count : min(head.count, 100)
                head[Int(random.next() % UInt64(reach))] = value ?? 0
                tail[Int(random.next() % UInt64(tail.count))] = value ?? 0
            }
            let count = random.next() % 8 == 0 ? Int(random.next() % 30_000_000) : sample.count
            if case .failure = MediaProbe.probe(head: head, tail: tail, byteCount: count) { refusals += 1 }
        }
        #expect(refusals > 1_000)
    }

    @Test func answersForNoise() {
        var random = SeededNumbers(seed: 42)
        let magics: [[UInt8]] = [
            [0xFF, 0xD8, 0xFF, 0xE1], [0x1A, 0x45, 0xDF, 0xA3], Array("OggS".utf8), Array("ID3\u{4}\u{0}".utf8),
            [0, 0, 0, 16] + Array("ftypM4A ".utf8), Array("RIFF0000WAVEfmt ".utf8), [0xFF, 0xFB, 0x90, 0x00],
            Array("RIFF0000WEBPVP8X".utf8), [],
        ]
        for round in 0..<9_000 {
            let noise = (0..<Int(random.next() % 400)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let bytes = magics[round % magics.count] + noise
            _ = MediaProbe.probe(head: bytes, tail: bytes, byteCount: round % 3 == 0 ? .max : bytes.count)
        }
    }
}
