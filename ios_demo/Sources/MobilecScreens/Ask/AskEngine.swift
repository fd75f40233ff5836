import Mobilec

/// Puts questions to the loaded model, one after the other, and takes the time.
struct AskEngine: Sendable {
    let queue: WorkQueue
    let loaded: LoadedModel
    let checked: CheckedGoldens
    let system: String

    func translate(
        _ found: Found, _ offer: Offer, _ question: Question?
    ) async throws -> AskModel<Translated>.Asked {
        try await ask(found, offer, question) { model, question in
            let (milliseconds, translation) = try await timed { try await model.translate(question.text) }
            let start = model.bundle.manifest.decoding?.settings.startId
            return Translated(
                text: translation.text, milliseconds: milliseconds,
                tokens: translation.tokens.filter { $0 != start }.count, engine: offer.lines[0],
                cut: translation.cut, note: fallback(await model.units))
        }
    }

    func classify(
        _ found: Found, _ offer: Offer, _ question: Question?
    ) async throws -> AskModel<Labelled>.Asked {
        try await ask(found, offer, question) { model, question in
            let (text, pair) = (question.text, question.pair)
            let (milliseconds, answer) = try await timed { try await model.classify(text, pair: pair) }
            let shares = answer.shares.map { LabelShare(label: $0.label, share: $0.share) }
            return Labelled(
                shares: shares.sorted { $0.share > $1.share }, milliseconds: milliseconds,
                tokens: try await model.count(text, pair: pair), engine: offer.lines[0],
                note: fallback(await model.units))
        }
    }

    /// Whether this device has never loaded the program of a bundle: it then takes longer, once.
    func isFirst(_ found: Found, _ offer: Offer) async -> Bool {
        guard let engine = offer.engine, let file = try? found.manifest?.program(engine.name) else {
            return false
        }
        return engine.isFirstLoad(
            file, at: found.folder.appendingPathComponent(file.path), engine.usualOptions)
    }

    /// Whether what is loaded answers as it should on this device: that is checked once. Nil where something
    /// else is loaded meanwhile.
    func answersRight(_ found: Found, _ offer: Offer) async throws -> Bool? {
        try await queue.run { [self] in
            guard let engine = offer.engine, let model = await loaded.present(found, on: offer) else {
                return nil
            }
            let sha256 = try model.bundle.manifestSha256
            if let known = checked.passed(sha256, on: engine, system: system) { return known }
            let goldens = try await model.checkGoldens()
            checked.keep(goldens, sha256, on: engine, system: system)
            return goldens.passed
        }
    }

    private func ask<Answer: Sendable>(
        _ found: Found, _ offer: Offer, _ question: Question?,
        _ answer: @escaping @Sendable (Model, Question) async throws -> Answer
    ) async throws -> AskModel<Answer>.Asked {
        try await queue.run { [loaded] in
            let model = try await loaded.model(of: found, on: offer)
            var answered: Answer?
            if let question { answered = try await answer(model, question) }
            return AskModel<Answer>.Asked(examples: try model.bundle.examples, answer: answered)
        }
    }
}

extension Bundle {
    /// Real sentences that fit on a button.
    fileprivate var examples: [Question] {
        get throws {
            let questions: [Question] =
                switch try golden {
                case .classifier(let golden): golden.sentences.map { Question($0.text, pair: $0.pair) }
                case .translator(let golden): golden.sentences.map { Question($0.text) }
                }
            return Array(questions.filter(\.isShort).prefix(4))
        }
    }
}

/// (milliseconds, what it gave).
private func timed<T>(_ work: () async throws -> T) async rethrows -> (Double, T) {
    let clock = ContinuousClock()
    let start = clock.now
    let result = try await work()
    let taken = (clock.now - start).components
    return (Double(taken.seconds) * 1e3 + Double(taken.attoseconds) / 1e15, result)
}
