import Mobilec
import MobilecBenchmark

/// One row of the plot: a sentence of a run. ``samples``: milliseconds, in their order.
public struct PlotRow: Sendable, Equatable, Identifiable {
    public let id: String
    public let title: [Said]
    public let samples: [Double]
    public let p50: Double
    public let p90: Double

    /// For one who listens, after the title.
    public func spoken(_ title: String) -> Said {
        .filled(
            .benchPlotRow, [title, short(samples.min() ?? 0), short(samples.max() ?? 0), short(p50)])
    }
}

/// The sentences of all runs; where there are several runs it is said whose each is.
public func plotRows(_ results: [Measurement]) -> [PlotRow] {
    results.flatMap { result in
        (result.run.measured?.sentences ?? []).map { sentence in
            let whose = results.count > 1 ? [.words(result.run.variant.bundle)] + result.run.loadedAs : []
            let statistics = sentence.totalMs.statistics
            return PlotRow(
                id: "\(result.id) \(sentence.name)", title: whose + [sentence.said],
                samples: sentence.totalMs.samples, p50: statistics.p50, p90: statistics.p90)
        }
    }
}
