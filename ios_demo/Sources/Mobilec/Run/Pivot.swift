/// What one translator made of the whole text, and the milliseconds that it took.
public struct Leg: Sendable, Equatable {
    public let translation: Translation
    public let milliseconds: Double

    public init(translation: Translation, milliseconds: Double) {
        self.translation = translation
        self.milliseconds = milliseconds
    }
}

/// Models of which each reads the language that the one before it writes, as one; one alone is itself.
public struct Pivot: Sendable {
    public let models: [Model]

    /// Refuses models that do not meet. Loads nothing yet.
    public init(_ models: [Model]) throws {
        for (one, other) in zip(models, models.dropFirst()) {
            try refuseApart(one.bundle.manifest, other.bundle.manifest)
        }
        self.models = models
    }

    /// A text of any length in the language of each model in turn, sentence by sentence; the last is what was
    /// wanted. Loads the programs first where they are not.
    public func translate(_ text: String, handling: Handling = Handling()) async throws -> [Leg] {
        for model in models { try await model.load() }
        return try await pivoted(text, models.map { Sayer($0, handling) })
    }
}

/// One translator as a pivot asks it. ``said`` says a piece of what ``pieces`` cuts, ``whole`` a text.
struct Sayer: Sendable {
    let targetLanguage: String?
    let pieces: @Sendable (String) async throws -> [Piece]
    let said: @Sendable (String) async throws -> Translation
    let whole: @Sendable (String) async throws -> Translation
}

extension Sayer {
    fileprivate init(_ model: Model, _ handling: Handling) {
        self.init(
            targetLanguage: model.bundle.manifest.text.targetLanguage,
            pieces: { try await model.pieces($0, handling: handling) },
            said: { try await model.said($0, handling: handling) },
            whole: { try await model.translate($0, handling: handling) })
    }
}

/// A text through translators, as exporters/text/pivot.py. `clock`: milliseconds from some moment on.
func pivoted(
    _ text: String, _ sayers: [Sayer], clock: () -> Double = milliseconds()
) async throws -> [Leg] {
    var times = sayers.map { _ in 0.0 }
    var said: [[Translation]] = sayers.map { _ in [] }
    var start = clock()
    let pieces = try await sayers[0].pieces(text)
    times[0] += clock() - start
    for piece in pieces {
        var last = piece.text
        for (at, sayer) in sayers.enumerated() {
            start = clock()
            let answer = try await say(last, by: at == 0 ? sayer.said : sayer.whole)
            times[at] += clock() - start
            said[at].append(answer)
            last = answer.text
        }
    }
    return sayers.indices.map { at in
        let language = sayers[at].targetLanguage
        let text = rejoined(pieces, said[at].map(\.text), targetLanguage: language)
        return Leg(translation: together(said[at], text), milliseconds: times[at])
    }
}

private func say(
    _ text: String, by sayer: @Sendable (String) async throws -> Translation
) async throws -> Translation {
    text.isEmpty ? Translation(text: "", tokens: []) : try await sayer(text)
}

/// The translations of pieces as one of a text.
private func together(_ parts: [Translation], _ text: String) -> Translation {
    Translation(text: text, tokens: parts.flatMap(\.tokens), cut: parts.reduce(0) { $0 + $1.cut })
}

private func milliseconds() -> () -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    return {
        let taken = (clock.now - start).components
        return Double(taken.seconds) * 1e3 + Double(taken.attoseconds) / 1e15
    }
}

private func refuseApart(_ one: Manifest, _ other: Manifest) throws {
    if isSameLanguage(one.text.targetLanguage, other.text.sourceLanguage) { return }
    let (written, read) = (one.text.targetLanguage, other.text.sourceLanguage)
    throw Refused(
        "the bundle \"\(one.name)\" translates into \(written ?? "an unknown language"), and "
            + "\"\(other.name)\" reads \(read ?? "an unknown one"); choose two that meet")
}
