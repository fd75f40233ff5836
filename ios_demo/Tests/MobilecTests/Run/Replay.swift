import Foundation
import XCTest

@testable import Mobilec

/// The calls of a shipped program, as tests/fixtures/recorded.py keeps them.
struct Recording: Sendable {
    struct Kept: Sendable {
        let type: ElementType
        let shape: [Int]
        let offset: Int
    }

    struct Answer: Sendable {
        let outputs: [String: Kept]
        let written: [String: Kept]
    }

    /// The sha256 of the program.
    let program: String
    let texts: Json
    let answers: [String: Answer]
    private let bytes: Data

    init(_ name: String) throws {
        let folder = try Fixtures.recorded(name)
        bytes = try Data(contentsOf: folder.appendingPathComponent("tensors.bin"))
        let document = try Json.read(folder.appendingPathComponent("calls.json"))
        (program, texts, answers) = try document.record(at: name) { fields in
            let calls = try fields.records("calls") { try $0.call() }
            return (
                try fields.text("program"), fields.any("texts") ?? .null,
                Dictionary(calls.map { ($0.key, $0.answer) }) { first, _ in first }
            )
        }
    }

    func tensor(_ kept: Kept) -> Tensor {
        let tensor = Tensor(kept.type, shape: kept.shape)
        bytes.copyBytes(to: tensor.bytes, from: kept.offset..<kept.offset + tensor.bytes.count)
        return tensor
    }
}

extension Fields {
    fileprivate func call() throws -> (key: String, answer: Recording.Answer) {
        let method = try text("method")
        let inputs = try map("inputs") { try $0.text(at: $1) }
        let states = try map("states") { try $0.text(at: $1) }
        let answer = Recording.Answer(
            outputs: try map("outputs") { try $0.record(at: $1) { try $0.kept() } },
            written: try map("written") { try $0.record(at: $1) { try $0.kept() } })
        return (key(method, inputs, states), answer)
    }

    private func kept() throws -> Recording.Kept {
        guard let type = ElementType(rawValue: try text("dtype")) else {
            throw Refused("\(place) has no such dtype")
        }
        return Recording.Kept(type: type, shape: try ints("shape"), offset: try long("offset"))
    }
}

/// By which a call is known.
private func key(_ method: String, _ inputs: [String: String], _ states: [String: String]) -> String {
    let parts = inputs.merging(states) { "\($0) \($1)" }.sorted { $0.key < $1.key }
    return "\(method): " + parts.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
}

/// As calls.py computes it, of the first `places` of each row where those are given.
private func checksum(_ tensor: Tensor, places: Int?) -> String {
    var shape = tensor.shape
    if let places { shape[1] = places }
    let row = tensor.shape.dropFirst().reduce(tensor.type.size, *)
    let used = shape.dropFirst().reduce(tensor.type.size, *)
    var content: [UInt8] = []
    for start in stride(from: 0, to: tensor.bytes.count, by: max(row, 1)) {
        content.append(contentsOf: UnsafeRawBufferPointer(rebasing: tensor.bytes[start..<start + used]))
    }
    content.append(contentsOf: Array(repeating: 0, count: (8 - content.count % 8) % 8))
    let sum = content.withUnsafeBytes { bytes in
        var (sum, weight): (UInt64, UInt64) = (0, 1)
        for word in bytes.bindMemory(to: UInt64.self) {
            sum &+= UInt64(littleEndian: word) &* weight
            weight &+= 2
        }
        return sum
    }
    let digits = String(sum, radix: 16)
    return "\(tensor.type.rawValue)\(shape) " + String(repeating: "0", count: 16 - digits.count) + digits
}

/// Answers the calls that were recorded, and no others.
struct ReplayEngine: Engine {
    let name: String
    let recording: Recording
    /// Changes what a call gives, for tests that it is noticed.
    var spoil: @Sendable (_ method: String, _ outputs: [String: Tensor]) -> Void = { _, _ in }

    init(_ recorded: String) throws {
        name = String(recorded.split(separator: ".")[1])
        recording = try Recording(recorded)
    }

    var version: String { "recorded" }

    func unavailable() -> String? { nil }

    func load(_ file: ProgramFile, at url: URL, options: EngineOptions) throws -> any Program {
        guard file.sha256 == recording.program else {
            throw Refused(
                "\(url.path) is not what was recorded: python -m tests.fixtures.recorded build/fixtures/recorded"
            )
        }
        return ReplayProgram(file, self)
    }
}

private final class ReplayProgram: Program, ProgramStates {
    /// Bytes between two rows of a state, as a system may leave some.
    private static let gap = 64
    private let engine: ReplayEngine
    private let caches: Set<String>
    private var memory: [String: [String: Tensor]] = [:]
    private let keepsStates: Bool

    init(_ file: ProgramFile, _ engine: ReplayEngine) {
        self.engine = engine
        // As calls.py tells them from states of which a step reads all.
        caches = Set(
            file.methods.flatMap { method in
                let outputs = Set(method.outputs.map(\.name))
                return method.inputs.map(\.name).filter { name in
                    (name.hasPrefix("key_") || name.hasPrefix("value_")) && outputs.contains("new_\(name)")
                }
            })
        keepsStates = file.methods.contains { !$0.states.isEmpty }
        for method in file.methods where !method.states.isEmpty {
            memory[method.name] = Dictionary(
                uniqueKeysWithValues: method.states.map { state in
                    let shape = state.shape.map(\.maximum)
                    return (
                        state.name, Tensor(.float16, shape: [shape[0], shape[1] * shape[2] + Self.gap / 2])
                    )
                })
        }
        for method in file.methods { widths[method.name] = method.states.first?.shape.last?.maximum }
    }

    private var widths: [String: Int] = [:]

    /// What the exporter notes in a package, where the manifest has bounds only.
    let lengths = [32, 64, 128]

    var states: (any ProgramStates)? { keepsStates ? self : nil }

    func run(_ method: String, _ inputs: [String: Tensor]) throws -> [String: Tensor] {
        let position = inputs["position"].map { Int($0.type == .int32 ? Int64($0.ints[0]) : $0.longs[0]) }
        let given = inputs.mapKeyed { name, tensor in
            checksum(tensor, places: caches.contains(name) ? position : nil)
        }
        let states = (memory[method] ?? [:]).mapKeyed { _, tensor in
            checksum(whole(tensor, width: widths[method] ?? 1), places: position)
        }
        let called = key(method, given, states)
        guard let answer = engine.recording.answers[called] else {
            throw Refused("this call was not recorded: \(called)")
        }
        for (name, kept) in answer.written {
            write(engine.recording.tensor(kept), to: memory[method]?[name], position ?? 0)
        }
        let outputs = answer.outputs.mapValues(engine.recording.tensor)
        engine.spoil(method, outputs)
        return outputs
    }

    func close() {}

    func reset() {
        for tensor in memory.values.flatMap(\.values) {
            tensor.bytes.initializeMemory(as: UInt8.self, repeating: 0)
        }
    }

    func withState(_ name: String, of method: String, _ body: (StateMemory) throws -> Void) throws {
        guard let tensor = memory[method]?[name] else { throw Refused("\(method) has no state \(name)") }
        try body(
            StateMemory(
                bytes: tensor.bytes, rowBytes: tensor.shape[1] * 2, placeBytes: (widths[method] ?? 1) * 2))
    }

    /// A state without the gaps: (rows, capacity, width).
    private func whole(_ state: Tensor, width: Int) -> Tensor {
        let used = state.shape[1] - Self.gap / 2
        let found = Tensor(state.type, shape: [state.shape[0], used / width, width])
        for row in 0..<state.shape[0] {
            found.copy(used, of: state, from: row * state.shape[1], to: row * used)
        }
        return found
    }

    private func write(_ new: Tensor, to state: Tensor?, _ position: Int) {
        guard let state else { return XCTFail("a state was written that the manifest does not list") }
        let width = new.shape[2]
        for row in 0..<new.shape[0] {
            state.copy(width, of: new, from: row * width, to: row * state.shape[1] + position * width)
        }
    }
}

extension Dictionary {
    fileprivate func mapKeyed<T>(_ change: (Key, Value) -> T) -> [Key: T] {
        Dictionary<Key, T>(uniqueKeysWithValues: map { ($0.key, change($0.key, $0.value)) })
    }
}
