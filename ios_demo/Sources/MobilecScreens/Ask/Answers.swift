import Mobilec

/// A translation as the screen shows it. ``times``: milliseconds of each translator that it went through.
/// ``tokens``: made by all searches. ``engine``: title and version. ``note``: that it did not run where it was
/// to, or nil. ``between``: the text in the language that it went through.
public struct Translated: Sendable, Equatable {
    public let text: String
    public let times: [Double]
    public let tokens: Int
    public let engine: String
    /// Sentences for which there was no room.
    public let cut: Int
    public let note: Phrase?
    public let between: String?

    public var milliseconds: Double { times.reduce(0, +) }

    /// What is wrong with it, if anything is.
    public var notice: Phrase? { cut > 0 ? .translateCut : nil }

    /// What it went through, and how long each translator took.
    public var through: Said? {
        between.map { .filled(.translateBetween, [$0, times.map { short($0) }.joined(separator: " + ")]) }
    }

    public var figures: Said {
        let speed = Double(tokens) * 1000 / milliseconds
        return .filled(.translateFigures, [short(milliseconds), short(speed), engine])
    }
}

/// A label and the probability of it, 0 to 1.
public struct LabelShare: Sendable, Equatable, Identifiable {
    public let label: String
    public let share: Double

    public var id: String { label }

    /// For one who listens.
    public var spoken: Said { .filled(.labelShare, [label, percent(share)]) }
}

/// Labels with their probabilities, the likeliest first. ``tokens``: of the text. ``note``: as of
/// ``Translated``.
public struct Labelled: Sendable, Equatable {
    public let shares: [LabelShare]
    public let milliseconds: Double
    public let tokens: Int
    public let engine: String
    public let note: Phrase?

    /// Labels beyond these are of no use to a person on one screen.
    public var shown: [LabelShare] { Array(shares.prefix(8)) }

    public var figures: Said {
        .filled(.classifyFigures, [short(milliseconds), "\(tokens)", engine])
    }
}

/// What is said of a program that was to run on all units and ran on these.
func fallback(_ units: ComputeUnits?) -> Phrase? {
    switch units {
    case .cpuAndGPU: .fellBackGpu
    case .cpuOnly: .fellBackCpu
    case .all, .cpuAndNeuralEngine, nil: nil
    }
}
