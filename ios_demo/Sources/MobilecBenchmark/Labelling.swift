import Mobilec

/// A classifier's workload. A text of the goldens that has a pair there runs with it.
final class Labelling: Workload {
    private let job: Job
    private let tokenizer: any Tokenizer
    private let golden: Golden
    private let pairs: [String: String]
    private var open: (program: ClockedProgram, classifier: Classifier)?

    init(_ job: Job) throws {
        self.job = job
        tokenizer = try job.bundle.readTokenizer()
        golden = try job.bundle.golden
        guard case .classifier(let golden) = golden else { throw otherTask() }
        let paired = golden.sentences.compactMap { sentence in sentence.pair.map { (sentence.text, $0) } }
        pairs = Dictionary(paired) { first, _ in first }
    }

    func load() throws {
        let program = ClockedProgram(try loaded(job.bundle, job.engine, job.options))
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

    func goldens() throws -> Goldens {
        guard let (program, classifier) = open else { throw notLoaded() }
        defer { _ = program.taken() }
        return try classifier.goldens(golden, of: job.engine.name)
    }
}
