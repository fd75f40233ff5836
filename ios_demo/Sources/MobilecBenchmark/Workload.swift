import Mobilec

/// A program that keeps when each call began and ended.
final class ClockedProgram: Program {
    private let program: any Program
    private var calls: [Called] = []

    init(_ program: any Program) {
        self.program = program
    }

    func run(_ method: String, _ inputs: [String: Tensor]) throws -> [String: Tensor] {
        let began = nanoseconds()
        let outputs = try program.run(method, inputs)
        calls.append(Called(method: method, began: began, ended: nanoseconds()))
        return outputs
    }

    func close() { program.close() }

    var states: (any ProgramStates)? { program.states }
    var lengths: [Int] { program.lengths }
    var units: ComputeUnits? { program.units }

    /// The calls so far; the next ones start a new list.
    func taken() -> [Called] {
        defer { calls = [] }
        return calls
    }
}

/// What a task does with one sentence, each step timed. Its tokenizer is ready.
protocol Workload: AnyObject {
    /// The program, to its last method.
    func load() throws

    func run(_ text: String) throws -> Pass

    /// The check that comes before anything is timed.
    func goldens() throws -> Goldens

    /// Where the program runs, as ``Program/units``.
    var units: ComputeUnits? { get }

    /// Lets go of the program.
    func close()
}

func workload(_ job: Job) throws -> any Workload {
    switch job.bundle.manifest.task {
    case BundleTask.classification: try Labelling(job)
    default: try Translating(job)
    }
}

/// The sentence that runs first of all, and that is run for minutes.
let middle = "middle"

/// Real sentences, from the bundle's goldens: the first, the one at half and the last when they are
/// sorted by their tokens; of equally long ones the first of the goldens is the longest.
func timedTexts(_ golden: Golden) throws -> [NamedText] {
    let texts = golden.sentences
    let ordered = texts.enumerated().sorted {
        ($0.element.ids, $0.offset) < ($1.element.ids, $1.offset)
    }.map(\.element)
    guard let last = ordered.last, let longest = texts.first(where: { $0.ids == last.ids }) else {
        throw Refused("the golden of the bundle has no sentence, so nothing can be timed; export it again")
    }
    return [
        NamedText(name: "short", text: ordered[0].text),
        NamedText(name: middle, text: ordered[ordered.count / 2].text),
        NamedText(name: "longest", text: longest.text),
    ]
}

/// A program that must be loaded first.
func notLoaded() -> Refused { Refused("the program is not loaded; load it before it runs") }
