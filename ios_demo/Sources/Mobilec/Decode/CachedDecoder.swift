/// A program's `encode` and `decode` as one model to search with. It owns the cache; the program
/// only reads it.
///
/// A step masks every position from its own on, so what is left there of an earlier sentence or of
/// a dropped hypothesis is never seen, and nothing has to be cleared. The tensors stay the same from
/// step to step, so a runtime may bind them once.
public final class CachedDecoder: StepModel {
    private let program: any Program
    private let steps: Hypotheses
    private let past: [Tensor]
    private var inputs: [String: Tensor] = [:]

    /// `cache`: the type in which the program takes its keys and values.
    public init(_ program: any Program, _ layout: Layout, cache: ElementType = .float32) {
        self.program = program
        steps = Hypotheses(layout)
        past = layout.past.map { _ in Tensor(cache, shape: [layout.rows, layout.capacity, layout.width]) }
    }

    public var hypotheses: Int { steps.layout.hypotheses }
    public var capacity: Int { steps.layout.capacity }

    public func encode(_ ids: [Int], mask: [Int]?) throws {
        inputs = try steps.encode(ids, mask: mask, by: program)
        for (name, tensor) in zip(steps.layout.past, past) { inputs[name] = tensor }
    }

    public func step(_ tokens: [Int], position: Int) throws -> Tensor {
        try steps.put(tokens, position: position)
        let outputs = try program.run(MethodName.decode, inputs)
        for (name, cache) in zip(steps.layout.new, past) {
            try write(try output(name, of: outputs), name, to: cache, position)
        }
        return try steps.read(outputs, count: tokens.count)
    }

    public func reorder(_ origins: [Int]) throws {
        if steps.stays(origins) { return }
        for tensor in past {
            let place = steps.layout.width * tensor.type.size
            try steps.move(
                StateMemory(bytes: tensor.bytes, rowBytes: steps.layout.capacity * place, placeBytes: place),
                origins)
        }
    }

    public func reset() {}

    /// new (hypotheses * heads, 1, width) into a cache (hypotheses * heads, capacity, width).
    private func write(_ new: Tensor, _ name: String, to cache: Tensor, _ position: Int) throws {
        let width = steps.layout.width
        guard new.count == steps.layout.rows * width, cache.takes(new.type) else {
            throw Refused(
                "\(name) is \(new.type.rawValue) \(new.shape), which does not fit the cache \(cache.shape)")
        }
        for row in 0..<steps.layout.rows {
            cache.copy(
                width, of: new, from: row * width, to: (row * steps.layout.capacity + position) * width)
        }
    }
}
