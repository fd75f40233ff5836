/// A translator's workload.
final class Translating: Workload {
    private let job: Job
    private let words: Words
    private var open: (program: ClockedProgram, translator: Translator)?

    init(_ job: Job) throws {
        self.job = job
        words = try job.bundle.readWords()
    }

    convenience init(_ job: Job, over program: any Program) throws {
        try self.init(job)
        try take(program)
    }

    func load() throws { try take(try loaded(job.bundle, job.engine, job.options)) }

    private func take(_ loaded: any Program) throws {
        let program = ClockedProgram(loaded)
        open = (
            program,
            try Translator(job.bundle, format: job.engine.name, program: program, words: words)
        )
    }

    func close() {
        open?.translator.close()
        open = nil
    }

    var units: ComputeUnits? { open?.program.units }

    func run(_ text: String) throws -> Pass {
        guard let (program, translator) = open else { throw notLoaded() }
        let began = nanoseconds()
        let ids = try words.ids(text)
        let encoded = nanoseconds()
        let tokens = try translator.tokens(ids)
        let ran = nanoseconds()
        let translation = words.text(tokens)
        let marks = Pass.Marks(began: began, encoded: encoded, ran: ran, ended: nanoseconds())
        // The start token was given, not made.
        return Pass(
            marks: marks, calls: program.taken(), sourceTokens: ids.count, targetTokens: tokens.count - 1,
            answer: translation)
    }

    /// Logits after forced tokens within the tolerance of the format, and greedy tokens.
    func goldens() throws -> Goldens {
        guard let (program, translator) = open else { throw notLoaded() }
        let whole = try job.bundle.golden
        guard case .translator(let golden) = whole else {
            throw Refused("the golden of the bundle is of another task; export it again")
        }
        let sentences = golden.sentences
        let ids = try sentences.map { try words.ids($0.text) }
        let probes = golden.probes.filter { $0.padding == 0 }
        let far = relativeError(
            expected: probes.flatMap(\.logits),
            found: try probes.flatMap { try forced($0, golden.vocabulary, by: translator) })
        var greedy = translator.settings
        greedy.numBeams = 1
        let said = try sentences.map { try translator.tokens($0.ids, greedy) }
        _ = program.taken()
        let allowed = try tolerance(whole, of: job.engine.name)
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
        _ probe: TranslatorGolden.Probe, _ vocabulary: [Int], by translator: Translator
    ) throws -> [[Float]] {
        try translator.model.encode(probe.ids)
        var found: [[Float]] = []
        for (position, token) in probe.forced.enumerated() {
            let logits = try translator.model.step([token], position: position).floats
            if probe.positions.contains(position) { found.append(vocabulary.map { logits[$0] }) }
        }
        return found
    }
}
