/// What samples of a latency say: the twin of mobilec/benchmarking/statistics.py, both held to
/// tests/fixtures/statistics.json.
///
/// ``std``: with n - 1, 0 of one sample. ``p50`` and so on: by linear interpolation between the two
/// nearest samples (type 7 of Hyndman and Fan, 1996). ``trimmedMean``: without the floor(n / 10)
/// smallest and as many of the largest. ``cv``: std / mean. ``spread``: the same of the samples that the
/// trimmed mean keeps. Both are 0 where the mean is 0.
public struct Statistics: Sendable, Equatable {
    public let count: Int
    public let mean: Double
    public let std: Double
    public let min: Double
    public let p50: Double
    public let p90: Double
    public let p95: Double
    public let p99: Double
    public let max: Double
    public let trimmedMean: Double
    public let cv: Double
    public let spread: Double

    /// Of one sample or more.
    public init(_ samples: [Double]) {
        precondition(!samples.isEmpty, "statistics of no samples were asked for")
        let ordered = samples.sorted()
        let cut = ordered.count / trimmed
        let kept = ordered[cut..<ordered.count - cut]
        count = ordered.count
        mean = meanOf(ordered[...])
        std = deviation(ordered[...])
        min = ordered[0]
        p50 = percentile(ordered, 50)
        p90 = percentile(ordered, 90)
        p95 = percentile(ordered, 95)
        p99 = percentile(ordered, 99)
        max = ordered[ordered.count - 1]
        trimmedMean = meanOf(kept)
        cv = share(std, mean)
        spread = share(deviation(kept), trimmedMean)
    }
}

/// Of ascending samples: the value at percent / 100 * (n - 1), between two neighbours.
func percentile(_ ordered: [Double], _ percent: Double) -> Double {
    let place = percent / 100 * Double(ordered.count - 1)
    let below = Int(place)
    let above = min(below + 1, ordered.count - 1)
    return ordered[below] + (place - Double(below)) * (ordered[above] - ordered[below])
}

private func meanOf(_ samples: ArraySlice<Double>) -> Double {
    samples.reduce(0, +) / Double(samples.count)
}

/// sqrt(sum (x - mean)^2 / (n - 1)) of ascending samples; exactly 0 where all are equal.
private func deviation(_ ordered: ArraySlice<Double>) -> Double {
    guard ordered.first != ordered.last else { return 0 }
    let mean = meanOf(ordered)
    let squares = ordered.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(ordered.count - 1)).squareRoot()
}

private func share(_ part: Double, _ whole: Double) -> Double {
    whole == 0 ? 0 : part / whole
}

/// One in so many samples is left out at each end of the trimmed mean.
private let trimmed = 10
