import Mobilec
import Foundation
import MobilecBenchmark

/// A run and the file that it was written to.
public struct Measurement: Sendable, Equatable, Identifiable {
    public let run: Run
    public let file: URL

    public init(run: Run, file: URL) {
        self.run = run
        self.file = file
    }

    public var id: String { run.id }
}

/// A measurement under way: the place of its candidate among ``count``, and how far it is.
public struct Running: Sendable, Equatable {
    public let candidate: Candidate
    public let index: Int
    public let count: Int
    public var progress: Progressed?
    public var cancelling = false
}

/// What the screen shows. ``bundles``: nil until they were looked for; ``chosen`` by their ids.
public struct BenchmarkState: Sendable {
    public static let threadNumbers = [1, 2, 4]

    public internal(set) var bundles: [Found]?
    public internal(set) var offers: [Offer] = []
    public internal(set) var chosen: Set<String> = []
    public internal(set) var engines: Set<String> = []
    public internal(set) var threads: Set<Int> = [1]
    public internal(set) var units: Set<ComputeUnits> = [.all]
    public internal(set) var length = Length.full
    public internal(set) var running: Running?
    public internal(set) var results: [Measurement] = []
    public internal(set) var problem: Problem?

    public init() {}

    /// Every chosen bundle on every chosen engine that can run it, loaded in every chosen way.
    public var candidates: [Candidate] {
        pairs.filter { obstacle($0.bundle, $0.offer) == nil }.flatMap { bundle, offer in
            options(of: offer).map { Candidate(bundle: bundle, offer: offer, options: $0) }
        }
    }

    /// What is said of the chosen pairs that cannot be measured.
    public var leftOut: [Said] {
        pairs.compactMap { obstacle($0.bundle, $0.offer) }
    }

    /// Whether a chosen engine runs on as many threads as it is told, and whether one runs on chosen units.
    public var asksForThreads: Bool { asks(.threads) }
    public var asksForUnits: Bool { asks(.computeUnits) }

    private func asks(_ setting: EngineSetting) -> Bool {
        offers.contains { engines.contains($0.name) && $0.setting == setting }
    }

    private var pairs: [(bundle: Found, offer: Offer)] {
        let ticked = (bundles ?? []).filter { chosen.contains($0.id) }
        return ticked.flatMap { bundle in
            offers.filter { engines.contains($0.name) }.map { (bundle, $0) }
        }
    }

    private func options(of offer: Offer) -> [EngineOptions] {
        offer.engine?.options(
            threads: threads.sorted(), units: ComputeUnits.allCases.filter(units.contains)) ?? []
    }
}
