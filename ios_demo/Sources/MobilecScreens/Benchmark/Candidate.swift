import Mobilec
import MobilecBenchmark

/// A bundle on an engine, loaded in one way.
public struct Candidate: Sendable, Equatable {
    public let bundle: Found
    public let offer: Offer
    public let options: EngineOptions
}

/// How long is measured.
public enum Length: String, CaseIterable, Sendable {
    case quick, full, sustained

    var effort: Effort {
        switch self {
        case .quick: Effort(warmups: 2, runs: 10, seconds: 0)
        case .full: Effort()
        case .sustained: Effort(sustainedMinutes: 10)
        }
    }
}

/// What is to be measured, and the name of the file that it is written to.
public struct Order: Sendable {
    public let candidate: Candidate
    public let effort: Effort
    public let session: Session
    public let output: String
}
