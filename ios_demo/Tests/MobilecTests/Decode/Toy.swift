@testable import Mobilec

/// The toy translator of tests/fixtures/decoding.py, which says what it computes. It reads all that it is
/// handed, so a state that is written, moved or cleared wrong gives other tokens.
///
/// Its output layer is the table with its sides changed: it is given 1 for the row and 0 for all others, which
/// `hidden` returns.
final class Toy: Program {
    private static let (heads, width, columns) = (2, 3, 4)
    private let table: [[Float]]
    private let bias: [Float]?
    /// Every method that was called.
    private(set) var called: [String] = []

    /// `bias`: added to its scores.
    init(_ table: [[Float]], bias: [Float]? = nil) {
        self.table = table
        self.bias = bias
    }

    func run(_ method: String, _ inputs: [String: Tensor]) throws -> [String: Tensor] {
        called.append(method)
        switch method {
        case "encode": return try encode(inputs)
        case "output_rows": return outputRows(try input("words", inputs).longs.map { Int($0) })
        case "hidden":
            return try decode(inputs, method) { row in table.indices.map { $0 == row ? 1 : 0 } }
        default:
            return try decode(inputs, "logits") { row in
                bias.map { zip(table[row], $0).map { $0 + $1 } } ?? table[row]
            }
        }
    }

    private func outputRows(_ words: [Int]) -> [String: Tensor] {
        let numbers = words.flatMap { word in table.map { $0[word] } }
        let rows = Tensor(floats: numbers, shape: [words.count, table.count])
        guard let bias else { return ["output_rows": rows] }
        return [
            "output_rows": rows, "output_bias": Tensor(floats: words.map { bias[$0] }, shape: [words.count]),
        ]
    }

    func close() {}

    private func input(_ name: String, _ inputs: [String: Tensor]) throws -> Tensor {
        guard let found = inputs[name] else { throw Refused("the toy was given no \(name)") }
        return found
    }

    private func encode(_ inputs: [String: Tensor]) throws -> [String: Tensor] {
        let ids = try input("input_ids", inputs).longs
        let mask = try input("attention_mask", inputs).longs
        let source = Tensor(.float32, shape: [1, ids.count, Self.width])
        for place in 0..<source.count {
            source.floats[place] = Float(ids[place / Self.width] * mask[place / Self.width])
        }
        return ["source": source]
    }

    /// `answer`: what is returned as `name` for a row of the table.
    private func decode(
        _ inputs: [String: Tensor], _ name: String, _ answer: (_ row: Int) -> [Float]
    ) throws -> [String: Tensor] {
        let position = Int(try input("position", inputs).longs[0])
        let tokens = try input("token", inputs).longs
        let source = Int(try input("source", inputs).floats.reduce(0, +))
        let (keys, total) = (try floats("key", inputs), try floats("total", inputs))
        var answers: [Float] = []
        let key = Tensor(.float32, shape: [tokens.count * Self.heads, 1, Self.width])
        let following = Tensor(.float32, shape: [tokens.count, Self.columns])
        for at in 0..<tokens.count {
            let token = Int(tokens[at])
            let own = (at * Self.columns..<(at + 1) * Self.columns).map { Int(total.floats[$0]) }
            let past = past(keys, at, of: tokens.count)
            let row = (past + own.reduce(0, +) + source + 7 * token + 3 * position) % table.count
            answers += answer(row)
            for place in 0..<Self.heads * Self.width {
                key.floats[at * Self.heads * Self.width + place] = Float(token + place % Self.width)
            }
            for (place, number) in own.enumerated() {
                following.floats[at * Self.columns + place] = Float(
                    (3 * number + token + place) % table.count)
            }
        }
        let answered = Tensor(floats: answers, shape: [tokens.count, answers.count / tokens.count])
        return [name: answered, "new_key": key, "new_total": following]
    }

    private func past(_ keys: Tensor, _ hypothesis: Int, of hypotheses: Int) -> Int {
        let (numbers, size, places) = (keys.floats, keys.count / hypotheses, keys.shape[1])
        var sum: Float = 0
        for at in 0..<size {
            sum += Float(at / Self.width % places + 1) * numbers[hypothesis * size + at]
        }
        return Int(sum)
    }

    /// A state of any type; whole numbers below 2048 are exact in float16 too.
    private func floats(_ name: String, _ inputs: [String: Tensor]) throws -> Tensor {
        let tensor = try input(name, inputs)
        if tensor.type == .float32 { return tensor }
        let floats = Tensor(.float32, shape: tensor.shape)
        floats.copy(tensor.count, of: tensor, from: 0, to: 0)
        return floats
    }
}

/// The toy with its states inside, in rows that stand apart as a system may lay them out, and where
/// `rounded` in larger ones, whose sizes but the rows are multiples of 32 as the exporter makes them. What
/// is beyond is 1000, so that nobody reads it unseen.
final class StatefulToy: Program, ProgramStates {
    private struct Held {
        let state: State
        let tensor: Tensor
        /// From a place to the next.
        let width: Int

        /// Where each place begins here, and in what the toy is handed.
        func forEachPlace(_ body: (_ here: Int, _ handed: Int) -> Void) {
            for row in 0..<state.shape[0] {
                for place in 0..<state.rowCount / state.newCount {
                    let handed = row * state.rowCount + place * state.newCount
                    body(row * tensor.shape[1] + place * width, handed)
                }
            }
        }
    }

    private let toy: Toy
    private let held: [Held]

    init(_ table: [[Float]], _ states: States, rounded: Bool = false) {
        toy = Toy(table)
        func size(_ size: Int) -> Int { rounded ? (size + 31) / 32 * 32 : size }
        held = states.kept.map { state in
            let width = size(state.newCount)
            let places = state.update == .append ? size(state.shape[1]) : 1
            let gap = 5
            let tensor = Tensor(.float32, shape: [state.shape[0], places * width + gap])
            return Held(state: state, tensor: tensor, width: width)
        }
        reset()
    }

    var states: (any ProgramStates)? { self }

    func run(_ method: String, _ inputs: [String: Tensor]) throws -> [String: Tensor] {
        var given = inputs
        for one in held {
            let handed = Tensor(.float32, shape: one.state.shape)
            one.forEachPlace { handed.copy(one.state.newCount, of: one.tensor, from: $0, to: $1) }
            given[one.state.name] = handed
        }
        var outputs = try toy.run(method, given)
        guard let position = inputs["position"]?.longs[0] else { return outputs }
        for one in held {
            guard let new = outputs.removeValue(forKey: one.state.new) else { continue }
            let (count, start) = (
                one.state.newCount, one.state.update == .append ? Int(position) * one.width : 0
            )
            for row in 0..<one.state.shape[0] {
                one.tensor.copy(count, of: new, from: row * count, to: row * one.tensor.shape[1] + start)
            }
        }
        return outputs
    }

    func close() {}

    func reset() {
        for one in held {
            let zeros = Tensor(.float32, shape: [one.state.newCount])
            one.tensor.floats.update(repeating: 1000)
            one.forEachPlace { here, _ in one.tensor.copy(zeros.count, of: zeros, from: 0, to: here) }
        }
    }

    func withState(_ name: String, of method: String, _ body: (StateMemory) throws -> Void) throws {
        guard method == "decode", let one = held.first(where: { $0.state.name == name }) else {
            throw Refused("there is no state \(name)")
        }
        try body(
            StateMemory(bytes: one.tensor.bytes, rowBytes: one.tensor.shape[1] * 4, placeBytes: one.width * 4)
        )
    }
}
