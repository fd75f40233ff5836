import Mobilec
import Foundation

/// Stands in for Core ML and refuses what Core ML refuses: a number of threads, what was not compiled, what
/// was made for a later system, and, where ``unable`` has them, compute units.
final class TinyCoreML: CompilingEngine, @unchecked Sendable {
    let name = "coreml"
    let version = "18.1.0"
    let setting = EngineSetting.computeUnits
    private let system: Int
    private let unable: Set<ComputeUnits>
    private let lock = NSLock()
    private var compiled = false
    private var loads: [EngineOptions] = []

    init(system: Int = 18, unable: Set<ComputeUnits> = []) {
        self.system = system
        self.unable = unable
    }

    var loaded: [EngineOptions] { lock.withLock { loads } }

    func unavailable() -> String? { nil }

    func obstacle(_ file: ProgramFile, at url: URL) -> Obstacle? {
        system < 18 ? .system(needed: 18, present: system) : nil
    }

    func compile(_ file: ProgramFile, at url: URL) async throws -> Double? {
        lock.withLock {
            defer { compiled = true }
            return compiled ? nil : 1
        }
    }

    func isFirstLoad(_ file: ProgramFile, at url: URL, options: EngineOptions) -> Bool {
        lock.withLock { !loads.contains(options) }
    }

    func plan(_ file: ProgramFile, at url: URL, options: EngineOptions) async throws -> Plan? { nil }

    func load(_ file: ProgramFile, at url: URL, options: EngineOptions) throws -> any Program {
        guard options.threads == 1 else { throw Refused("Core ML was told \(options.threads) threads") }
        guard lock.withLock({ compiled }) else { throw Refused("\(file.path) is not compiled") }
        guard system >= 18 else { throw Refused("\(file.path) is for iOS 18") }
        let program = try FunctionsProgram(file.methods, units: options.computeUnits) { [unable] _, units in
            if unable.contains(units) { throw CannotRun("no execution plan") }
            return TinyFunction()
        }
        lock.withLock { loads.append(options) }
        return program
    }
}

private final class TinyFunction: LoadedFunction {
    private let program = TinyProgram()
    let lengths: [Int] = []

    func run(_ inputs: [String: Tensor]) throws -> [String: Tensor] { try program.run("forward", inputs) }
    func copyOutputs() -> Bool { false }
    func reset() {}
    func withState(_ name: String, _ body: (StateMemory) throws -> Void) throws {
        throw Refused("no state \(name)")
    }
}
