import Foundation

/// Peers' own dashboards differ by more than that from run to run, and are not trusted for it.
let largestSpread = 0.10

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
        if let worst = conditions.worst, worst != .none {
            found.append(
                Reason(
                    code: "throttled",
                    message: "the thermal status was \(worst.rawValue); it must stay none"))
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

    private func message(_ goldens: Goldens) -> String {
        let far = goldens.relativeError.map { String(format: "%.3g", $0) } ?? "not finite"
        let message =
            "the golden inputs have a relative error of \(far), \(goldens.tolerance) allowed"
        guard let worst = goldens.difference else { return message }
        return "\(message): \"\(worst.text)\" gave \(worst.found), PyTorch gives \(worst.expected)"
    }

    private func wideSpread(_ sentence: TimedSentence) -> Reason? {
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

private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
