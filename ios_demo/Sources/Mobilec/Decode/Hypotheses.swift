/// What a step hands in and takes out, whoever keeps the states.
final class Hypotheses {
    let states: States
    let token: Tensor
    let position = Tensor(.int64, shape: [1])
    /// Positions of what is appended to that hold something.
    private(set) var filled = 0
    private var scores = Tensor(.float32, shape: [0, 0])
    private var scratch: [UInt8] = []

    init(_ states: States) {
        self.states = states
        token = Tensor(.int64, shape: [states.hypotheses, 1])
    }

    /// The inputs of `decode` that come from the source; nothing is filled any more.
    func encode(_ ids: [Int], mask: [Int]?, by program: any Program) throws -> [String: Tensor] {
        guard !ids.isEmpty else {
            throw Refused("a source of no tokens was given; even an empty text has an end token")
        }
        let seen = Tensor(row: mask ?? Array(repeating: 1, count: ids.count))
        guard seen.count == ids.count else {
            throw Refused("a mask of \(seen.count) was given for a source of \(ids.count) tokens")
        }
        let source = try program.run(
            MethodName.encode, [TensorName.ids: Tensor(row: ids), TensorName.mask: seen])
        restart()
        let own = [TensorName.token: token, TensorName.position: position, TensorName.mask: seen]
        return own.merging(source) { mine, _ in mine }
    }

    /// Nothing is filled any more.
    func restart() { filled = 0 }

    /// Puts the last token of each hypothesis and the position where the program reads them.
    func put(_ tokens: [Int], position: Int) throws {
        guard 1...states.hypotheses ~= tokens.count else {
            throw Refused(
                "\(tokens.count) hypotheses were given; this program extends \(states.hypotheses) a step")
        }
        guard 0..<states.capacity ~= position else {
            throw Refused(
                "the position \(position) was asked for; this program has room for \(states.capacity) tokens")
        }
        // A program has a fixed number of rows; those that nobody asked for repeat the first.
        token.set((0..<states.hypotheses).map { tokens[$0 < tokens.count ? $0 : 0] })
        self.position.set([position])
        filled = position + 1
    }

    /// The first `count` rows of what a step gives as `name` (hypotheses, width), in a tensor that is kept.
    func read(_ name: String, of outputs: [String: Tensor], count: Int) throws -> Tensor {
        let found = try output(name, of: outputs)
        guard found.shape.count == 2, found.shape[0] == states.hypotheses, found.shape[1] > 0,
            scores.takes(found.type)
        else {
            throw Refused(
                "the \(name) are \(found.type.rawValue) \(found.shape), which is not what a search reads")
        }
        let shape = [count, found.shape[1]]
        if scores.shape != shape { scores = Tensor(.float32, shape: shape) }
        scores.copy(scores.count, of: found, from: 0, to: 0)
        return scores
    }

    /// Whether each hypothesis goes on from itself.
    func stays(_ origins: [Int]) -> Bool { origins.enumerated().allSatisfy { $0 == $1 } }

    /// What is filled of hypothesis origins[i] to hypothesis i, all rows of it.
    func move(_ state: State, in memory: StateMemory, _ origins: [Int]) throws {
        let rows = state.shape[0]
        let room = memory.bytes.count - (rows - 1) * memory.rowBytes
        let size = state.update == .append ? filled * memory.placeBytes : min(room, memory.rowBytes)
        guard origins.count <= states.hypotheses, origins.allSatisfy((0..<states.hypotheses).contains),
            0...memory.rowBytes ~= size, size <= room
        else {
            throw Refused(
                "\(state.name) of \(memory.bytes.count) bytes cannot be moved by \(origins): it is too small")
        }
        scratch = Array(repeating: 0, count: rows * size)
        scratch.withUnsafeMutableBytes { scratch in
            forEachRow(of: rows / states.hypotheses, origins) { target, origin in
                part(scratch, target * size, size).copyMemory(
                    from: UnsafeRawBufferPointer(part(memory.bytes, origin * memory.rowBytes, size)))
            }
            forEachRow(of: rows / states.hypotheses, origins) { target, _ in
                part(memory.bytes, target * memory.rowBytes, size).copyMemory(
                    from: UnsafeRawBufferPointer(part(scratch, target * size, size)))
            }
        }
    }

    /// The rows of each hypothesis that goes on from another one: of itself, and of the other.
    private func forEachRow(of each: Int, _ origins: [Int], _ move: (_ target: Int, _ origin: Int) -> Void) {
        for (target, origin) in origins.enumerated() where target != origin {
            for row in 0..<each { move(target * each + row, origin * each + row) }
        }
    }

    private func part(_ bytes: UnsafeMutableRawBufferPointer, _ start: Int, _ size: Int)
        -> UnsafeMutableRawBufferPointer
    {
        UnsafeMutableRawBufferPointer(rebasing: bytes[start..<start + size])
    }
}

/// An output that every program of this kind has.
func output(_ name: String, of outputs: [String: Tensor]) throws -> Tensor {
    if let found = outputs[name] { return found }
    let names = outputs.keys.sorted().joined(separator: ", ")
    throw Refused("the program returned \(names), and no \(name); export the bundle again")
}
