/// A classifier's workload. A text of the goldens that has a pair there runs with it.
final class Labelling: Workload {
    private let job: Job
    private let tokenizer: any Tokenizer
    private let golden: ClassifierGolden
    private let pairs: [String: String]
    private var open: (program: ClockedProgram, classifier: Classifier)?

    init(_ job: Job) throws {
        self.job = job
        tokenizer = try job.bundle.readTokenizer()
        guard case .classifier(let golden) = try job.bundle.golden else {
            throw Refused("the golden of the bundle is of another task; export it again")
        }
        self.golden = golden
        let paired = golden.sentences.compactMap { sentence in sentence.pair.map { (sentence.text, $0) } }
        pairs = Dictionary(paired) { first, _ in first }
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
        let encoding = try classifier.encode(text, pair: pairs[text])
        let encoded = nanoseconds()
        let logits = try classifier.logits(encoding)
        let ran = nanoseconds()
        let label = classifier.label(logits)
        let marks = Pass.Marks(began: began, encoded: encoded, ran: ran, ended: nanoseconds())
        return Pass(
            marks: marks, calls: program.taken(), sourceTokens: encoding.ids.count, targetTokens: nil,
            answer: label)
    }

    /// Logits within the tolerance of the format, over all sentences together, from their texts.
    func goldens() throws -> Goldens {
        guard let (program, classifier) = open else { throw notLoaded() }
        let sentences = golden.sentences
        let read = try sentences.map { try classifier.encode($0.text, pair: $0.pair) }
        let found = try sentences.map { try classifier.logits(Encoding(ids: $0.ids, types: $0.types)) }
        _ = program.taken()
        let allowed = try tolerance(.classifier(golden), of: job.engine.name)
        let far = relativeError(expected: sentences.map(\.logits), found: found)
        let difference =
            zip(sentences, read).lazy.compactMap(other).first
            ?? (far.map { $0 <= allowed } == true ? nil : furthest(sentences, found))
        let equal = zip(sentences, found).filter { $0.label == classifier.label($1) }.count
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
