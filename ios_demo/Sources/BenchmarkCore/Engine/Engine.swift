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

    /// Opens `url`, which is `file` of a checked bundle; the bytes are mapped, not read.
    func load(_ file: ProgramFile, at url: URL, options: EngineOptions) throws -> any Program
}

/// A loaded file. One caller at a time. What ``run(_:_:)`` returns may lie in memory that the next
/// call of the same method writes again.
public protocol Program: AnyObject {
    /// One call: the inputs of a method of the manifest by name, to its outputs by name.
    func run(_ method: String, _ inputs: [String: Tensor]) throws -> [String: Tensor]

    /// Gives the memory back; no call after it.
    func close()
}
