/// Names of tensors that every program has.
public enum TensorName {
    public static let ids = "input_ids"
    public static let mask = "attention_mask"
    public static let types = "token_type_ids"
    public static let token = "token"
    public static let position = "position"
    public static let logits = "logits"
    public static let hidden = "hidden"
    public static let words = "words"
    public static let outputRows = "output_rows"
    public static let outputBias = "output_bias"
}

/// Names of methods.
public enum MethodName {
    public static let forward = "forward"
    public static let encode = "encode"
    public static let decode = "decode"
}

/// The rules by which a state is updated: one position of it is written, or all of it.
public enum Update: String, Sendable {
    case append
    case replace
}

/// An input of a step that holds what the steps before it left there: zero before the first.
///
/// The rows of one hypothesis lie together along the first axis, and are moved in one piece. `new` is the
/// output that brings what follows: by ``Update/append`` one position (rows, 1, ...) of a state (rows,
/// capacity, ...), written at the step's; by ``Update/replace`` all of it.
// Not public: whoever shows something imports SwiftUI too, which has a State of its own.
struct State: Sendable, Equatable {
    let name: String
    let new: String
    let shape: [Int]
    let update: Update

    /// Elements of a row, and of what a step brings for it.
    var rowCount: Int { shape.dropFirst().reduce(1, *) }
    var newCount: Int { update == .append ? rowCount / shape[1] : rowCount }
}

/// All that a decoder remembers.
public struct States: Sendable, Equatable {
    /// How many hypotheses one step extends.
    public let hypotheses: Int
    /// How many tokens each of them may have behind it.
    public let capacity: Int
    /// What `encode` returns and every step takes; it is the same for all hypotheses.
    public let source: [String]
    let kept: [State]

    init(hypotheses: Int, capacity: Int, source: [String], kept: [State]) {
        self.hypotheses = hypotheses
        self.capacity = capacity
        self.source = source
        self.kept = kept
    }

    /// What the decoder of a file remembers, with the shapes that it has there.
    public init(in file: ProgramFile, _ decoding: Decoding) throws {
        let steps = file.methods.filter { $0.isStep }
        let shapes = Dictionary(
            steps.flatMap { $0.inputs + $0.states }.map { ($0.name, $0.shape) }, uniquingKeysWith: { $1 })
        kept = try decoding.states.map { state in
            let sizes = shapes[state.name] ?? []
            guard decoding.fits(state, sizes) else {
                throw Refused(
                    "\(file.path) should keep \(state.name) for \(decoding.hypotheses) hypotheses of "
                        + "\(decoding.capacity) tokens, and its decode takes it as \(sizes.map(\.maximum)); "
                        + "export the bundle again")
            }
            return State(name: state.name, new: state.new, shape: sizes.map(\.maximum), update: state.update)
        }
        hypotheses = decoding.hypotheses
        capacity = decoding.capacity
        source = decoding.source
    }
}

extension Decoding {
    /// Rows for every hypothesis, and of what is appended a place for every token.
    fileprivate func fits(_ state: StateEntry, _ sizes: [Size]) -> Bool {
        // No model has more of any; products of them do not overflow then.
        let known = sizes.allSatisfy { $0.minimum == $0.maximum && 1...1 << 16 ~= $0.minimum }
        return hypotheses > 0 && 2...4 ~= sizes.count && known && sizes[0].minimum % hypotheses == 0
            && (state.update == .replace || sizes[1].minimum >= capacity)
    }
}
