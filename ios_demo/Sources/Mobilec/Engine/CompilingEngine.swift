import Foundation

/// Where the system would run the operators of a program: shares of ``operators``, which together are 1.
public struct Plan: Sendable, Equatable {
    public let neuralEngine: Double
    public let gpu: Double
    public let cpu: Double
    public let operators: Int

    public init(neuralEngine: Double, gpu: Double, cpu: Double, operators: Int) {
        self.neuralEngine = neuralEngine
        self.gpu = gpu
        self.cpu = cpu
        self.operators = operators
    }
}

/// An engine whose programs are compiled on the device, once, before they can be loaded.
public protocol CompilingEngine: Engine {
    /// Compiles `file` unless that was done before: the milliseconds it took, or nil where it was not needed.
    func compile(_ file: ProgramFile, at url: URL) async throws -> Double?

    /// Whether this device has never loaded `file` with these options: the system then fits it to its
    /// processors, which it does once and which takes longer than any later load.
    func isFirstLoad(_ file: ProgramFile, at url: URL, options: EngineOptions) -> Bool

    /// Where the system would run a compiled file, or nil where it does not tell.
    func plan(_ file: ProgramFile, at url: URL, options: EngineOptions) async throws -> Plan?
}

extension Engine {
    /// What must be done before ``load(_:at:options:)``: the milliseconds it took, or nil for nothing.
    @discardableResult
    public func prepare(_ file: ProgramFile, at url: URL) async throws -> Double? {
        try await (self as? any CompilingEngine)?.compile(file, at: url)
    }

    /// As ``CompilingEngine/isFirstLoad(_:at:options:)``; false of an engine that compiles nothing.
    public func isFirstLoad(_ file: ProgramFile, at url: URL, _ options: EngineOptions) -> Bool {
        (self as? any CompilingEngine)?.isFirstLoad(file, at: url, options: options) ?? false
    }
}
