import Dispatch
import Synchronization

/// A step of a build that runs beside the one that feeds it, batch after batch and in order.
///
/// While the step works on one batch, its caller makes the next ready and takes what became of the one before, so that
/// two processors have something to do. Few batches are on their way at a time, so memory does not depend on how many
/// there are. A step has no effect but on its own state and on temporary tables: where its caller fails, nobody needs to
/// wait for it.
struct Pipeline<State: Sendable, Input: Sendable, Output: Sendable> {
    private final class Step: Sendable {
        let state: Mutex<State>
        let body: @Sendable (inout State, Input) throws -> Output

        init(_ state: State, _ body: @escaping @Sendable (inout State, Input) throws -> Output) {
            self.state = Mutex(state)
            self.body = body
        }

        func run(_ input: Input) -> Result<Output, any Error> {
            state.withLock { state in Result { try body(&state, input) } }
        }
    }

    private final class Batch: Sendable {
        let group = DispatchGroup()
        let result = Mutex<Result<Output, any Error>?>(nil)

        func finish() throws -> Output? {
            group.wait()
            return try result.withLock { $0 }?.get()
        }
    }

    private let step: Step
    /// Where the step runs; `nil` where that is the caller's thread.
    private let queue: DispatchQueue?
    private var batches: [Batch] = []
    /// One that the step works on, and one that waits, so that it never does.
    private static var depth: Int { 2 }

    /// Makes a pipeline of `body`, which begins with `state`; with fewer than two `jobs` it runs when it is fed.
    init(_ state: State, jobs: Int, _ body: @escaping @Sendable (inout State, Input) throws -> Output) {
        step = Step(state, body)
        queue = jobs > 1 ? DispatchQueue(label: "welcome.pipeline") : nil
    }

    /// Hands `input` over.
    ///
    /// - Returns: what became of an earlier input, once enough are on their way.
    /// - Throws: what the step threw for that one.
    mutating func push(_ input: Input) throws -> Output? {
        guard let queue else { return try step.run(input).get() }
        let batch = Batch()
        queue.async(group: batch.group) { [step] in
            let result = step.run(input)
            batch.result.withLock { $0 = result }
        }
        batches.append(batch)
        return batches.count > Self.depth ? try batches.removeFirst().finish() : nil
    }

    /// Waits for the next of the inputs that are still on their way; `nil` after the last.
    mutating func pop() throws -> Output? {
        batches.isEmpty ? nil : try batches.removeFirst().finish()
    }

    /// The state that the step has come to, once nothing is on its way.
    var state: State { step.state.withLock { $0 } }
}
