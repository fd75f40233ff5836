extension Translator {
    /// Whether the program answers them: logits after forced tokens within the tolerance of the format, and
    /// greedy tokens.
    package func goldens(_ whole: Golden, of format: String) throws -> Goldens {
        guard case .translator(let golden) = whole else { throw otherTask() }
        let sentences = golden.sentences
        let ids = try sentences.map { try words.ids($0.text) }
        let probes = golden.probes.filter { $0.padding == 0 }
        let far = relativeError(
            expected: probes.flatMap(\.logits),
            found: try probes.flatMap { try forced($0, golden.vocabulary) })
        var greedy = settings
        greedy.numBeams = 1
        let said = try sentences.map { try tokens($0.ids, greedy) }
        let allowed = try tolerance(whole, of: format)
        let difference =
            zip(sentences, ids).first { $0.ids != $1 }.map { otherIds($0.text, expected: $0.ids, found: $1) }
            ?? (far.map { $0 <= allowed } == true ? nil : first(sentences, said))
        return Goldens(
            passed: difference == nil, sentences: sentences.count,
            equal: zip(sentences, said).filter { $0.greedy == $1 }.count, relativeError: far,
            tolerance: allowed, difference: difference)
    }

    /// The first sentence with other tokens, or the first of all where only logits differ.
    private func first(_ sentences: [TranslatorGolden.Sentence], _ said: [[Int]]) -> Difference? {
        let pairs = Array(zip(sentences, said))
        return (pairs.first { $0.greedy != $1 } ?? pairs.first).map {
            Difference(text: $0.text, expected: words.text($0.greedy), found: words.text($1))
        }
    }

    /// (positions, vocabulary of the golden): the logits after the forced tokens.
    private func forced(
        _ probe: TranslatorGolden.Probe, _ vocabulary: [Int]
    ) throws -> [[Float]] {
        let model = try model
        try model.encode(probe.ids)
        var found: [[Float]] = []
        for (position, token) in probe.forced.enumerated() {
            let logits = try model.step([token], position: position).floats
            if probe.positions.contains(position) { found.append(vocabulary.map { logits[$0] }) }
        }
        return found
    }
}
