/// A program's `encode` and `decode` as one model to search with. It owns the states; the program only
/// reads them.
///
/// Every sentence begins from clear states. The tensors stay the same from step to step, so a runtime
/// may bind them once.
public final class CachedDecoder: StepModel {
    private let program: any Program
    private let steps: Hypotheses
    private let held: [(state: State, tensor: Tensor)]
    private var inputs: [String: Tensor] = [:]

    /// `type`: in which the program takes its states.
    public init(_ program: any Program, _ states: States, type: ElementType = .float32) {
        self.program = program
        steps = Hypotheses(states)
        held = states.kept.map { ($0, Tensor(type, shape: $0.shape)) }
    }

    public var hypotheses: Int { steps.states.hypotheses }
    public var capacity: Int { steps.states.capacity }

    public func encode(_ ids: [Int], mask: [Int]?) throws {
        reset()
        inputs = try steps.encode(ids, mask: mask, by: program)
        for (state, tensor) in held { inputs[state.name] = tensor }
    }

    public func step(_ tokens: [Int], position: Int) throws -> Tensor {
        try steps.put(tokens, position: position)
        let outputs = try program.run(MethodName.decode, inputs)
        for (state, tensor) in held {
            try write(try output(state.new, of: outputs), of: state, to: tensor, position)
        }
        return try steps.read(outputs, count: tokens.count)
    }

    public func reorder(_ origins: [Int]) throws {
        if steps.stays(origins) { return }
        for (state, tensor) in held {
            let size = tensor.type.size
            let memory = StateMemory(
                bytes: tensor.bytes, rowBytes: state.rowCount * size, placeBytes: state.newCount * size)
            try steps.move(state, in: memory, origins)
        }
    }

    public func reset() {
        for (state, tensor) in held {
            let places = state.update == .append ? steps.filled : 1
            let (row, used) = (state.rowCount * tensor.type.size, places * state.newCount * tensor.type.size)
            for start in stride(from: 0, to: tensor.bytes.count, by: row) {
                UnsafeMutableRawBufferPointer(rebasing: tensor.bytes[start..<start + used])
                    .initializeMemory(as: UInt8.self, repeating: 0)
            }
        }
        steps.restart()
    }

    /// What a step brings for each row to where it goes there.
    private func write(_ new: Tensor, of state: State, to tensor: Tensor, _ position: Int) throws {
        let (count, start) = (state.newCount, state.update == .append ? position * state.newCount : 0)
        guard new.count == state.shape[0] * count, tensor.takes(new.type) else {
            throw Refused(
                "\(state.new) is \(new.type.rawValue) \(new.shape), which does not fit \(state.name) \(state.shape)"
            )
        }
        for row in 0..<state.shape[0] {
            tensor.copy(count, of: new, from: row * count, to: row * state.rowCount + start)
        }
    }
}
