/// What may come next: scores that are weighed, taken away or forced, in the order of transformers
/// (the classes named below are of its logits_process.py) and of exporters/decode/constraints.py.
/// Sorted once by when they matter.
struct Constraints {
    private let settings: GenerationSettings
    private let single: [Int]
    private let longer: [[Int]]
    private let forced: [Int: [Int]]
    private let firstFree: Int
    private let source: [Int]
    private let sourceTokens: Set<Int>

    /// Refuses settings with tokens that a model of `vocabulary` words does not have; `source`: the
    /// ids that are translated.
    init(_ settings: GenerationSettings, vocabulary: Int, source: [Int]) throws {
        try settings.refuseUnknown(vocabulary: vocabulary)
        self.settings = settings
        self.source = source
        sourceTokens = Set(source)
        let words = settings.badWords.filter { !($0.count == 1 && settings.eosIds.contains($0[0])) }
        single = words.filter { $0.count == 1 }.map { $0[0] }
        longer = words.filter { $0.count > 1 }
        // Where there is room for one token only, it is both, and the last in order decides.
        var forced: [Int: [Int]] = [:]
        if let first = settings.forcedBos { forced[1] = [first] }
        if !settings.forcedEos.isEmpty { forced[settings.maxLength - 1] = settings.forcedEos }
        self.forced = forced
        firstFree = settings.forcedBos == nil ? 1 : 2
    }

    /// Changes the scores for the token after what a hypothesis said.
    func apply(to row: Row, after said: [Int]) {
        if let only = forced[said.count] {
            force(row, only)
        } else {
            weigh(row, said)
            forbidSaid(row, said)
            forbid(row, single)
            if said.count < settings.minLength { forbid(row, settings.eosIds) }
        }
        if settings.removeInvalid { makeNumbers(row) }
        if let decay = settings.decay { hurry(row, settings.eosIds, decay, after: said.count - 1) }
        forbid(row, settings.suppress)
        if said.count == firstFree { forbid(row, settings.beginSuppress) }
        if settings.renormalize { logSoftmax(row) }
    }

    private func weigh(_ row: Row, _ said: [Int]) {
        if !settings.sequenceBias.isEmpty { addBias(to: row, after: said, settings.sequenceBias) }
        if settings.encoderRepetitionPenalty != 1 {
            penalize(row, sourceTokens, 1 / settings.encoderRepetitionPenalty)
        }
        if settings.repetitionPenalty != 1 { penalize(row, Set(said), settings.repetitionPenalty) }
    }

    private func forbidSaid(_ row: Row, _ said: [Int]) {
        if settings.noRepeatNgram > 0 { forbidContinued(row, said, in: said, settings.noRepeatNgram) }
        if settings.encoderNoRepeatNgram > 0 {
            forbidContinued(row, said, in: source, settings.encoderNoRepeatNgram)
        }
        for word in longer
        where said.count >= word.count - 1 && said.suffix(word.count - 1) == word.dropLast() {
            row[word[word.count - 1]] = -.infinity
        }
    }

    /// The end of what was said does not become a row of `size` tokens of `tokens`; those without a
    /// score cannot come anyway. (NoRepeatNGramLogitsProcessor, EncoderNoRepeatNGramLogitsProcessor)
    private func forbidContinued(_ row: Row, _ said: [Int], in tokens: [Int], _ size: Int) {
        let begun = size - 1
        guard said.count >= begun, tokens.count > begun else { return }
        for start in 0..<tokens.count - begun
        where tokens[start..<start + begun] == said[(said.count - begun)...] {
            let last = tokens[start + begun]
            if row.indices.contains(last) { row[last] = -.infinity }
        }
    }

    private func forbid(_ row: Row, _ tokens: [Int]) {
        for token in tokens { row[token] = -.infinity }
    }

    /// 0 for the forced tokens and -inf for all others. (ForcedBOSTokenLogitsProcessor)
    private func force(_ row: Row, _ tokens: [Int]) {
        row.update(repeating: -.infinity)
        for token in tokens { row[token] = 0 }
    }
}
