/// A classifier's workload.
final class Labelling: Workload {
    private let job: Job
    private let tokenizer: any Tokenizer
    private var open: (program: ClockedProgram, classifier: Classifier)?

    init(_ job: Job) throws {
        self.job = job
        tokenizer = try job.bundle.readTokenizer()
    }

    convenience init(_ job: Job, over program: any Program) throws {
        try self.init(job)
        try take(program)
    }

    func load() throws { try take(try loaded(job.bundle, job.engine, job.options)) }

    private func take(_ loaded: any Program) throws {
        let program = ClockedProgram(loaded)
        open = (program, try Classifier(job.bundle, program: program, tokenizer: tokenizer))
    }

    func close() {
        open?.classifier.close()
        open = nil
    }

    var units: ComputeUnits? { open?.program.units }

    func run(_ text: String) throws -> Pass {
        guard let (program, classifier) = open else { throw notLoaded() }
        let began = nanoseconds()
        let ids = try classifier.ids(text)
        let encoded = nanoseconds()
        let logits = try classifier.logits(ids)
        let ran = nanoseconds()
        let label = classifier.label(logits)
        let marks = Pass.Marks(began: began, encoded: encoded, ran: ran, ended: nanoseconds())
        return Pass(
            marks: marks, calls: program.taken(), sourceTokens: ids.count, targetTokens: nil, answer: label)
    }

    /// Logits within the tolerance of the format, over all sentences together, from their texts.
    func goldens() throws -> Goldens {
        guard let (program, classifier) = open else { throw notLoaded() }
        let whole = try job.bundle.golden
        guard case .classifier(let golden) = whole else {
            throw Refused("the golden of the bundle is of another task; export it again")
        }
        let sentences = golden.sentences
        let ids = try sentences.map { try classifier.ids($0.text) }
        let found = try sentences.map { try classifier.logits($0.ids) }
        _ = program.taken()
        let allowed = try tolerance(whole, of: job.engine.name)
        let far = relativeError(expected: sentences.map(\.logits), found: found)
        let difference =
            zip(sentences, ids).first { $0.ids != $1 }.map { otherIds($0.text, expected: $0.ids, found: $1) }
            ?? (far.map { $0 <= allowed } == true ? nil : furthest(sentences, found))
        let equal = zip(sentences, found).filter { $0.label == classifier.label($1) }.count
        return Goldens(
            passed: difference == nil, sentences: sentences.count, equal: equal, relativeError: far,
            tolerance: allowed, difference: difference)
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
