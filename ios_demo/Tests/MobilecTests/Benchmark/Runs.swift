import Foundation

@testable import Mobilec
@testable import MobilecBenchmark

/// A run whose timed sentence has these samples, and whose constants take 100 bytes.
func sampleRun(_ samples: [Double] = [1, 1, 1], peak: Int? = 1000, os: String = "Linux") -> Run {
    let series = Series(samples)
    let sentence = Sentence(
        name: "short", text: "Hi.", sourceTokens: 3, targetTokens: nil, answer: "good", totalMs: series,
        tokenizeMs: series, runMs: series, detokenizeMs: series, methods: ["forward": series],
        translation: nil)
    return Run(
        id: "9b2cf4b6-2f7e-4d2e-8f0c-0d6a3a1f6c55",
        session: Session(
            id: "9b2cf4b6-2f7e-4d2e-8f0c-0d6a3a1f6c56", seed: 1, variants: 1, rounds: 1, index: [0]),
        started: "2026-01-31T12:00:00Z",
        seconds: 1.5,
        app: AppBuild(name: "app", version: "1", commit: "", buildType: "release"),
        device: Device(
            kind: .phone, manufacturer: "maker", model: "M1", cores: 8, features: ["asimddp"],
            memoryBytes: 1, os: os, osVersion: "18.1", abi: "arm64"),
        conditions: Conditions(
            start: Condition(), end: Condition(), worst: nil, waitedSeconds: 0, interruptions: 0),
        variant: sampleVariant(),
        effort: Effort(),
        goldens: sampleGoldens(passed: true),
        measured: Measured(
            load: Load(
                coldMs: [3], warmMs: 2, firstRunMs: 5, tokenizerMs: 1, compileMs: 7, firstEverLoadMs: 9,
                firstAnswerMs: 11),
            sentences: [sentence],
            memory: Memory(
                baselineBytes: 1, loadedBytes: 2, peakBytes: 3, peakWithSwapBytes: peak,
                retainedBytes: 2, arenaBytes: nil, sampled: false),
            sustained: [Minute(minute: 0, runs: 60, medianMs: 1, p90Ms: 1.1, thermal: Thermal.none)]),
        exitStatus: .done,
        error: nil)
}

func sampleGoldens(passed: Bool) -> Goldens {
    Goldens(
        passed: passed, sentences: 2, equal: 1, relativeError: 0.5, tolerance: 0.25,
        difference: passed ? nil : Difference(text: "Good.", expected: "good", found: "bad"))
}

private func sampleVariant() -> Variant {
    let hash = String(repeating: "0", count: 64)
    return Variant(
        bundle: "sentiment", task: "text-classification", model: "sentiment-en", manifestSha256: hash,
        engine: "coreml", engineVersion: "18.1.0", threads: 1, file: "model.mlpackage", format: "coreml",
        precision: "int8", sha256: hash, sizeBytes: 120, textBytes: 10, uniqueParameters: 100,
        storedBytes: ["int8": 100], arenaBytes: ["forward_32": nil], beams: nil,
        quality: [
            Metric(metric: "accuracy", floatValue: 0.9, exportedValue: 0.89, data: "dev.tsv", rows: 872)
        ],
        computeUnits: .all, ranOn: .all, plan: Plan(neuralEngine: 0.75, gpu: 0, cpu: 0.25, operators: 8))
}

extension Run {
    func changed(_ change: (inout Run) -> Void) -> Run {
        var run = self
        change(&run)
        return run
    }
}

/// Where a test of Python's asks for it, which holds it to the schema.
func leave(_ run: Run, as name: String) throws {
    guard let folder = ProcessInfo.processInfo.environment["MOBILEC_RUN_OUT"] else { return }
    try run.write(to: URL(fileURLWithPath: folder).appendingPathComponent(name))
}
