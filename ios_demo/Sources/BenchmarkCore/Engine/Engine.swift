import Foundation

/// Where Core ML may run a program; other engines take no notice.
public enum ComputeUnits: String, Sendable, CaseIterable {
    case all, cpuOnly, cpuAndGPU, cpuAndNeuralEngine
}

/// How a program is loaded. ``threads``: how many one call may use, 1 or more.
public struct EngineOptions: Sendable, Equatable {
    public var threads: Int
    public var computeUnits: ComputeUnits

    public init(threads: Int = 1, computeUnits: ComputeUnits = .all) {
        self.threads = threads
        self.computeUnits = computeUnits
    }
}

/// A runtime that opens the programs of one format. Its ``name`` is the format's.
public protocol Engine: Sendable {
    var name: String { get }
    var version: String { get }

    /// Why this device cannot run it, in words for a person, or nil.
    func unavailable() -> String?

    /// Opens `url`, which is `file` of a checked bundle; the bytes are mapped, not read. Its methods are
    /// those that the manifest lists, with their shapes and types: ``withFixedSizes(_:_:padId:)`` and
    /// ``withRows(_:_:at:)`` make of them what a search calls.
    func load(_ file: ProgramFile, at url: URL, options: EngineOptions) throws -> any Program
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
}

extension Program {
    public var states: (any ProgramStates)? { nil }
    public var lengths: [Int] { [] }
}

/// Caches that a program keeps itself between the calls of a method, as Core ML does from iOS 18 on.
public protocol ProgramStates: AnyObject {
    /// All are zero again.
    func reset() throws

    /// Lets `body` read and write the state `name` of a method where it lies. No call meanwhile.
    func withState(_ name: String, of method: String, _ body: (StateMemory) throws -> Void) throws
}

/// A state (rows, capacity, width) in the program's own memory, where something may stand between two
/// rows, and between two places of a row.
public struct StateMemory {
    public let bytes: UnsafeMutableRawBufferPointer
    /// From the beginning of a row to that of the next.
    public let rowBytes: Int
    /// From a place of a row to the next: `width` elements at least.
    public let placeBytes: Int

    public init(bytes: UnsafeMutableRawBufferPointer, rowBytes: Int, placeBytes: Int) {
        self.bytes = bytes
        self.rowBytes = rowBytes
        self.placeBytes = placeBytes
    }
}
