/// A function could not be loaded, or did not run, on the compute units that it was given. On others it may.
public struct CannotRun: Error, Equatable, Sendable {
    public let message: String

    public init(_ message: String) {
        self.message = message
    }
}

/// A function of a program, loaded as its runtime runs it.
public protocol LoadedFunction: AnyObject {
    /// The lengths that it says of itself, as ``Program/lengths``.
    var lengths: [Int] { get }

    /// One call, as ``Program/run(_:_:)``. Throws ``CannotRun`` where the runtime fails.
    func run(_ inputs: [String: Tensor]) throws -> [String: Tensor]

    /// Takes outputs out of the runtime's own memory from now on, instead of handing it ours to write
    /// into, which a runtime may refuse. False where it did so before.
    func copyOutputs() -> Bool

    /// Its states are zero again.
    func reset() throws

    /// As ``ProgramStates/withState(_:of:_:)``.
    func withState(_ name: String, _ body: (StateMemory) throws -> Void) throws
}

extension ComputeUnits {
    /// The next to try where a program cannot run on these, or nil where there is nothing else. The Neural
    /// Engine is what refuses programs that run elsewhere: coremltools #2325, #2553, #2631.
    public var next: ComputeUnits? {
        switch self {
        case .all: .cpuAndGPU
        case .cpuAndGPU, .cpuAndNeuralEngine: .cpuOnly
        case .cpuOnly: nil
        }
    }
}
