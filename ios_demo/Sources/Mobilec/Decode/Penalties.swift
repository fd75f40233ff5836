import Foundation

/// Scores of one hypothesis that become smaller or larger, but are not taken away, in float32 as in
/// exporters/decode/penalties.py.

/// Adds what the tokens said so far ask for.
func addBias(to row: Row, after said: [Int], _ biases: [Bias]) {
    var added: [Int: Float] = [:]
    for bias in biases {
        let begun = bias.tokens.dropLast()
        guard let last = bias.tokens.last, said.suffix(begun.count) == begun else { continue }
        added[last, default: 0] += Float(bias.added)
    }
    for (token, sum) in added { row[token] += sum }
}

/// Makes each of `tokens` as unlikely as `penalty` says; one without a score has none here.
func penalize(_ row: Row, _ tokens: Set<Int>, _ penalty: Double) {
    let factor = Float(penalty)
    for token in tokens where row.indices.contains(token) {
        row[token] = row[token] < 0 ? row[token] * factor : row[token] / factor
    }
}

/// Raises the ends after `said` tokens behind the start; one that was forbidden stays so.
func hurry(_ row: Row, _ ends: [Int], _ decay: Decay, after said: Int) {
    guard said > decay.start else { return }
    let share = Float(pow(decay.factor, Double(said - decay.start)) - 1)
    for end in ends where row[end].isFinite { row[end] += abs(row[end]) * share }
}

/// No infinity and nothing that is no number is left.
func makeNumbers(_ row: Row) {
    let largest = Float.greatestFiniteMagnitude
    for at in row.indices { row[at] = row[at].isNaN ? 0 : min(max(row[at], -largest), largest) }
}
