/// The memory of a state, which the program reads: written by the state's rule, moved and cleared.
struct HeldState {
    let state: State
    let tensor: Tensor

    /// `type`: in which the program takes it.
    init(_ state: State, type: ElementType) {
        self.state = state
        tensor = Tensor(type, shape: state.shape)
    }

    /// As hypotheses are moved in it.
    var memory: StateMemory {
        let size = tensor.type.size
        return StateMemory(
            bytes: tensor.bytes, rowBytes: state.rowCount * size, placeBytes: state.newCount * size)
    }

    /// What a step at a position brings for each row, in the outputs of the step, to where it goes there.
    func write(_ outputs: [String: Tensor], at position: Int) throws {
        let new = try output(state.new, of: outputs)
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

    /// Zero again, after steps that have written so many positions.
    func clear(_ positions: Int) {
        let memory = memory
        let used = (state.update == .append ? positions : 1) * memory.placeBytes
        for start in stride(from: 0, to: memory.bytes.count, by: memory.rowBytes) {
            UnsafeMutableRawBufferPointer(rebasing: memory.bytes[start..<start + used])
                .initializeMemory(as: UInt8.self, repeating: 0)
        }
    }
}
