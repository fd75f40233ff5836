@testable import Mobilec

/// The toy translator of tests/fixtures/decoding.py, which says what it computes. Its keys and values are
/// copied from what it is handed, so a cache that is written wrong gives other tokens.
final class Toy: Program {
    private let table: [[Float]]
    private let layout: Layout

    init(_ table: [[Float]], _ layout: Layout) {
        self.table = table
        self.layout = layout
    }

    func run(_ method: String, _ inputs: [String: Tensor]) throws -> [String: Tensor] {
        method == "encode" ? try encode(inputs) : try decode(inputs)
    }

    func close() {}

    private func input(_ name: String, _ inputs: [String: Tensor]) throws -> Tensor {
        guard let found = inputs[name] else { throw Refused("the toy was given no \(name)") }
        return found
    }

    private func encode(_ inputs: [String: Tensor]) throws -> [String: Tensor] {
        let ids = try input("input_ids", inputs).longs
        let mask = try input("attention_mask", inputs).longs
        let cross = Tensor(.float32, shape: [layout.heads, ids.count, layout.width])
        for place in 0..<cross.count {
            let at = place / layout.width % ids.count
            cross.floats[place] = Float(ids[at] * mask[at])
        }
        return ["cross_key_0": cross, "cross_value_0": cross]
    }

    private func decode(_ inputs: [String: Tensor]) throws -> [String: Tensor] {
        let position = Int(try input("position", inputs).longs[0])
        let tokens = try input("token", inputs).longs
        let source = Int(try input("cross_key_0", inputs).floats.reduce(0, +))
        let logits = Tensor(.float32, shape: [layout.hypotheses, table[0].count])
        let key = Tensor(.float32, shape: [layout.hypotheses * layout.heads, 1, layout.width])
        let value = Tensor(.float32, shape: key.shape)
        for at in 0..<layout.hypotheses {
            let token = Int(tokens[at])
            let state = try past(inputs, at, position) + source + 7 * token + 3 * position
            for (column, logit) in table[state % table.count].enumerated() {
                logits.floats[at * table[0].count + column] = logit
            }
            for place in at * layout.heads * layout.width..<(at + 1) * layout.heads * layout.width {
                key.floats[place] = Float(token + place % layout.width)
                value.floats[place] = Float(token * 2)
            }
        }
        return ["logits": logits, "new_key_0": key, "new_value_0": value]
    }

    private func past(_ inputs: [String: Tensor], _ hypothesis: Int, _ position: Int) throws -> Int {
        let (keys, values) = (try numbers("key_0", inputs), try numbers("value_0", inputs))
        var sum: Float = 0
        for row in hypothesis * layout.heads..<(hypothesis + 1) * layout.heads {
            for place in 0..<position {
                for column in 0..<layout.width {
                    let at = (row * layout.capacity + place) * layout.width + column
                    sum += Float(place + 1) * (keys(at) + 2 * values(at))
                }
            }
        }
        return Int(sum)
    }

    /// Of a cache in any type; whole numbers below 2048 are exact in float16 too.
    private func numbers(_ name: String, _ inputs: [String: Tensor]) throws -> (Int) -> Float {
        let tensor = try input(name, inputs)
        if tensor.type == .float32 { return { tensor.floats[$0] } }
        let floats = Tensor(.float32, shape: tensor.shape)
        floats.copy(tensor.count, of: tensor, from: 0, to: 0)
        return { floats.floats[$0] }
    }
}

/// The toy with its cache inside, in rows that stand apart as a system may lay them out, and in states that
/// may be larger than the cache: `positions` and `width` are those of a state, rounded up from the layout's.
/// What is beyond the cache is 1000, so that nobody reads it unseen.
final class StatefulToy: Program, ProgramStates {
    private let toy: Toy
    private let layout: Layout
    private let positions: Int
    private let width: Int
    private let gap = 5
    private var memory: [String: Tensor] = [:]

    init(_ table: [[Float]], _ layout: Layout, positions: Int? = nil, width: Int? = nil) {
        toy = Toy(table, layout)
        self.layout = layout
        self.positions = positions ?? layout.capacity
        self.width = width ?? layout.width
        for name in layout.past {
            memory[name] = Tensor(.float32, shape: [layout.hypotheses * layout.heads, rowCount])
        }
        reset()
    }

    private var rowCount: Int { positions * width + gap }

    var states: (any ProgramStates)? { self }

    func run(_ method: String, _ inputs: [String: Tensor]) throws -> [String: Tensor] {
        var given = inputs
        for (name, state) in memory {
            let cache = Tensor(.float32, shape: [state.shape[0], layout.capacity, layout.width])
            forEachPlace(of: state) { inState, inCache in
                cache.copy(layout.width, of: state, from: inState, to: inCache)
            }
            given[name] = cache
        }
        var outputs = try toy.run(method, given)
        guard let position = inputs["position"]?.longs[0] else { return outputs }
        for (name, state) in memory {
            guard let new = outputs.removeValue(forKey: "new_\(name)") else { continue }
            for row in 0..<state.shape[0] {
                let at = row * rowCount + Int(position) * width
                state.copy(layout.width, of: new, from: row * layout.width, to: at)
            }
        }
        return outputs
    }

    func close() {}

    func reset() {
        let zeros = Tensor(.float32, shape: [layout.width])
        for state in memory.values {
            state.floats.update(repeating: 1000)
            forEachPlace(of: state) { inState, _ in
                state.copy(layout.width, of: zeros, from: 0, to: inState)
            }
        }
    }

    func withState(_ name: String, of method: String, _ body: (StateMemory) throws -> Void) throws {
        guard method == "decode", let tensor = memory[name] else {
            throw Refused("there is no state \(name)")
        }
        try body(StateMemory(bytes: tensor.bytes, rowBytes: rowCount * 4, placeBytes: width * 4))
    }

    /// Where each place of the cache begins in a state, and in the cache.
    private func forEachPlace(of state: Tensor, _ body: (_ inState: Int, _ inCache: Int) -> Void) {
        for row in 0..<state.shape[0] {
            for place in 0..<layout.capacity {
                body(row * rowCount + place * width, (row * layout.capacity + place) * layout.width)
            }
        }
    }
}
