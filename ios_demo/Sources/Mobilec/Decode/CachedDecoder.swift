/// A program's `encode` and another method as one model to search with, whose steps give what that method
/// returns by a name: logits, or what else has a row for each hypothesis. It owns the states; the program
/// only reads them.
///
/// Every sentence begins from clear states. The tensors stay the same from step to step, so a runtime
/// may bind them once.
public final class CachedDecoder: StepModel {
    private let program: any Program
    private let method: String
    private let returns: String
    private let steps: Hypotheses
    private let held: [HeldState]
    private var inputs: [String: Tensor] = [:]

    /// `type`: in which the program takes its states.
    public init(
        _ program: any Program, _ states: States, type: ElementType = .float32,
        method: String = MethodName.decode, returns: String = TensorName.logits
    ) {
        self.program = program
        self.method = method
        self.returns = returns
        steps = Hypotheses(states)
        held = states.kept.map { HeldState($0, type: type) }
    }

    public var hypotheses: Int { steps.states.hypotheses }
    public var capacity: Int { steps.states.capacity }

    public func encode(_ ids: [Int], mask: [Int]?) throws {
        reset()
        inputs = try steps.encode(ids, mask: mask, by: program)
        for held in held { inputs[held.state.name] = held.tensor }
    }

    public func step(_ tokens: [Int], position: Int) throws -> Tensor {
        try steps.put(tokens, position: position)
        let outputs = try program.run(method, inputs)
        for held in held { try held.write(outputs, at: position) }
        return try steps.read(returns, of: outputs, count: tokens.count)
    }

    public func reorder(_ origins: [Int]) throws {
        if steps.stays(origins) { return }
        for held in held { try steps.move(held.state, in: held.memory, origins) }
    }

    public func reset() {
        for held in held { held.clear(steps.filled) }
        steps.restart()
    }
}
