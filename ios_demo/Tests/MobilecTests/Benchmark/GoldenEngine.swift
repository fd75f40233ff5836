import Foundation

@testable import Mobilec
@testable import MobilecBenchmark

/// Answers a shipped bundle's own goldens as PyTorch did, and every other text somehow. It stands in for
/// Core ML, or for the format of the .onnx, which no engine of this app reads.
struct GoldenEngine: Engine {
    let name: String
    let version = "golden"
    let golden: Golden
    /// Changes the logits of every call.
    var spoil: @Sendable (Tensor) throws -> Void = { _ in }
    var why: String?

    init(_ bundle: Mobilec.Bundle, as format: String = "onnx") throws {
        golden = try bundle.golden
        name = format
    }

    var setting: EngineSetting { name == "coreml" ? .computeUnits : .threads }

    func unavailable() -> String? { why }

    func load(_ file: ProgramFile, at url: URL, options: EngineOptions) throws -> any Program {
        GoldenProgram(file, self)
    }
}

private final class GoldenProgram: Program, ProgramStates {
    private let engine: GoldenEngine
    private let calls: [String: Call]
    /// Of each method, by name.
    private let memory: [String: [String: Tensor]]
    private var source: [Int] = []
    /// Of a row of logits, those that nothing is known of.
    private var unlikely = Tensor(.float32, shape: [0])

    init(_ file: ProgramFile, _ engine: GoldenEngine) {
        self.engine = engine
        calls = Dictionary(uniqueKeysWithValues: file.methods.map { ($0.name, Call($0)) })
        let stateful = file.methods.filter { !$0.states.isEmpty }
        memory = Dictionary(
            uniqueKeysWithValues: stateful.map { method in
                let named = method.states.map { ($0.name, Tensor(.float16, shape: $0.shape.map(\.maximum))) }
                return (method.name, Dictionary(uniqueKeysWithValues: named))
            })
    }

    var states: (any ProgramStates)? { memory.isEmpty ? nil : self }

    func reset() {}

    func withState(_ name: String, of method: String, _ body: (StateMemory) throws -> Void) throws {
        guard let state = memory[method]?[name] else { throw Refused("\(method) has no state \(name)") }
        let place = state.shape[2] * state.type.size
        try body(
            StateMemory(bytes: state.bytes, rowBytes: state.shape[1] * place, placeBytes: place))
    }

    func run(_ method: String, _ inputs: [String: Tensor]) throws -> [String: Tensor] {
        guard let call = calls[method] else { throw Refused("there is no method \(method)") }
        let outputs = try call.outputs(try call.inputs(inputs))
        if let ids = inputs[TensorName.ids], let mask = inputs[TensorName.mask] {
            source = zip(whole(ids), whole(mask)).filter { $0.1 != 0 }.map(\.0)
        }
        guard let logits = outputs[TensorName.logits] else { return outputs }
        switch engine.golden {
        case .classifier(let golden): label(golden, logits)
        case .translator(let golden): step(golden, inputs, logits)
        }
        try engine.spoil(logits)
        return outputs
    }

    func close() {}

    private func label(_ golden: ClassifierGolden, _ logits: Tensor) {
        guard let known = golden.sentences.first(where: { $0.ids == source }) else { return }
        for (at, logit) in known.logits.enumerated() { logits.floats[at] = Float(logit) }
    }

    /// The logits of a probe that was forced as far, with the greedy token above them.
    private func step(_ golden: TranslatorGolden, _ inputs: [String: Tensor], _ logits: Tensor) {
        guard let position = inputs[TensorName.position].map(whole)?.first,
            let token = inputs[TensorName.token].map(whole)?.first
        else { return }
        let width = logits.shape[1]
        if unlikely.count != width {
            unlikely = Tensor(floats: Array(repeating: -100, count: width), shape: [width])
        }
        var row: [Int: Float] = [:]
        let probe = golden.probes.first {
            $0.ids == source && $0.padding == 0 && $0.positions.contains(position)
                && $0.forced[position] == token
        }
        if let probe, let at = probe.positions.firstIndex(of: position) {
            for (word, logit) in zip(golden.vocabulary, probe.logits[at]) { row[word] = Float(logit) }
        }
        let greedy = golden.sentences.first { $0.ids == source }?.greedy ?? []
        let next = position + 1 < greedy.count ? greedy[position + 1] : 1
        if probe == nil || !golden.vocabulary.contains(next) { row[next] = (row.values.max() ?? -100) + 10 }
        for hypothesis in 0..<logits.shape[0] {
            logits.copy(width, of: unlikely, from: 0, to: hypothesis * width)
            for (at, logit) in row { logits.floats[hypothesis * width + at] = logit }
        }
    }
}

private func whole(_ tensor: Tensor) -> [Int] {
    tensor.type == .int32 ? tensor.ints.map(Int.init) : tensor.longs.map(Int.init)
}

/// An engine that compiles, and tells where it would run what it compiled.
struct CompilingGoldenEngine: CompilingEngine {
    let inner: GoldenEngine
    let version = "golden"
    var plan: Plan? = Plan(neuralEngine: 0.5, gpu: 0, cpu: 0.5, operators: 2)
    var compileMs: Double? = 12.34567
    var isFirst = false

    var name: String { inner.name }
    var setting: EngineSetting { inner.setting }

    func unavailable() -> String? { nil }

    func compile(_ file: ProgramFile, at url: URL) async throws -> Double? { compileMs }

    func isFirstLoad(_ file: ProgramFile, at url: URL, options: EngineOptions) -> Bool { isFirst }

    func plan(_ file: ProgramFile, at url: URL, options: EngineOptions) async throws -> Plan? { plan }

    func load(_ file: ProgramFile, at url: URL, options: EngineOptions) throws -> any Program {
        try inner.load(file, at: url, options: options)
    }
}

/// An engine that loads a program once, and does ``again`` when it is asked for more.
final class LoadedOnce: Engine, @unchecked Sendable {
    let inner: GoldenEngine
    var again: () throws -> Void = {}
    private var loads = 0

    init(inner: GoldenEngine) { self.inner = inner }

    var name: String { inner.name }
    var version: String { inner.version }
    var setting: EngineSetting { inner.setting }

    func unavailable() -> String? { nil }

    func load(_ file: ProgramFile, at url: URL, options: EngineOptions) throws -> any Program {
        loads += 1
        if loads > 1 { try again() }
        return try inner.load(file, at: url, options: options)
    }
}

/// A machine that says always the same of itself.
struct Desk: Surroundings {
    let app = AppBuild(name: "test", version: "0", commit: "", buildType: "release")
    var memory: any MemorySource = ProcessStatus()
    var heat: Thermal? = Thermal.none
    var lost: Interruptions?
    var startedMs: Double?

    func interruptions() -> Int? { lost?.count }
    func sinceStart() -> Double? { startedMs }

    func device() -> Device {
        Device(kind: .host, cores: 2, os: "Linux", osVersion: "6", abi: "x86_64")
    }

    func condition() async -> Condition { Condition(thermal: heat, loadAverage: 0.5) }

    func thermal() -> Thermal? { heat }
}

/// Keeps what it hears, and stops a run at a step.
final class Watching: Watcher, @unchecked Sendable {
    private let lock = NSLock()
    private let stopAt: Step?
    private var heard: [Step] = []

    init(stopAt: Step? = nil) {
        self.stopAt = stopAt
    }

    var steps: [Step] { lock.withLock { heard } }

    var cancelled: Bool { lock.withLock { stopAt.map(heard.contains) ?? false } }

    func heard(_ progress: Progressed) { lock.withLock { heard.append(progress.step) } }
}
