import Mobilec

/// Puts questions to the loaded model, one after the other, and takes the time.
struct AskEngine: Sendable {
    let queue: WorkQueue
    let loaded: LoadedModel
    let checked: CheckedGoldens
    let system: String

    func translate(
        _ subject: Subject, _ offer: Offer, _ question: Question?
    ) async throws -> AskModel<Translated>.Asked {
        try await ask(subject, offer, question) { models, question in
            let legs = try await Pivot(models).translate(question.text)
            let made = zip(models, legs).map { model, leg in
                let start = model.bundle.manifest.decoding?.settings.startId
                return leg.translation.tokens.filter { $0 != start }.count
            }
            return Translated(
                text: legs.last?.translation.text ?? "", times: legs.map(\.milliseconds),
                tokens: made.reduce(0, +), engine: offer.lines[0],
                cut: legs.reduce(0) { $0 + $1.translation.cut }, note: await note(models),
                between: legs.dropLast().first?.translation.text)
        }
    }

    func classify(
        _ subject: Subject, _ offer: Offer, _ question: Question?
    ) async throws -> AskModel<Labelled>.Asked {
        try await ask(subject, offer, question) { models, question in
            let (model, text, pair) = (models[0], question.text, question.pair)
            let (milliseconds, answer) = try await timed { try await model.classify(text, pair: pair) }
            let shares = answer.shares.map { LabelShare(label: $0.label, share: $0.share) }
            return Labelled(
                shares: shares.sorted { $0.share > $1.share }, milliseconds: milliseconds,
                tokens: try await model.count(text, pair: pair), engine: offer.lines[0],
                note: await note(models))
        }
    }

    /// Whether this device has never loaded a program of a subject: it then takes longer, once.
    func isFirst(_ subject: Subject, _ offer: Offer) async -> Bool {
        guard let engine = offer.engine else { return false }
        return subject.legs.contains { found in
            guard let file = try? found.manifest?.program(engine.name) else { return false }
            let url = found.folder.appendingPathComponent(file.path)
            return engine.isFirstLoad(file, at: url, engine.usualOptions)
        }
    }

    /// Whether what is loaded answers as it should on this device: that is checked once. Nil where something
    /// else is loaded meanwhile.
    func answersRight(_ subject: Subject, _ offer: Offer) async throws -> Bool? {
        try await queue.run { [self] in
            guard let engine = offer.engine, let models = await loaded.present(subject.legs, on: offer)
            else { return nil }
            for model in models where try await !answersRight(model, engine) { return false }
            return true
        }
    }

    private func answersRight(_ model: Model, _ engine: any Engine) async throws -> Bool {
        let sha256 = try model.bundle.manifestSha256
        if let known = checked.passed(sha256, on: engine, system: system) { return known }
        let goldens = try await model.checkGoldens()
        checked.keep(goldens, sha256, on: engine, system: system)
        return goldens.passed
    }

    private func ask<Answer: Sendable>(
        _ subject: Subject, _ offer: Offer, _ question: Question?,
        _ answer: @escaping @Sendable ([Model], Question) async throws -> Answer
    ) async throws -> AskModel<Answer>.Asked {
        try await queue.run { [loaded] in
            let models = try await loaded.models(of: subject.legs, on: offer)
            var answered: Answer?
            if let question { answered = try await answer(models, question) }
            return AskModel<Answer>.Asked(examples: try models[0].bundle.examples, answer: answered)
        }
    }
}

/// Said of the first program that runs elsewhere than it was to.
private func note(_ models: [Model]) async -> Phrase? {
    for model in models {
        if let note = fallback(await model.units) { return note }
    }
    return nil
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
