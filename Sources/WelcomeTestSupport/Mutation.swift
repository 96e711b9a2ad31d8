/// Inputs made by small changes of known ones, for tests of what holds whatever the input is.
package struct Mutation: Sendable {
    private let seeds: [[UInt8]]
    /// What is put in as a whole: what means something in the format.
    private let tokens: [[UInt8]]

    /// Changes `seeds`, and puts `tokens` into them.
    package init(of seeds: [[UInt8]], tokens: [String]) {
        self.seeds = seeds
        self.tokens = tokens.map { Array($0.utf8) }
    }

    /// Calls `check` with the seeds, and then `rounds` times with `count` changed ones, or for as long as `TrialBudget`
    /// says.
    package func run(
        rounds: Int, atATime count: Int, _ check: ([[UInt8]]) throws -> Void
    ) rethrows {
        try check(seeds)
        try TrialBudget.run(count: rounds) { numbers in try check((0..<count).map { _ in changed(&numbers) }) }
    }

    /// One of the seeds with a few changes.
    package func changed(_ numbers: inout SeededNumbers) -> [UInt8] {
        var bytes = numbers.pick(seeds)
        for _ in 0...Int.random(in: 0..<4, using: &numbers) { change(&bytes, &numbers) }
        return bytes
    }

    private func change(_ bytes: inout [UInt8], _ numbers: inout SeededNumbers) {
        func number(below limit: Int) -> Int { Int.random(in: 0..<limit, using: &numbers) }
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
