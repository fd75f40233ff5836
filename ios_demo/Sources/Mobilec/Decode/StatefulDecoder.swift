/// A program that keeps its cache itself (Core ML on iOS 18) as a model to search with. The cache is
/// touched only to move hypotheses.
public final class StatefulDecoder: StepModel {
    private let program: any Program
    private let states: any ProgramStates
    private let steps: Hypotheses
    private var inputs: [String: Tensor] = [:]

    public init(_ program: any Program, _ states: any ProgramStates, _ layout: Layout) {
        self.program = program
        self.states = states
        steps = Hypotheses(layout)
    }

    public var hypotheses: Int { steps.layout.hypotheses }
    public var capacity: Int { steps.layout.capacity }

    public func encode(_ ids: [Int], mask: [Int]?) throws {
        inputs = try steps.encode(ids, mask: mask, by: program)
        try reset()
    }

    public func step(_ tokens: [Int], position: Int) throws -> Tensor {
        try steps.put(tokens, position: position)
        return try steps.read(try program.run(MethodName.decode, inputs), count: tokens.count)
    }

    public func reorder(_ origins: [Int]) throws {
        if steps.stays(origins) { return }
        for name in steps.layout.past {
            try states.withState(name, of: MethodName.decode) { try steps.move($0, origins) }
        }
    }

    /// States are zero then, as in a program just loaded.
    public func reset() throws { try states.reset() }
}

/// The model to search with: `file` says in its `decode` whether the program keeps the cache, and in
/// which type it takes it otherwise.
public func stepModel(_ program: any Program, _ file: ProgramFile, _ layout: Layout) throws -> any StepModel {
    let decode = file.methods.filter { $0.name.hasPrefix(MethodName.decode) }
    if decode.contains(where: { !$0.states.isEmpty }) {
        guard let states = program.states else {
            throw Refused(
                "\(file.path) keeps its cache itself, and this engine does not hand it out; choose another engine"
            )
        }
        return StatefulDecoder(program, states, layout)
    }
    let cache = decode.flatMap(\.inputs).first { layout.past.contains($0.name) }
    return CachedDecoder(
        program, layout, cache: cache.flatMap { ElementType(rawValue: $0.dtype) } ?? .float32)
}
