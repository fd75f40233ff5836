import Mobilec
import Foundation
import MobilecBenchmark

/// Measures the chosen candidates one after the other, in an order that is drawn anew each time.
@MainActor
public final class BenchmarkModel {
    /// Measures one candidate and writes its run.json.
    public typealias Measure = @Sendable (Order, any Watcher) async throws -> Measurement

    public let held = Held(BenchmarkState())
    private let measure: Measure
    private var ear: Ear?
    private var task: Task<Void, Never>?

    public init(library: Library, measure: @escaping Measure) {
        self.measure = measure
        library.held.watch { [weak self] in self?.show($0) }
    }

    /// Ticks or unticks a bundle by its id.
    public func tick(bundle id: String, _ yes: Bool) {
        held.change { $0.chosen.set(id, yes) }
    }

    public func tick(engine name: String, _ yes: Bool) {
        held.change { $0.engines.set(name, yes) }
    }

    public func tick(threads number: Int, _ yes: Bool) {
        held.change { $0.threads.set(number, yes) }
    }

    public func tick(units: ComputeUnits, _ yes: Bool) {
        held.change { $0.units.set(units, yes) }
    }

    public func choose(_ length: Length) {
        held.change { $0.length = length }
    }

    /// Ends the measurement as soon as the call that is under way returns.
    public func cancel() {
        ear?.cancel()
        held.change { $0.running?.cancelling = true }
    }

    /// Measures; refused in words where nothing is chosen.
    public func start() {
        let state = held.state
        guard state.running == nil else { return }
        let candidates = state.candidates
        guard !candidates.isEmpty else {
            let nothing = Problem(
                title: .problemRefused, detail: .phrase(.benchNothing), advice: .adviceBench)
            held.change { $0.problem = nothing }
            return
        }
        let orders = drawn(candidates, effort: state.length.effort)
        held.change { shown in
            shown.results = []
            shown.problem = nil
            shown.running = Running(candidate: orders[0].candidate, index: 0, count: orders.count)
        }
        let ear = Ear { [weak self] progress in self?.held.change { $0.running?.progress = progress } }
        self.ear = ear
        task = Task { [weak self] in await self?.run(orders, ear) }
    }

    /// Waits until nothing is under way.
    func settled() async {
        await task?.value
    }

    /// The last candidate finds a warmer phone than the first, so none is always the last.
    private func drawn(_ candidates: [Candidate], effort: Effort) -> [Order] {
        let id = UUID().uuidString.lowercased()
        let seed = Int.random(in: 0..<Int(Int32.max))
        return MobilecBenchmark.order(of: candidates.count, seed: seed).enumerated().map { place, index in
            Order(
                candidate: candidates[index], effort: effort,
                session: Session(
                    id: id, seed: seed, variants: candidates.count, rounds: 1, index: [place]),
                output: "run-\(id.prefix(8))-\(place).json")
        }
    }

    private func run(_ orders: [Order], _ ear: Ear) async {
        for (index, order) in orders.enumerated() where !ear.cancelled {
            if index > 0 {
                held.change {
                    $0.running = Running(candidate: order.candidate, index: index, count: orders.count)
                }
            }
            do {
                let measurement = try await measure(order, ear)
                held.change { $0.results.append(measurement) }
            } catch {
                held.change { $0.problem = Problem(error) }
            }
        }
        held.change { $0.running = nil }
    }

    private func show(_ shelf: Shelf) {
        held.change { state in
            let readable = shelf.bundles?.filter { $0.manifest != nil }
            if state.bundles == nil, let readable {
                state.chosen = Set(readable.map(\.id))
                state.engines = Set(shelf.offers.filter { $0.engine != nil }.map(\.name))
            }
            state.bundles = readable
            state.offers = shelf.offers
        }
    }
}

extension Set {
    fileprivate mutating func set(_ item: Element, _ yes: Bool) {
        if yes { insert(item) } else { remove(item) }
    }
}
