import Foundation

/// The scores of one hypothesis: (vocabulary).
typealias Row = UnsafeMutableBufferPointer<Float>

extension Tensor {
    /// Row `at` of a float32 tensor (n, width).
    func row(_ at: Int) -> Row {
        let width = shape[1]
        return Row(rebasing: floats[at * width..<(at + 1) * width])
    }
}

/// The arithmetic of a search, in float32 as in exporters/decode/scores.py: what rounds away there
/// (a score of -5 beside one of -1e9) decides ties.
func logSoftmax(_ row: Row) {
    guard var largest = row.first else { return }
    for score in row where score > largest { largest = score }
    var sum = 0.0
    for at in row.indices {
        let shifted = row[at] - largest
        row[at] = shifted
        sum += Double(exponential(shifted))
    }
    let whole = Float(log(sum))
    for at in row.indices { row[at] -= whole }
}

/// The index of the largest; the first of equals, and the first that is no number, where one is none.
func likeliest(_ row: Row) -> Int {
    var best = 0
    for at in row.indices {
        if row[at].isNaN { return at }
        if row[at] > row[best] { best = at }
    }
    return best
}

/// Places of some scores, and those scores, largest first; what is no number comes before all.
struct Best: Equatable {
    var places: [Int] = []
    var scores: [Float] = []

    private let count: Int

    /// The `count` largest of the rows put one after the other, after offsets[i] was added to row i; the
    /// first of equals wins. One pass, as nearly all scores are below the smallest that was kept.
    init(_ count: Int, ofRows rows: [Row], plus offsets: [Float]) {
        self.count = count
        places.reserveCapacity(count + 1)
        scores.reserveCapacity(count + 1)
        var start = 0
        for (row, offset) in zip(rows, offsets) {
            var least = least
            for at in row.indices {
                let score = row[at] + offset
                if let bound = least, score <= bound { continue }
                insert(score, start + at)
                least = self.least
            }
            start += row.count
        }
    }

    /// The same of one row as it is.
    init(_ count: Int, of scores: [Float]) {
        var scores = scores
        self = scores.withUnsafeMutableBufferPointer { Best(count, ofRows: [$0], plus: [0]) }
    }

    /// The smallest that was kept, or nil while there is room.
    private var least: Float? { scores.count == count ? scores.last : nil }

    private mutating func insert(_ score: Float, _ place: Int) {
        let at = score.isNaN ? 0 : scores.lastIndex { !($0 < score) }.map { $0 + 1 } ?? 0
        scores.insert(score, at: at)
        places.insert(place, at: at)
        if scores.count > count {
            scores.removeLast()
            places.removeLast()
        }
    }
}

/// e^x for x <= 0, in float32 to 1e-7 of it: 2^n * e^r with |r| <= ln 2 / 2 and the polynomial of
/// Cephes (expf.c, S. Moshier). The same in every language of this project, so that all searches round
/// alike.
func exponential(_ x: Float) -> Float {
    guard x >= -87.3 else { return x.isNaN ? x : 0 }
    let n = Int32(x * 1.44269504 - 0.5)
    let r = x - Float(n) * 0.693359375 - Float(n) * -2.12194440e-4
    var power: Float = 1.9875691500e-4
    power = power * r + 1.3981999507e-3
    power = power * r + 8.3334519073e-3
    power = power * r + 4.1665795894e-2
    power = power * r + 1.6666665459e-1
    power = power * r + 5.0000001201e-1
    return (power * r * r + r + 1) * Float(bitPattern: UInt32(n + 127) << 23)
}
