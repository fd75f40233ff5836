/// `program` with methods of any length, where `file` lists functions of fixed lengths (`encode_32`) or
/// of types that a search does not hand in: as exporters/coreml/run.py calls a package.
///
/// A call goes to the smallest function that takes the inputs, filled up with padding. What a function
/// returns is as long as the function, and goes into the next one as it is.
public func withFixedSizes(_ program: any Program, _ file: ProgramFile, padId: Int) -> any Program {
    let entries = file.methods.flatMap { functions(of: $0, lengths: program.lengths) }
    let narrow = file.methods.contains { method in
        method.inputs.contains { [ElementType.int32, .float16].map(\.rawValue).contains($0.dtype) }
    }
    return narrow ? FixedSizesProgram(program, entries, padId: padId) : program
}

/// A method at fixed sizes. `entry` is the manifest's with each size that had bounds at one length.
struct Function {
    /// What a search calls: `encode` of `encode_32`.
    let method: String
    let entry: MethodEntry

    func size(of input: TensorEntry) -> [Int] { input.shape.map(\.maximum) }

    /// By which the smallest is chosen.
    var volume: Int { entry.inputs.map { size(of: $0).reduce(1, *) }.reduce(0, +) }

    func takes(_ inputs: [String: Tensor]) -> Bool {
        entry.inputs.allSatisfy { input in
            guard let given = inputs[input.name]?.shape, given.count == input.shape.count else {
                return false
            }
            return zip(given, size(of: input)).allSatisfy { $0 <= $1 }
        }
    }
}

/// Every way to call a method: one for each length where it has sizes with bounds, else one.
private func functions(of method: MethodEntry, lengths: [Int]) -> [Function] {
    let sizes = method.inputs.flatMap(\.shape).filter { $0.minimum < $0.maximum }
    guard let widest = sizes.first else { return [Function(method: stem(method.name), entry: method)] }
    let possible = lengths.filter { widest.minimum...widest.maximum ~= $0 }
    return (possible.isEmpty ? [widest.maximum] : possible).map { length in
        Function(method: stem(method.name), entry: fixed(method, at: length))
    }
}

/// forward_64 to forward.
func stem(_ function: String) -> String {
    guard let line = function.lastIndex(of: "_") else { return function }
    let length = function[function.index(after: line)...]
    return !length.isEmpty && length.allSatisfy(\.isNumber) ? String(function[..<line]) : function
}

private func fixed(_ method: MethodEntry, at length: Int) -> MethodEntry {
    func fixed(_ entries: [TensorEntry]) -> [TensorEntry] {
        entries.map { entry in
            let shape = entry.shape.map { $0.minimum < $0.maximum ? Size(length) : $0 }
            return TensorEntry(name: entry.name, dtype: entry.dtype, shape: shape)
        }
    }
    return MethodEntry(
        name: method.name, inputs: fixed(method.inputs), outputs: fixed(method.outputs),
        arenaBytes: method.arenaBytes, states: method.states)
}

private final class FixedSizesProgram: Program {
    private let program: any Program
    private let functions: [String: [Function]]
    private let padId: Int
    private var ran: [String: String] = [:]
    private var filled: [String: [String: Tensor]] = [:]

    init(_ program: any Program, _ functions: [Function], padId: Int) {
        self.program = program
        self.functions = Dictionary(grouping: functions.sorted { $0.volume < $1.volume }, by: \.method)
        self.padId = padId
    }

    func run(_ method: String, _ inputs: [String: Tensor]) throws -> [String: Tensor] {
        guard let candidates = functions[method], let largest = candidates.last else {
            let names = functions.keys.sorted().joined(separator: ", ")
            throw Refused("there is no method \"\(method)\"; the program has \(names)")
        }
        let takesMask = largest.entry.inputs.contains { $0.name == TensorName.mask }
        let given = takesMask ? inputs : try folded(inputs)
        guard Set(given.keys) == Set(largest.entry.inputs.map(\.name)) else {
            let taken = largest.entry.inputs.map(\.name).sorted().joined(separator: ", ")
            throw Refused("\(method) takes \(taken), not \(given.keys.sorted().joined(separator: ", "))")
        }
        guard let function = candidates.first(where: { $0.takes(given) }) else {
            throw tooLarge(given, largest)
        }
        ran[method] = function.entry.name
        return try program.run(
            function.entry.name,
            try function.entry.inputs.reduce(into: [:]) { found, input in
                found[input.name] = try given[input.name].map { try handed($0, as: input, of: function) }
            })
    }

    func close() {
        filled = [:]
        program.close()
    }

    var states: (any ProgramStates)? {
        program.states.map { FunctionStates($0) { [weak self] in self?.ran[$0] } }
    }

    var units: ComputeUnits? { program.units }

    /// `tensor` as `input` wants it: itself, or one that is kept for this input and filled again.
    private func handed(_ tensor: Tensor, as input: TensorEntry, of function: Function) throws -> Tensor {
        let shape = function.size(of: input)
        if tensor.shape == shape && tensor.type.rawValue == input.dtype { return tensor }
        let kept = try kept(input, shape, of: function)
        guard kept.takes(tensor.type) else {
            throw Refused("\(input.name) is \(tensor.type.rawValue); \(function.method) takes \(input.dtype)")
        }
        kept.fill(with: tensor, padding: input.name == TensorName.ids ? padId : 0)
        return kept
    }

    private func kept(_ input: TensorEntry, _ shape: [Int], of function: Function) throws -> Tensor {
        let key = "\(function.entry.name) \(shape)"
        if let tensor = filled[key]?[input.name] { return tensor }
        guard let type = ElementType(rawValue: input.dtype) else {
            throw Refused(
                "\(function.entry.name) takes \(input.dtype) as \(input.name), which this app does not have")
        }
        let tensor = Tensor(type, shape: shape)
        filled[key, default: [:]][input.name] = tensor
        return tensor
    }

    /// Without the mask: what it hides becomes the padding id, as packages for iOS 17 expect.
    private func folded(_ inputs: [String: Tensor]) throws -> [String: Tensor] {
        var given = inputs
        guard let mask = given.removeValue(forKey: TensorName.mask), let ids = given[TensorName.ids],
            mask.type == .int64, ids.type == .int64, mask.count == ids.count
        else { return given }
        let hidden = Tensor(.int64, shape: ids.shape)
        for at in 0..<ids.count {
            let (id, seen) = (ids.longs[at], mask.longs[at] != 0)
            guard !seen || id != Int64(padId) else {
                throw Refused(
                    "\(TensorName.ids) hold the padding id \(padId) where \(TensorName.mask) is 1; a package for "
                        + "iOS 17 takes it for padding: leave it out of the text, or export for iOS 18")
            }
            hidden.longs[at] = seen ? id : Int64(padId)
        }
        given[TensorName.ids] = hidden
        return given
    }

    private func tooLarge(_ inputs: [String: Tensor], _ largest: Function) -> Refused {
        let names = inputs.keys.sorted()
        let given = names.map { "\($0) \(inputs[$0]?.shape ?? [])" }.joined(separator: ", ")
        let taken = largest.entry.inputs.map { "\($0.name) \(largest.size(of: $0))" }.sorted()
        return Refused(
            "the inputs are \(given); \(largest.method) takes at most \(taken.joined(separator: ", "))")
    }
}

/// The states of the function that ran last for a method.
private final class FunctionStates: ProgramStates {
    private let states: any ProgramStates
    private let function: (String) -> String?

    init(_ states: any ProgramStates, _ function: @escaping (String) -> String?) {
        self.states = states
        self.function = function
    }

    func reset() throws { try states.reset() }

    func withState(_ name: String, of method: String, _ body: (StateMemory) throws -> Void) throws {
        guard let ran = function(method) else {
            throw Refused("\(method) has not run, so no states are kept for it: run it first")
        }
        try states.withState(name, of: ran, body)
    }
}
