/// The translation of a source that the settings ask for, from the start token on. Ends with
/// `CancellationError` where the task is cancelled; the model is as good as before then.
public func search(_ model: any StepModel, _ ids: [Int], _ settings: GenerationSettings) throws -> [Int] {
    settings.numBeams == 1 ? try greedy(model, ids, settings) : try beamSearch(model, ids, settings)
}

/// The likeliest token at each step; equal to exporters/decode/greedy.py.
func greedy(_ model: any StepModel, _ ids: [Int], _ settings: GenerationSettings) throws -> [Int] {
    try refuseUnfit(model, settings)
    try model.encode(ids)
    // Which score is the largest does not depend on what they add up to.
    var unscaled = settings
    unscaled.renormalize = false
    var constraints: Constraints?
    var tokens = [settings.startId]
    while tokens.count < settings.maxLength {
        try Task.checkCancellation()
        let row = try model.step([tokens[tokens.count - 1]], position: tokens.count - 1).row(0)
        let known = try constraints ?? Constraints(unscaled, vocabulary: row.count, source: ids)
        constraints = known
        known.apply(to: row, after: tokens)
        let next = likeliest(row)
        try refuseNoNumber(row[next], settings)
        tokens.append(next)
        if settings.eosIds.contains(next) { break }
    }
    return tokens
}

/// The best of a step's scores, which is no number where any is none. Settings that let the end grow likelier
/// may make it infinitely likely, as in transformers.
func refuseNoNumber(_ score: Float, _ settings: GenerationSettings) throws {
    guard score.isNaN || (score == .infinity && settings.decay == nil) else { return }
    let name = score.isNaN ? "nan" : "inf"
    throw Refused(
        "the program answers with a score of \(name), and nothing can be chosen by that; export it again, or set "
            + "remove_invalid_values in generation_config.json before")
}

/// Refuses settings for which the model was not made, before any work.
func refuseUnfit(_ model: any StepModel, _ settings: GenerationSettings) throws {
    try settings.refuseImpossible()
    guard settings.numBeams <= model.hypotheses else {
        throw Refused(
            "\(settings.numBeams) beams were asked for, but this program extends \(model.hypotheses) hypotheses a "
                + "step; ask for fewer, or export it for more")
    }
    guard settings.maxLength - 1 <= model.capacity else {
        throw Refused(
            "up to \(settings.maxLength - 1) tokens were asked for, but this program has room for "
                + "\(model.capacity); ask for fewer")
    }
}
