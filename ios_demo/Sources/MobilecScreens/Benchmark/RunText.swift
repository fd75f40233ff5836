import Mobilec
import MobilecBenchmark

// What a run says to a person, in parts that a view puts together.

extension Run {
    /// Whether it counts, in a word.
    public var verdict: Phrase {
        switch exitStatus {
        case .cancelled: .benchCancelled
        case .failed: .benchFailed
        case .done: valid ? .benchValid : .benchInvalid
        }
    }

    /// Why it does not count, each reason once.
    public var objections: [String] {
        reasons.map(\.message).reduce(into: []) { all, message in
            if !all.contains(message) { all.append(message) }
        }
    }

    /// What is to be known of it all the same, each note once.
    public var remarks: [String] {
        notes.map(\.message).reduce(into: []) { all, message in
            if !all.contains(message) { all.append(message) }
        }
    }

    /// The engine, and how the program was loaded.
    public var loadedAs: [Said] {
        let engine = "\(title(ofEngine: variant.engine)) \(variant.engineVersion)"
        if let units = variant.computeUnits { return [.words(engine), .phrase(units.phrase)] }
        return [.words(engine), .counted(.threads, variant.threads)]
    }

    /// Load, speed, memory and plan, as far as they were measured.
    public var facts: [Said] {
        guard let measured else { return [] }
        return [
            measured.load.compileMs.map { .filled(.benchCompile, [short($0)]) },
            measured.load.firstAnswerMs.map { .filled(.benchFirstAnswer, [short($0)]) },
            measured.load.firstEverLoadMs.map { .filled(.benchFirstEver, [short($0)]) },
            measured.load.said,
            measured.speed.map { .filled(.benchSpeed, [short($0)]) },
            measured.memory.said,
            variant.plan?.said,
        ].compactMap { $0 }
    }
}

extension Candidate {
    /// The engine, and how the program is loaded.
    public var loadedAs: [Said] {
        let engine = Said.words(offer.title)
        if offer.setting == .computeUnits { return [engine, .phrase(options.computeUnits.phrase)] }
        return [engine, .counted(.threads, options.threads)]
    }
}

extension ComputeUnits {
    public var phrase: Phrase {
        switch self {
        case .all: .unitsAll
        case .cpuOnly: .unitsCpu
        case .cpuAndGPU: .unitsCpuGpu
        case .cpuAndNeuralEngine: .unitsCpuNeural
        }
    }
}

extension Step {
    public var phrase: Phrase {
        switch self {
        case .cooling: .benchCooling
        case .compiling: .benchCompiling
        case .loading: .benchLoading
        case .goldens: .benchGoldens
        case .warming: .benchWarming
        case .timing: .benchTiming
        case .sustained: .benchSustaining
        }
    }
}

extension Length {
    public var phrase: Phrase {
        switch self {
        case .quick: .benchQuick
        case .full: .benchFull
        case .sustained: .benchSustained
        }
    }
}

extension Sentence {
    /// Its name in run.json in the person's language.
    public var said: Said {
        switch name {
        case "short": .phrase(.benchShort)
        case "middle": .phrase(.benchMiddle)
        case "longest": .phrase(.benchLongest)
        default: .words(name)
        }
    }
}

extension Running {
    /// What is done at the moment.
    public var doing: Phrase {
        cancelling ? .benchCancelling : (progress?.step ?? .loading).phrase
    }

    public var position: Said { .filled(.benchPosition, ["\(index + 1)", "\(count)"]) }
}

extension Measured {
    fileprivate var speed: Double? { sentences.compactMap { $0.translation?.tokensPerSecond }.max() }
}

extension Load {
    fileprivate var said: Said? {
        // Where the process had loaded something before, or the system fitted the program to its
        // processors, there is only the load that came after.
        (coldMs.first ?? warmMs).map { ms in
            .filled(coldMs.isEmpty ? .benchLoadAgain : .benchLoad, [short(ms), short(firstRunMs)])
        }
    }
}

extension Memory {
    fileprivate var said: Said? {
        guard let peak = peakWithSwapBytes, let before = baselineBytes else { return nil }
        let phrase: Phrase = sampled ? .benchMemorySampled : .benchMemory
        return .filled(phrase, [megabytes(peak), megabytes(peak - before)])
    }
}

extension Plan {
    fileprivate var said: Said {
        .filled(.benchPlan, [percent(neuralEngine), percent(gpu), percent(cpu)])
    }
}

private let leastForP99 = 200

/// A percentile of the times of a sentence.
public struct Percentile: Sendable, Equatable {
    public let phrase: Phrase
    public let milliseconds: Double
}

extension Sentence {
    public var percentiles: [Percentile] {
        let all = totalMs.statistics
        let usual = [
            Percentile(phrase: .benchP50, milliseconds: all.p50),
            Percentile(phrase: .benchP90, milliseconds: all.p90),
        ]
        // Of fewer samples it lies between the two largest.
        if all.count < leastForP99 { return usual }
        return usual + [Percentile(phrase: .benchP99, milliseconds: all.p99)]
    }
}
