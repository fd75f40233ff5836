import Foundation

/// The score of a place that nobody has taken.
private let worst: Float = -1e9

/// The hypotheses that go on, best first, with the sums of their log-probabilities.
private struct Running {
    let tokens: [[Int]]
    let scores: [Float]

    /// One hypothesis and copies of it that count for nothing, or all beams would stay the same.
    init(_ settings: GenerationSettings) {
        tokens = Array(repeating: [settings.startId], count: settings.numBeams)
        scores = (0..<settings.numBeams).map { $0 == 0 ? 0 : worst }
    }

    init(_ candidates: Candidates, _ kept: Best) {
        tokens = kept.places.map { candidates.tokens[$0] }
        scores = kept.scores
    }

    var length: Int { tokens[0].count }
}

/// The best translations so far, best first; `ended` is false for places still empty.
private struct Finished {
    var tokens: [[Int]]
    var scores: [Float]
    var ended: [Bool]

    init(_ settings: GenerationSettings) {
        tokens = Array(repeating: [settings.startId], count: settings.numBeams)
        scores = Array(repeating: worst, count: settings.numBeams)
        ended = Array(repeating: false, count: settings.numBeams)
    }

    /// Takes in what ends now and is better; only as many as there are beams may end.
    ///
    /// score = sum of log-probabilities / (tokens after the start) ** length_penalty
    mutating func take(_ candidates: Candidates, _ settings: GenerationSettings) {
        let divisor = penalty(candidates.tokens[0].count - 1, settings)
        let ending = candidates.ends.enumerated().map { $1 && $0 < settings.numBeams }
        let divided = zip(candidates.scores, ending).map { $0 / divisor + ($1 ? 0 : worst) }
        let kept = Best(settings.numBeams, of: scores + divided)
        let (allTokens, allEnded) = (tokens + candidates.tokens, ended + ending)
        tokens = kept.places.map { allTokens[$0] }
        ended = kept.places.map { allEnded[$0] }
        scores = kept.scores
    }
}

/// Hypotheses with one token more, best first: more than there are beams, as some may end.
private struct Candidates {
    let tokens: [[Int]]
    let scores: [Float]
    /// The running hypothesis that each goes on from.
    let origins: [Int]
    /// An end token, or no room.
    let ends: [Bool]

    /// The best continuations of all hypotheses together; logits (beams, vocabulary), changed.
    init(
        _ running: Running, _ logits: Tensor, _ constraints: Constraints, _ settings: GenerationSettings
    ) throws {
        let rows = running.tokens.indices.map(logits.row)
        for (row, said) in zip(rows, running.tokens) {
            logSoftmax(row)
            constraints.apply(to: row, after: said)
        }
        let count = max(2, 1 + settings.eosIds.count) * settings.numBeams
        let chosen = Best(count, ofRows: rows, plus: running.scores)
        try refuseNoNumber(chosen.scores[0], settings)
        let vocabulary = logits.shape[1]
        origins = chosen.places.map { $0 / vocabulary }
        tokens = zip(origins, chosen.places).map { running.tokens[$0] + [$1 % vocabulary] }
        scores = chosen.scores
        let full = running.length + 1 >= settings.maxLength
        ends = chosen.places.map { full || settings.eosIds.contains($0 % vocabulary) }
    }

    /// Scores by which those that end come last.
    var unended: [Float] { zip(scores, ends).map { $0 + ($1 ? worst : 0) } }
}

/// Beam search as transformers does it (GenerationMixin._beam_search), step by step equal to
/// exporters/decode/beam.py. From the start token on.
func beamSearch(_ model: any StepModel, _ ids: [Int], _ settings: GenerationSettings) throws -> [Int] {
    try refuseUnfit(model, settings)
    try model.encode(ids)
    var constraints: Constraints?
    var running = Running(settings)
    var finished = Finished(settings)
    while true {
        try Task.checkCancellation()
        let last = running.tokens.map { $0[$0.count - 1] }
        let logits = try model.step(last, position: running.length - 1)
        let known = try constraints ?? Constraints(settings, vocabulary: logits.shape[1], source: ids)
        constraints = known
        let candidates = try Candidates(running, logits, known, settings)
        finished.take(candidates, settings)
        let kept = Best(settings.numBeams, of: candidates.unended)
        running = Running(candidates, kept)
        if candidates.ends.allSatisfy({ $0 }) || !improvable(running, finished, settings) {
            return finished.tokens[0]
        }
        try model.reorder(kept.places.map { candidates.origins[$0] })
    }
}

/// Whether the best running hypothesis may still push out a finished one.
private func improvable(_ running: Running, _ finished: Finished, _ settings: GenerationSettings) -> Bool {
    if settings.earlyStopping == .always && finished.ended.allSatisfy({ $0 }) { return false }
    let kindest = settings.earlyStopping == .never && settings.lengthPenalty > 0
    // Scores are negative, so the longest that it may become is the kindest to it.
    let length = kindest ? settings.maxLength : running.length
    let reachable = running.scores[0] / penalty(length - 1, settings)
    let least = finished.scores.min() ?? worst
    return finished.ended.contains { reachable > ($0 ? least : worst) }
}

private func penalty(_ tokens: Int, _ settings: GenerationSettings) -> Float {
    Float(pow(Double(tokens), settings.lengthPenalty))
}
