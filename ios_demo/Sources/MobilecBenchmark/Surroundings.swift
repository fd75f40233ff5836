/// What the benchmark asks of the device that it runs on.
public protocol Surroundings: Sendable {
    var app: AppBuild { get }
    var memory: any MemorySource { get }

    func device() -> Device

    /// Now; asked at the start and at the end.
    func condition() async -> Condition

    /// Now; asked about once a second while sentences are timed, and never within one.
    func thermal() -> Thermal?

    /// How often the app lost the foreground, or the screen, since the process was started: the system
    /// then slows it down, or stops it. Nil where nothing tells.
    func interruptions() -> Int?

    /// Milliseconds since the process was started, or nil where the system does not say.
    func sinceStart() -> Double?
}

extension Surroundings {
    public func interruptions() -> Int? { nil }
    public func sinceStart() -> Double? { nil }
}

/// Who started a benchmark: is told how far it is, and may stop it. Called on the benchmark's thread.
public protocol Watcher: Sendable {
    var cancelled: Bool { get }

    func heard(_ progress: Progressed)
}

/// What a benchmark does at the moment, in the word of its progress line.
public enum Step: String, Sendable, CaseIterable {
    case cooling, compiling, loading, goldens
    case warming = "warm-up"
    case timing, sustained
}

/// ``share``: of the step, 0 to 1.
public struct Progressed: Sendable, Equatable {
    public let step: Step
    public let share: Double

    public init(step: Step, share: Double) {
        self.step = step
        self.share = share
    }

    /// For a log that a program reads.
    public var line: String {
        "progress {\"done\":\(Int(share * parts)),\"total\":\(Int(parts)),\"what\":\"\(step.rawValue)\"}"
    }
}

private let parts = 20.0
