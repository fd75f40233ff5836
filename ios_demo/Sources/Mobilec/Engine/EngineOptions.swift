import Foundation

/// How a program is loaded. ``threads``: how many one call may use, 1 or more.
public struct EngineOptions: Sendable, Equatable {
    public var threads: Int
    public var computeUnits: ComputeUnits
    /// Methods that may never be called, each of which its first call loads, so that it takes neither time
    /// nor memory before; all others are loaded at once, or the time of their first call would say nothing
    /// of a call.
    public var later: Set<String>

    public init(threads: Int = 1, computeUnits: ComputeUnits = .all, later: Set<String> = []) {
        self.threads = threads
        self.computeUnits = computeUnits
        self.later = later
    }
}

/// What an engine is told of how to run a program; the rest it chooses itself.
public enum EngineSetting: Sendable {
    /// How many threads.
    case threads
    /// Which compute units, on which it takes as many threads as it likes.
    case computeUnits
}

extension Engine {
    /// How a program is loaded that has to answer a person.
    public var usualOptions: EngineOptions {
        options(threads: [fastCores], units: [.all])[0]
    }

    /// Each way to load a program: one for each number of threads, or for each choice of units where the
    /// engine is told those.
    public func options(threads: [Int], units: [ComputeUnits]) -> [EngineOptions] {
        switch setting {
        case .threads: threads.map { EngineOptions(threads: $0) }
        case .computeUnits: units.map { EngineOptions(computeUnits: $0) }
        }
    }

    /// Refuses what the engine cannot be told.
    func refuseUnfit(_ options: EngineOptions) throws {
        guard options.threads >= 1 else {
            throw Refused("\(options.threads) threads were asked for; the fewest are 1")
        }
        guard setting == .threads || options.threads == 1 else {
            throw Refused(
                "\(options.threads) threads were asked for; \(name) chooses how many it uses: ask for 1")
        }
    }
}

/// Every iPhone since 2016 has two, and the slow ones beside them hold up small programs.
private let fastCores = min(2, ProcessInfo.processInfo.activeProcessorCount)
