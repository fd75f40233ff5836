import Mobilec

// run.json as structs: the fields are those of mobilec/benchmarking/run.schema.json, which says what
// each means. Times are milliseconds, sizes bytes; nil is what the system does not say.

/// What variants that are compared have in common, and the place of this one among them.
public struct Session: Sendable, Equatable {
    public let id: String
    public let seed: Int
    public let variants: Int
    public let rounds: Int
    public let index: [Int]

    public init(id: String, seed: Int, variants: Int, rounds: Int, index: [Int]) {
        self.id = id
        self.seed = seed
        self.variants = variants
        self.rounds = rounds
        self.index = index
    }
}

public struct Conditions: Sendable, Equatable {
    public let start: Condition
    public let end: Condition
    public let worst: Thermal?
    public let waitedSeconds: Double
    /// While it measured; nil where nothing tells.
    public let interruptions: Int?
}

/// A figure of quality, as the manifest has it.
public struct Metric: Sendable, Equatable {
    public let metric: String
    public let floatValue: Double
    public let exportedValue: Double
    public let data: String
    public let rows: Int
}

/// The variant: what is measured. ``plan`` and ``computeUnits``: of Core ML, and ``ranOn`` where it ran in
/// the end.
public struct Variant: Sendable, Equatable {
    public let bundle: String
    public let task: String
    public let model: String
    public let manifestSha256: String
    public let engine: String
    public let engineVersion: String
    public let threads: Int
    public let file: String
    public let format: String
    public let precision: String
    public let sha256: String
    public let sizeBytes: Int
    public let textBytes: Int
    public let uniqueParameters: Int
    public let storedBytes: [String: Int]
    public let arenaBytes: [String: Int?]
    public let beams: Int?
    public let quality: [Metric]
    public let computeUnits: ComputeUnits?
    public internal(set) var ranOn: ComputeUnits?
    public internal(set) var plan: Plan?
}

/// How much is measured; see docs/benchmarking.md.
public struct Effort: Sendable, Equatable {
    public var warmups: Int
    public var runs: Int
    public var seconds: Double
    public var sustainedMinutes: Double

    public init(warmups: Int = 5, runs: Int = 50, seconds: Double = 10, sustainedMinutes: Double = 0) {
        self.warmups = warmups
        self.runs = runs
        self.seconds = seconds
        self.sustainedMinutes = sustainedMinutes
    }
}

/// ``compileMs``: of an engine that compiles on the device, where it had to; not in ``coldMs``, and neither
/// is ``firstEverLoadMs``, in which the system fits the program to its processors. ``firstAnswerMs``: from
/// the start of the process on. ``warmMs``: nil where the process did not come so far.
public struct Load: Sendable, Equatable {
    public let coldMs: [Double]
    public internal(set) var warmMs: Double?
    public let firstRunMs: Double
    public let tokenizerMs: Double
    public let compileMs: Double?
    public let firstEverLoadMs: Double?
    public let firstAnswerMs: Double?
}

/// Samples with what they say.
public struct Series: Sendable, Equatable {
    public let samples: [Double]
    public let statistics: Statistics

    /// Of one sample or more.
    init(_ samples: [Double]) {
        self.samples = samples
        statistics = Statistics(samples)
    }
}

public struct TranslationTimes: Sendable, Equatable {
    public let encodeMs: Series
    public let firstTokenMs: Series
    public let perTokenMs: Series
    public let tokensPerSecond: Double
}

/// One of the three sentences. ``totalMs``: from text to text.
public struct Sentence: Sendable, Equatable {
    public let name: String
    public let text: String
    public let sourceTokens: Int
    public let targetTokens: Int?
    public let answer: String
    public let totalMs: Series
    public let tokenizeMs: Series
    public let runMs: Series
    public let detokenizeMs: Series
    public let methods: [String: Series]
    public let translation: TranslationTimes?
}

/// ``sampled``: the peaks are the largest of looks between sentences, as the process had more before.
public struct Memory: Sendable, Equatable {
    public let baselineBytes: Int?
    public let loadedBytes: Int?
    public let peakBytes: Int?
    public let peakWithSwapBytes: Int?
    public internal(set) var retainedBytes: Int?
    public let arenaBytes: Int?
    public let sampled: Bool
}

public struct Minute: Sendable, Equatable {
    public let minute: Int
    public let runs: Int
    public let medianMs: Double
    public let p90Ms: Double
    public let thermal: Thermal?
}

public struct Measured: Sendable, Equatable {
    public internal(set) var load: Load
    public let sentences: [Sentence]
    public internal(set) var memory: Memory
    public let sustained: [Minute]?
}

/// Why a run is not valid.
public struct Reason: Sendable, Equatable {
    public let code: String
    public let message: String
}

/// What is to be known of a run, valid or not.
public struct Note: Sendable, Equatable {
    public let code: String
    public let message: String
}

/// One document. Where ``measured`` is nil, ``error`` says why.
public struct Run: Sendable, Equatable {
    public internal(set) var id: String
    public internal(set) var session: Session
    public internal(set) var started: String
    public internal(set) var seconds: Double
    public internal(set) var app: AppBuild
    public internal(set) var device: Device
    public internal(set) var conditions: Conditions
    public internal(set) var variant: Variant
    public internal(set) var effort: Effort
    public internal(set) var goldens: Goldens?
    public internal(set) var measured: Measured?
    public internal(set) var exitStatus: ExitStatus
    public internal(set) var error: String?

    public var valid: Bool { reasons.isEmpty }
}

/// How a process ends.
public enum ExitStatus: Int, Sendable {
    case done = 0
    case failed = 1
    case cancelled = 130
}
