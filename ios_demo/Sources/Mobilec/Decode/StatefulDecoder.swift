/// A program that keeps its states itself (Core ML on iOS 18) as a model to search with. They are
/// touched only to clear them and to move hypotheses.
public final class StatefulDecoder: StepModel {
    private let program: any Program
    private let memory: any ProgramStates
    private let method: String
    private let returns: String
    private let steps: Hypotheses
    private var inputs: [String: Tensor] = [:]

    public init(
        _ program: any Program, _ memory: any ProgramStates, _ states: States,
        method: String = MethodName.decode, returns: String = TensorName.logits
    ) {
        self.program = program
        self.memory = memory
        self.method = method
        self.returns = returns
        steps = Hypotheses(states)
    }

    public var hypotheses: Int { steps.states.hypotheses }
    public var capacity: Int { steps.states.capacity }

    public func encode(_ ids: [Int], mask: [Int]?) throws {
        inputs = try steps.encode(ids, mask: mask, by: program)
        try reset()
    }

    public func step(_ tokens: [Int], position: Int) throws -> Tensor {
        try steps.put(tokens, position: position)
        return try steps.read(returns, of: try program.run(method, inputs), count: tokens.count)
    }

    public func reorder(_ origins: [Int]) throws {
        if steps.stays(origins) { return }
        for state in steps.states.kept {
            try memory.withState(state.name, of: method) { try steps.move(state, in: $0, origins) }
        }
    }

    /// States are zero then, as in a program just loaded.
    public func reset() throws {
        try memory.reset()
        steps.restart()
    }
}

/// The model to search with: `file` says in its `decode` whether the program keeps its states, and
/// in which type it takes them otherwise. `method`: what is called for each token and takes the same;
/// `returns`: what it gives for each hypothesis.
public func stepModel(
    _ program: any Program, _ file: ProgramFile, _ decoding: Decoding,
    method: String = MethodName.decode, returns: String = TensorName.logits
) throws -> any StepModel {
    let states = try States(in: file, decoding)
    let decode = file.methods.filter { $0.name.hasPrefix(MethodName.decode) }
    if decode.contains(where: { !$0.states.isEmpty }) {
        guard let memory = program.states else {
            throw Refused(
                "\(file.path) keeps its states itself, and this engine does not hand them out; choose another engine"
            )
        }
        return StatefulDecoder(program, memory, states, method: method, returns: returns)
    }
    let taken = decode.flatMap(\.inputs).first { $0.name == states.kept.first?.name }
    return CachedDecoder(
        program, states, type: taken.flatMap { ElementType(rawValue: $0.dtype) } ?? .float32,
        method: method, returns: returns)
}
