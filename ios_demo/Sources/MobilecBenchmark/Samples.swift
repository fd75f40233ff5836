import Mobilec

/// A call of a method, in nanoseconds of a monotonic clock.
struct Called: Equatable {
    let method: String
    let began: UInt64
    let ended: UInt64
}

/// One sentence, from text to text.
struct Pass {
    /// When the text was given, when it had its ids, when the program was done, when the answer was there.
    struct Marks {
        let began: UInt64
        let encoded: UInt64
        let ran: UInt64
        let ended: UInt64
    }

    let marks: Marks
    let calls: [Called]
    let sourceTokens: Int
    /// That a translator made.
    let targetTokens: Int?
    let answer: String
    /// The method that a translator calls for each token.
    var step: String?

    var totalMs: Double { milliseconds(marks.began, marks.ended) }
    var tokenizeMs: Double { milliseconds(marks.began, marks.encoded) }
    var runMs: Double { milliseconds(marks.encoded, marks.ran) }
    var detokenizeMs: Double { milliseconds(marks.ran, marks.ended) }
}

/// A sentence by the name that run.json has for it.
struct NamedText: Equatable {
    let name: String
    let text: String
}

extension Sentence {
    /// All passes of one sentence as run.json has them; at least one.
    init(_ sentence: NamedText, _ passes: [Pass]) {
        let first = passes[0]
        let run = Series(rounding: passes.map(\.runMs))
        name = sentence.name
        text = sentence.text
        sourceTokens = first.sourceTokens
        targetTokens = first.targetTokens
        answer = first.answer
        totalMs = Series(rounding: passes.map(\.totalMs))
        tokenizeMs = Series(rounding: passes.map(\.tokenizeMs))
        runMs = run
        detokenizeMs = Series(rounding: passes.map(\.detokenizeMs))
        let names = Set(first.calls.map(\.method))
        methods = Dictionary(
            uniqueKeysWithValues: names.map { ($0, Series(rounding: callsMs(passes, $0))) })
        translation = first.targetTokens.map { TranslationTimes(passes, tokens: $0, runMs: run) }
    }
}

extension TranslationTimes {
    fileprivate init(_ passes: [Pass], tokens: Int, runMs: Series) {
        let steps = passes.map { pass in pass.calls.filter { $0.method == pass.step } }
        let between = steps.flatMap { calls in
            zip(calls, calls.dropFirst()).map { milliseconds($0.ended, $1.ended) }
        }
        encodeMs = Series(rounding: callsMs(passes, MethodName.encode))
        firstTokenMs = Series(
            rounding: zip(passes, steps).map { milliseconds($0.marks.encoded, $1[0].ended) })
        // A translation of one step has no time between steps: its only step stands for it.
        perTokenMs = Series(
            rounding: between.isEmpty ? steps.joined().map { milliseconds($0.began, $0.ended) } : between)
        let median = runMs.statistics.p50
        tokensPerSecond = median > 0 ? rounded(1000 * Double(tokens) / median) : 0
    }
}

extension Series {
    init(rounding samples: [Double]) {
        self.init(samples.map(rounded))
    }
}

private func callsMs(_ passes: [Pass], _ method: String) -> [Double] {
    passes.flatMap { pass in
        pass.calls.filter { $0.method == method }.map { milliseconds($0.began, $0.ended) }
    }
}
