extension Classifier {
    /// Whether the program answers them: logits within the tolerance of the format, over all sentences
    /// together, from their texts.
    package func goldens(_ whole: Golden, of format: String) throws -> Goldens {
        guard case .classifier(let golden) = whole else { throw otherTask() }
        let sentences = golden.sentences
        let read = try sentences.map { try encode($0.text, pair: $0.pair) }
        let found = try sentences.map { try logits(Encoding(ids: $0.ids, types: $0.types)) }
        let allowed = try tolerance(whole, of: format)
        let far = relativeError(expected: sentences.map(\.logits), found: found)
        let difference =
            zip(sentences, read).lazy.compactMap(other).first
            ?? (far.map { $0 <= allowed } == true ? nil : furthest(sentences, found))
        let equal = zip(sentences, found).filter { $0.label == label($1) }.count
        return Goldens(
            passed: difference == nil, sentences: sentences.count, equal: equal, relativeError: far,
            tolerance: allowed, difference: difference)
    }

    /// Of a sentence that is read otherwise than for the goldens; types count where the program reads them.
    private func other(_ sentence: ClassifierGolden.Sentence, _ found: Encoding) -> Difference? {
        if sentence.ids != found.ids {
            return otherIds(sentence.text, expected: sentence.ids, found: found.ids)
        }
        if sentence.types.isEmpty || sentence.types == found.types { return nil }
        return Difference(
            text: sentence.text, expected: "the types \(sentence.types)", found: "the types \(found.types)")
    }

    /// The sentence with the logit that is furthest off.
    private func furthest(_ sentences: [ClassifierGolden.Sentence], _ found: [[Float]]) -> Difference? {
        zip(sentences, found).max { apart($0.0.logits, $0.1) < apart($1.0.logits, $1.1) }.map {
            Difference(text: $0.text, expected: "\($0.logits)", found: "\($1)")
        }
    }

    private func apart(_ expected: [Double], _ found: [Float]) -> Double {
        zip(expected, found).map { wanted, got in
            let off = abs(wanted - Double(got))
            return off.isNaN ? .infinity : off
        }.max() ?? 0
    }
}
