import Foundation

/// Where Core ML may run a program; other engines take no notice.
public enum ComputeUnits: String, Sendable, CaseIterable {
    case all, cpuOnly, cpuAndGPU, cpuAndNeuralEngine
}

/// A runtime that opens the programs of one format. Its ``name`` is the format's.
public protocol Engine: Sendable {
    var name: String { get }
    var version: String { get }

    /// What it is told of how to run a program.
    var setting: EngineSetting { get }

    /// Why this device cannot run it, in words for a person, or nil.
    func unavailable() -> String?

    /// Why this device cannot run `file`, which lies at `url`, though it has the engine; or nil. It is
    /// asked before a bundle is checked and before an engine is chosen, so it reads next to nothing.
    func obstacle(_ file: ProgramFile, at url: URL) -> Obstacle?

    /// Opens `url`, which is `file` of a checked bundle; the bytes are mapped, not read. Its methods are
    /// those that the manifest lists, with their shapes and types: ``withFixedSizes(_:_:padId:)`` and
    /// ``withRows(_:_:at:)`` make of them what a search calls.
    func load(_ file: ProgramFile, at url: URL, options: EngineOptions) throws -> any Program
}

extension Engine {
    public var setting: EngineSetting { .threads }
    public func obstacle(_ file: ProgramFile, at url: URL) -> Obstacle? { nil }
}

/// Why a device cannot run a program.
public enum Obstacle: Sendable, Equatable {
    /// It was made for a later version of the system.
    case system(needed: Int, present: Int)
    /// In words for a person.
    case words(String)
}

/// A loaded file. One caller at a time. What ``run(_:_:)`` returns may lie in memory that the next
/// call of the same method writes again.
public protocol Program: AnyObject {
    /// One call: the inputs of a method of the manifest by name, to its outputs by name.
    func run(_ method: String, _ inputs: [String: Tensor]) throws -> [String: Tensor]

    /// Gives the memory back; no call after it.
    func close()

    /// What the program keeps between two calls, or nil where the manifest lists no states. A program
    /// that stands before another one hands on the other's.
    var states: (any ProgramStates)? { get }

    /// The only lengths that a size with bounds may have, or none where every length between them will
    /// do. (Core ML's enumerated shapes, which the manifest does not tell.)
    var lengths: [Int] { get }

    /// Where it runs now: what it was loaded for, or fewer where it could not run there. Nil of an engine
    /// that is not told. A program that stands before another one hands on the other's.
    var units: ComputeUnits? { get }
}

extension Program {
    public var states: (any ProgramStates)? { nil }
    public var lengths: [Int] { [] }
    public var units: ComputeUnits? { nil }
}

/// States that a program keeps itself between the calls of a method, as Core ML does from iOS 18 on.
public protocol ProgramStates: AnyObject {
    /// All are zero again.
    func reset() throws

    /// Lets `body` read and write the state `name` of a method where it lies. No call meanwhile.
    func withState(_ name: String, of method: String, _ body: (StateMemory) throws -> Void) throws
}

/// A state (rows, places, ...) in the program's own memory, where something may stand between two rows,
/// and between two places of a row.
public struct StateMemory {
    public let bytes: UnsafeMutableRawBufferPointer
    /// From the beginning of a row to that of the next.
    public let rowBytes: Int
    /// From a place of a row to the next: all elements of one at least.
    public let placeBytes: Int

    public init(bytes: UnsafeMutableRawBufferPointer, rowBytes: Int, placeBytes: Int) {
        self.bytes = bytes
        self.rowBytes = rowBytes
        self.placeBytes = placeBytes
    }
}
