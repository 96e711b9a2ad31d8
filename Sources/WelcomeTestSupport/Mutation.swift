import Foundation

/// Inputs made by small changes of known ones, for tests of what holds whatever the input is.
///
/// The same seed gives the same inputs. `WELCOME_FUZZ_SECONDS` and `WELCOME_FUZZ_SEED` make a test go on for longer, and
/// elsewhere; what it finds is kept in `Tests/Fixtures/mutations`.
package struct Mutation: Sendable {
    private let seeds: [[UInt8]]
    /// What is put in as a whole: what means something in the format.
    private let tokens: [[UInt8]]
    private var numbers: SeededNumbers

    /// Changes `seeds`, and puts `tokens` into them.
    package init(of seeds: [[UInt8]], tokens: [String]) {
        self.seeds = seeds
        self.tokens = tokens.map { Array($0.utf8) }
        numbers = SeededNumbers(seed: UInt64(Self.setting("WELCOME_FUZZ_SEED") ?? 1))
    }

    /// For how long a test goes on, in seconds.
    package static var budget: Double { Double(setting("WELCOME_FUZZ_SECONDS") ?? 2) }

    private static func setting(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }

    /// Calls `check` with the seeds, and then with changed ones, many at a time, until the budget is spent.
    package mutating func run(atATime count: Int, _ check: ([[UInt8]]) throws -> Void) rethrows {
        let end = Date(timeIntervalSinceNow: Self.budget)
        try check(seeds)
        while Date() < end {
            let inputs = (0..<count).map { _ in next() }
            try check(inputs)
        }
    }

    /// A number below `limit`.
    package mutating func number(below limit: Int) -> Int {
        Int.random(in: 0..<limit, using: &numbers)
    }

    private mutating func next() -> [UInt8] {
        var bytes = seeds[number(below: seeds.count)]
        for _ in 0...number(below: 4) { change(&bytes) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        let place = number(below: bytes.count + 1)
        switch number(below: 6) {
        case 0: bytes.insert(contentsOf: tokens[number(below: tokens.count)], at: place)
        case 1: if place < bytes.count { bytes.remove(at: place) }
        case 2: if place < bytes.count { bytes[place] = UInt8(number(below: 256)) }
        case 3:
            let end = min(bytes.count, place + number(below: 12))
            bytes.insert(contentsOf: bytes[place..<end], at: number(below: bytes.count + 1))
        case 4: bytes.removeSubrange(place..<min(bytes.count, place + number(below: 12)))
        default:
            let other = seeds[number(below: seeds.count)]
            bytes.replaceSubrange(place..., with: other[number(below: other.count + 1)...])
        }
    }
}
