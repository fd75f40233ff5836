import Mobilec
import Foundation
import MobilecBenchmark

/// Measures on this phone: frees what the screens have loaded, opens the bundle, writes run.json.
struct Bench: Sendable {
    let queue: WorkQueue
    let loaded: LoadedModel
    let runs: URL
    let surroundings: any Surroundings

    /// What fails after the bundle was opened is in the run.
    func measure(_ order: Order, _ watcher: any Watcher) async throws -> Measurement {
        try await queue.run { [self] in
            await loaded.free()
            let candidate = order.candidate
            guard let engine = candidate.offer.engine else {
                throw Refused(candidate.offer.why ?? "\(candidate.offer.title) cannot be used here")
            }
            let job = Job(
                bundle: try Mobilec.Bundle(opening: candidate.bundle.folder), engine: engine,
                options: candidate.options, effort: order.effort, session: order.session,
                fresh: await loaded.use())
            let file = runs.appendingPathComponent(order.output)
            return Measurement(run: try await benchmark(job, surroundings, watcher, to: file), file: file)
        }
    }
}
