import Dispatch
import Synchronization
import Testing

@testable import WelcomeIO

/// A step that runs beside its caller does what it would do on the caller's own thread.
@Suite struct PipelineTests {
    private struct Refusal: Error, Equatable {
        var number: Int
    }

    /// Sums numbers up, and refuses some.
    private func sums(jobs: Int, refusing refused: Set<Int> = []) -> Pipeline<Int, Int, Int> {
        Pipeline(0, jobs: jobs) { (sum: inout Int, number: Int) in
            if refused.contains(number) { throw Refusal(number: number) }
            sum += number
            return sum
        }
    }

    @Test(arguments: [1, 2, 8])
    func givesOutputsInTheOrderOfInputs(jobs: Int) throws {
        var pipeline = sums(jobs: jobs)
        var outputs: [Int] = []
        for number in 1...100 {
            if let output = try pipeline.push(number) { outputs.append(output) }
        }
        while let output = try pipeline.pop() { outputs.append(output) }
        #expect(outputs == (1...100).map { $0 * ($0 + 1) / 2 })
        #expect(pipeline.state == 5050)
    }

    @Test(arguments: [1, 2])
    func throwsWhatTheStepThrewWhereItsOutputWouldCome(jobs: Int) throws {
        var pipeline = sums(jobs: jobs, refusing: [3])
        var outputs: [Int] = []
        let refusal = #expect(throws: Refusal.self) {
            for number in 1...5 {
                if let output = try pipeline.push(number) { outputs.append(output) }
            }
            while let output = try pipeline.pop() { outputs.append(output) }
        }
        #expect(refusal == Refusal(number: 3))
        #expect(outputs == [1, 3])
    }

    @Test func runsBesideItsCaller() throws {
        let gate = DispatchSemaphore(value: 0)
        var pipeline = Pipeline(0, jobs: 2) { (_: inout Int, number: Int) in
            gate.wait()
            return number
        }
        // On the caller's own thread the first of them would wait for ever.
        #expect(try pipeline.push(1) == nil)
        #expect(try pipeline.push(2) == nil)
        for _ in 1...3 { gate.signal() }
        #expect(try pipeline.push(3) == 1)
        #expect(try pipeline.pop() == 2)
        #expect(try pipeline.pop() == 3)
        #expect(try pipeline.pop() == nil)
    }

    @Test func keepsFewOnTheirWay() throws {
        let begun = Mutex(0)
        var pipeline = Pipeline(0, jobs: 2) { (_: inout Int, number: Int) in
            begun.withLock { $0 += 1 }
            return number
        }
        var (ended, mostWaiting) = (0, 0)
        for number in 1...50 {
            if try pipeline.push(number) != nil { ended += 1 }
            mostWaiting = max(mostWaiting, number - ended)
        }
        while try pipeline.pop() != nil { ended += 1 }
        #expect(mostWaiting == 2)
        #expect(ended == 50)
        #expect(begun.withLock { $0 } == 50)
    }
}
