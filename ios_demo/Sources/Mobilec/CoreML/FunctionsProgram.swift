/// A program whose functions are loaded when they are first called; the shortest of each method at once.
///
/// Where one cannot be loaded, or does not run the first time, all are loaded anew on the next compute
/// units (``ComputeUnits/next``), and ``units`` tells. A function that has run is not run elsewhere: its
/// states would be lost in the middle of a sentence.
public final class FunctionsProgram: Program, ProgramStates {
    public typealias Load = (_ method: MethodEntry, _ units: ComputeUnits) throws -> any LoadedFunction

    private final class Kept {
        let function: any LoadedFunction
        var ran = false

        init(_ function: any LoadedFunction) {
            self.function = function
        }
    }

    private let methods: [String: MethodEntry]
    private let load: Load
    private var kept: [String: Kept] = [:]
    private var failures: [String] = []
    public private(set) var units: ComputeUnits?
    public private(set) var lengths: [Int] = []

    /// `units`: the first that are tried. `later`: methods that are not loaded at once.
    public init(
        _ methods: [MethodEntry], units: ComputeUnits, later: Set<String> = [], load: @escaping Load
    ) throws {
        self.methods = Dictionary(uniqueKeysWithValues: methods.map { ($0.name, $0) })
        self.units = units
        self.load = load
        for name in shortest(of: methods) where !later.contains(stem(name)) {
            lengths = try function(name).function.lengths
        }
    }

    public func run(_ method: String, _ inputs: [String: Tensor]) throws -> [String: Tensor] {
        while true {
            let called = try function(method)
            do {
                let outputs = try called.ran ? called.function.run(inputs) : first(called, inputs)
                called.ran = true
                return outputs
            } catch let failure as CannotRun {
                if called.ran {
                    throw Refused("the method \(method) did not run: \(failure.message)", ofEngine: true)
                }
                try goOn(after: failure)
            }
        }
    }

    public func close() { kept = [:] }

    public var states: (any ProgramStates)? {
        methods.values.contains { !$0.states.isEmpty } ? self : nil
    }

    /// Those that are not loaded have nothing to forget.
    public func reset() throws {
        for each in kept.values { try each.function.reset() }
    }

    public func withState(_ name: String, of method: String, _ body: (StateMemory) throws -> Void) throws {
        guard let loaded = kept[method] else {
            throw Refused("\(method) has not run, so no states are kept for it: run it first")
        }
        try loaded.function.withState(name, body)
    }

    private func function(_ name: String) throws -> Kept {
        guard let method = methods[name] else {
            let names = methods.keys.sorted().joined(separator: ", ")
            throw Refused("there is no method \"\(name)\"; the program has \(names)")
        }
        while true {
            if let loaded = kept[name] { return loaded }
            do {
                kept[name] = Kept(try load(method, units ?? .all))
            } catch let failure as CannotRun {
                try goOn(after: failure)
            }
        }
    }

    /// The first call of a function: once more where it was our memory that the runtime did not take.
    private func first(_ called: Kept, _ inputs: [String: Tensor]) throws -> [String: Tensor] {
        do {
            return try called.function.run(inputs)
        } catch let failure as CannotRun {
            guard called.function.copyOutputs() else { throw failure }
            try called.function.reset()
            return try called.function.run(inputs)
        }
    }

    /// To the next compute units, where nothing is loaded yet.
    private func goOn(after failure: CannotRun) throws {
        let tried = units ?? .all
        failures.append("on \(tried.rawValue): \(failure.message)")
        guard let next = tried.next else {
            let all = failures.joined(separator: "; ")
            failures = []
            throw Refused(
                "the program runs on no compute units of this device (\(all)); choose another engine",
                ofEngine: true)
        }
        units = next
        kept = [:]
    }
}

/// Of each method the function with the smallest inputs, in the order of the file.
private func shortest(of methods: [MethodEntry]) -> [String] {
    var found: [(method: String, name: String, volume: Int)] = []
    for entry in methods {
        let function = Function(method: stem(entry.name), entry: entry)
        if let at = found.firstIndex(where: { $0.method == function.method }) {
            if function.volume < found[at].volume {
                found[at] = (function.method, entry.name, function.volume)
            }
        } else {
            found.append((function.method, entry.name, function.volume))
        }
    }
    // The first method is the last to be loaded, as it is what knows the lengths of all.
    return found.map(\.name).reversed()
}
