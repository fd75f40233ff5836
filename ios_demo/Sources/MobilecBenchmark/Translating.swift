import Mobilec

/// A translator's workload.
final class Translating: Workload {
    private let job: Job
    private let words: Words
    private var open: (program: ClockedProgram, translator: Translator)?

    init(_ job: Job) throws {
        self.job = job
        words = try job.bundle.readWords()
    }

    func load() throws {
        let program = ClockedProgram(try loaded(job.bundle, job.engine, job.options))
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
            answer: translation, step: translator.step)
    }

    func goldens() throws -> Goldens {
        guard let (program, translator) = open else { throw notLoaded() }
        defer { _ = program.taken() }
        return try translator.goldens(try job.bundle.golden, of: job.engine.name)
    }
}
