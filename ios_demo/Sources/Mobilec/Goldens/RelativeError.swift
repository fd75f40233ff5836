/// |found - expected| / |expected - its mean over the cases|, Frobenius norms of (cases, logits); as
/// exporters/verify/error.py. Nil where a number is not finite.
///
/// Centred, because only what differs between inputs tells them apart: a program that always gives the
/// mean answer has a high cosine and an error of 1.
func relativeError(expected: [[Double]], found: [[Float]]) -> Double? {
    guard found.allSatisfy({ row in row.allSatisfy(\.isFinite) }) else { return nil }
    let mean = expected[0].indices.map { at in
        expected.reduce(0) { $0 + $1[at] } / Double(expected.count)
    }
    var off = 0.0
    var centred = 0.0
    var size = 0.0
    for (wanted, got) in zip(expected, found) {
        for at in wanted.indices {
            off += squared(Double(got[at]) - wanted[at])
            centred += squared(wanted[at] - mean[at])
            size += squared(wanted[at])
        }
    }
    return off.squareRoot() / max(centred.squareRoot(), flat * size.squareRoot(), smallest)
}

private func squared(_ number: Double) -> Double { number * number }

/// Answers that vary less than this share of their size are measured against their size.
private let flat = 1e-2

/// float32's own, as there is nothing to divide by where all answers are 0.
private let smallest = Double(Float.leastNormalMagnitude)
