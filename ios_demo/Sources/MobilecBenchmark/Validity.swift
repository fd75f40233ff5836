import Foundation
import Mobilec

/// Peers' own dashboards differ by more than that from run to run, and are not trusted for it.
let largestSpread = 0.10
/// A sample of so many medians is no noise: the device did something else, or slept.
let farthest = 5.0
/// The spread leaves out the largest and smallest tenth of the samples; this one does not.
let largestVariation = 0.5

extension Run {
    /// All that speaks against the run: the twin of mobilec/benchmarking/validity.py. None makes it valid.
    public var reasons: [Reason] {
        var found: [Reason] = []
        switch exitStatus {
        case .done: break
        case .failed: found.append(Reason(code: "failed", message: error ?? "no reason was given"))
        case .cancelled: found.append(Reason(code: "cancelled", message: error ?? "it was cancelled"))
        }
        if let goldens, !goldens.passed {
            found.append(Reason(code: "goldens", message: message(goldens)))
        }
        if let measured {
            found += measured.sentences.compactMap(wideSpread)
            found += [tooSmall(measured.memory)].compactMap { $0 }
        }
        return found + surroundings
    }

    /// What was wrong with the device and the app.
    private var surroundings: [Reason] {
        var found: [Reason] = []
        if let worst = conditions.worst, worst != .none, !isOnlyWarm(worst) {
            found.append(
                Reason(
                    code: "throttled",
                    message: "the thermal status was \(worst.rawValue); it must stay none"))
        }
        if let count = conditions.interruptions, count > 0 {
            found.append(
                Reason(
                    code: "interrupted",
                    message: "the app lost the foreground \(count) times; keep it on the screen"))
        }
        if conditions.start.powerSave == true || conditions.end.powerSave == true {
            found.append(Reason(code: "power_save", message: "the system saved power"))
        }
        if app.buildType == "debug" {
            found.append(
                Reason(
                    code: "debug_build",
                    message: "\(app.name) is a debug build, which is several times slower"))
        }
        return found
    }

    /// Nominal is followed by fair on Apple's systems, in which nothing is slowed down yet.
    private func isOnlyWarm(_ worst: Thermal) -> Bool { worst == .light && apple.contains(device.os) }

    /// What is to be known of the run, valid or not.
    public var notes: [Note] {
        var found: [Note] = []
        if let worst = conditions.worst, isOnlyWarm(worst) {
            found.append(
                Note(code: "warm", message: "the device was warmer than nominal, and not throttled"))
        }
        if let asked = variant.computeUnits, let ranOn = variant.ranOn, asked != ranOn {
            found.append(
                Note(
                    code: "fallback",
                    message: "\(asked.rawValue) could not run the program; it ran on \(ranOn.rawValue)"))
        }
        return found + (measured?.sentences ?? []).compactMap(outliers)
    }

    private func outliers(_ sentence: Sentence) -> Note? {
        let said = sentence.totalMs.statistics
        guard said.max > farthest * said.p50 || said.cv > largestVariation else { return nil }
        let (slowest, usual) = (String(format: "%.1f", said.max), String(format: "%.1f", said.p50))
        return Note(
            code: "outliers",
            message: "the \(sentence.name) sentence took \(slowest) ms once, and \(usual) ms in the "
                + "median: its mean and its upper percentiles say little")
    }

    private func message(_ goldens: Goldens) -> String {
        let far = goldens.relativeError.map { String(format: "%.3g", $0) } ?? "not finite"
        let message =
            "the golden inputs have a relative error of \(far), \(goldens.tolerance) allowed"
        guard let worst = goldens.difference else { return message }
        return "\(message): \"\(worst.text)\" gave \(worst.found), PyTorch gives \(worst.expected)"
    }

    private func wideSpread(_ sentence: Sentence) -> Reason? {
        let spread = sentence.totalMs.statistics.spread
        guard spread > largestSpread else { return nil }
        return Reason(
            code: "spread",
            message: "the \(sentence.name) sentence has a spread of \(percent(spread)), "
                + "at most \(percent(largestSpread)) is accepted")
    }

    /// Not asked of iOS, whose footprint leaves out pages of files that were only read, such as weights.
    private func tooSmall(_ memory: Memory) -> Reason? {
        let weights = variant.storedBytes.values.reduce(0, +)
        guard !footprint.contains(device.os), let peak = memory.peakWithSwapBytes, peak < weights else {
            return nil
        }
        return Reason(
            code: "memory",
            message: "the peak of \(peak) bytes is smaller than the \(weights) of the constants")
    }
}

/// Systems whose memory is a physical footprint.
private let footprint = ["iOS", "iPadOS"]
/// Systems whose thermal states are nominal, fair, serious and critical.
private let apple = footprint + ["macOS"]

private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
