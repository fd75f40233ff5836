import XCTest

@testable import Mobilec
@testable import MobilecBenchmark

/// The protocol over the shipped bundles; how long anything takes is not looked at.
final class BenchmarkTests: XCTestCase {
    private let short = Effort(warmups: 1, runs: 3, seconds: 0)

    private func bundle(_ name: String) throws -> Mobilec.Bundle {
        let folder = try Fixtures.bundle(name)
        return Mobilec.Bundle(folder: folder, manifest: try Manifest.read(in: folder))
    }

    private func run(
        _ name: String, effort: Effort? = nil, on desk: Desk = Desk(), watcher: Watching = Watching(),
        fresh: Bool = true, _ change: (inout GoldenEngine) -> Void = { _ in }
    ) async throws -> Run {
        let bundle = try bundle(name)
        var engine = try GoldenEngine(bundle)
        change(&engine)
        let job = Job(bundle: bundle, engine: engine, effort: effort ?? short, fresh: fresh)
        return try await benchmark(job, desk, watcher)
    }

    func testATranslatorIsMeasuredSentenceBySentenceStepByStep() async throws {
        let watching = Watching()
        let run = try await run("translation", watcher: watching)
        XCTAssertEqual(run.exitStatus, .done, run.error ?? "")
        let goldens = try XCTUnwrap(run.goldens)
        XCTAssertTrue(goldens.passed, "\(goldens)")
        XCTAssertEqual(goldens.equal, goldens.sentences)
        let measured = try XCTUnwrap(run.measured)
        XCTAssertEqual(measured.sentences.map(\.name), ["short", "middle", "longest"])
        XCTAssertEqual(measured.sentences.map(\.totalMs.samples.count), [3, 3, 3])
        let sentence = measured.sentences[0]
        let times = try XCTUnwrap(sentence.translation)
        XCTAssertEqual(times.encodeMs.samples.count, 3)
        XCTAssertEqual(times.firstTokenMs.samples.count, 3)
        let steps = try XCTUnwrap(sentence.methods["decode"]).samples.count
        XCTAssertEqual(times.perTokenMs.samples.count, steps - 3)
        XCTAssertEqual(Set(sentence.methods.keys), ["encode", "decode"])
        XCTAssertEqual(measured.load.coldMs.count, 1)
        XCTAssertNil(measured.load.compileMs)
        XCTAssertNil(measured.sustained)
        XCTAssertEqual(distinct(watching.steps), [.loading, .goldens, .warming, .timing])
        XCTAssertEqual(run.variant.beams, 4)
        XCTAssertNil(run.variant.computeUnits)
        XCTAssertNil(run.variant.plan)
        try leave(run, as: "translation.json")
    }

    func testAClassifierIsMeasuredWithItsLabel() async throws {
        let run = try await run("sentiment")
        XCTAssertEqual(run.exitStatus, .done, run.error ?? "")
        let sentence = try XCTUnwrap(run.measured?.sentences.first)
        XCTAssertEqual(sentence.answer, "positive")
        XCTAssertNil(sentence.translation)
        XCTAssertEqual(Set(sentence.methods.keys), ["forward"])
        XCTAssertEqual(run.goldens?.sentences, run.goldens?.equal)
        XCTAssertFalse(run.variant.quality.isEmpty && run.variant.storedBytes.isEmpty)
        try leave(run, as: "sentiment.json")
    }

    func testTheTimesOfASentenceAddUp() async throws {
        let measured = try await run("sentiment").measured
        for sentence in try XCTUnwrap(measured).sentences {
            for at in sentence.totalMs.samples.indices {
                let parts =
                    sentence.tokenizeMs.samples[at] + sentence.runMs.samples[at]
                    + sentence.detokenizeMs.samples[at]
                // Each is rounded to four digits.
                XCTAssertEqual(sentence.totalMs.samples[at], parts, accuracy: 2.1e-4)
            }
        }
    }

    func testAProgramThatAnswersOtherwiseIsMeasuredAndIsNotValid() async throws {
        for name in ["sentiment", "translation"] {
            // Every second logit with its sign turned, as a transposed weight could do it.
            let run = try await run(name, effort: Effort(warmups: 0, runs: 1, seconds: 0)) { engine in
                engine.spoil = { logits in
                    var at = 0
                    let (numbers, count) = (logits.floats, logits.count)
                    while at < count {
                        numbers[at] = -numbers[at]
                        at += 2
                    }
                }
            }
            XCTAssertEqual(run.goldens?.passed, false)
            XCTAssertTrue(run.reasons.contains { $0.code == "goldens" })
            let difference = try XCTUnwrap(run.goldens?.difference)
            XCTAssertNotEqual(difference.expected, difference.found)
            XCTAssertNotNil(run.measured)
        }
    }

    func testAProgramWhoseLogitsAreNoNumbersHasNoRelativeError() async throws {
        let run = try await run("sentiment") { $0.spoil = { $0.floats[0] = .nan } }
        XCTAssertNil(run.goldens?.relativeError)
        XCTAssertEqual(run.goldens?.passed, false)
        try leave(run, as: "not-finite.json")
    }

    func testARunThatIsStoppedSaysSo() async throws {
        for step in [Step.loading, .timing] {
            let run = try await run("sentiment", watcher: Watching(stopAt: step))
            XCTAssertEqual(run.exitStatus, .cancelled)
            XCTAssertNil(run.measured)
            XCTAssertEqual(run.reasons.map(\.code), ["cancelled"])
            try leave(run, as: "cancelled.json")
        }
    }

    func testARunInATaskThatIsCancelledEnds() async throws {
        let bundle = try bundle("sentiment")
        let job = Job(
            bundle: bundle, engine: try GoldenEngine(bundle), effort: Effort(runs: 1, seconds: 600))
        let task = Task { try await benchmark(job, Desk(), Watching()) }
        task.cancel()
        let ended = try await task.value
        XCTAssertEqual(ended.exitStatus, .cancelled)
        XCTAssertEqual(ended.error, "it was cancelled")
    }

    func testARunThatFailsSaysWhy() async throws {
        let refused = try await run("sentiment") {
            $0.spoil = { _ in throw Refused("the phone fell into the water") }
        }
        XCTAssertEqual(refused.exitStatus, .failed)
        XCTAssertEqual(refused.error, "the phone fell into the water")
        XCTAssertEqual(refused.reasons.map(\.code), ["failed"])
        try leave(refused, as: "failed.json")
        let mistaken = try await run("sentiment") { $0.spoil = { _ in throw CocoaError(.fileReadUnknown) } }
        XCTAssertEqual(mistaken.exitStatus, .failed)
        let cancelled = try await run("sentiment") { $0.spoil = { _ in throw CancellationError() } }
        XCTAssertEqual(cancelled.exitStatus, .cancelled)
        let absent = try await run("sentiment") { $0.why = "it is not in this app" }
        XCTAssertEqual(absent.error, "it is not in this app")
        XCTAssertEqual(absent.variant.engineVersion, "none")
    }

    func testWhatWasMeasuredIsKeptBeforeTheSecondLoad() async throws {
        let bundle = try bundle("sentiment")
        let engine = LoadedOnce(inner: try GoldenEngine(bundle))
        let folder = try temporaryFolder(self)
        let unfinished = folder.appendingPathComponent("run.unfinished.json")
        engine.again = {
            let kept = try? Json.read(unfinished)
            XCTAssertEqual(kept?["exit_status"], .integer(1), "a process that dies here has left this")
            XCTAssertEqual(kept?["measured"]?["load"]?["warm_ms"], .array([]))
            throw Refused("no memory for a second time")
        }
        let file = folder.appendingPathComponent("run.json")
        let job = Job(bundle: bundle, engine: engine, effort: short)
        let run = try await benchmark(job, Desk(), Watching(), to: file)
        XCTAssertEqual(run.error, "no memory for a second time")
        XCTAssertEqual(run.measured?.sentences.map(\.totalMs.samples.count), [3, 3, 3])
        XCTAssertNil(run.measured?.load.warmMs)
        XCTAssertEqual(run.reasons.first?.code, "failed")
        XCTAssertEqual(
            try FileManager.default.contentsOfDirectory(atPath: folder.path), ["run.json"],
            "what was unfinished is no longer needed")
        try leave(run, as: "loaded-once.json")
    }

    func testABundleWithoutAProgramForTheEngineIsRefused() async throws {
        let bundle = try bundle("sentiment")
        let empty = bundle.manifest.with(files: [])
        let job = Job(
            bundle: Mobilec.Bundle(folder: bundle.folder, manifest: empty),
            engine: try GoldenEngine(bundle))
        do {
            _ = try await benchmark(job, Desk(), Watching())
            XCTFail("nothing was refused")
        } catch let refused as Refused {
            XCTAssertTrue(refused.message.contains("has no onnx program"), refused.message)
        }
    }

    func testWhatIsCompiledAndPlannedIsTold() async throws {
        let bundle = try bundle("sentiment")
        let watching = Watching()
        var engine = CompilingGoldenEngine(inner: try GoldenEngine(bundle))
        let told = try await benchmark(Job(bundle: bundle, engine: engine, effort: short), Desk(), watching)
        XCTAssertEqual(told.measured?.load.compileMs, 12.3457)
        XCTAssertEqual(told.variant.plan, engine.plan)
        XCTAssertEqual(watching.steps.first, .compiling)
        try leave(told, as: "compiled.json")
        engine.compileMs = nil
        engine.plan = nil
        let kept = try await benchmark(Job(bundle: bundle, engine: engine, effort: short), Desk(), Watching())
        XCTAssertNil(kept.measured?.load.compileMs)
        XCTAssertNil(kept.variant.plan)
    }

    func testAPackageOfCoreMLIsMeasuredByItsMethods() async throws {
        for name in ["sentiment", "translation"] {
            let folder = try Fixtures.iosBundle(name)
            let bundle = Mobilec.Bundle(folder: folder, manifest: try Manifest.read(in: folder))
            let engine = CompilingGoldenEngine(inner: try GoldenEngine(bundle, as: "coreml"))
            let options = EngineOptions(computeUnits: .cpuAndNeuralEngine)
            let run = try await benchmark(
                Job(bundle: bundle, engine: engine, options: options, effort: short), Desk(), Watching())
            XCTAssertEqual(run.exitStatus, .done, run.error ?? "")
            XCTAssertEqual(run.goldens?.passed, true)
            XCTAssertEqual(run.goldens?.equal, run.goldens?.sentences)
            XCTAssertEqual(run.variant.computeUnits, .cpuAndNeuralEngine)
            // Whichever of the fixed lengths ran, it is a call of the method.
            let methods = try XCTUnwrap(run.measured).sentences.map { Set($0.methods.keys) }
            XCTAssertEqual(Set(methods), [name == "sentiment" ? ["forward"] : ["encode", "decode"]])
            try leave(run, as: "coreml-\(name).json")
        }
    }

    func testAPhoneThatThrottlesIsFoundOut() async throws {
        let run = try await run("sentiment", on: Desk(heat: .severe))
        XCTAssertEqual(run.conditions.worst, .severe)
        XCTAssertTrue(run.reasons.contains { $0.code == "throttled" })
    }

    func testASustainedRunHasItsMinutes() async throws {
        var effort = short
        effort.sustainedMinutes = 0.005
        let run = try await run("sentiment", effort: effort)
        let minutes = try XCTUnwrap(run.measured?.sustained)
        XCTAssertEqual(minutes.map(\.minute), [0])
        XCTAssertGreaterThanOrEqual(minutes[0].runs, 1)
        XCTAssertEqual(minutes[0].thermal, Thermal.none)
        try leave(run, as: "sustained.json")
    }

    func testTimingGoesOnUntilBothBoundsAreReached() async throws {
        let run = try await run("sentiment", effort: Effort(warmups: 0, runs: 1, seconds: 0.05))
        let sentences = try XCTUnwrap(run.measured).sentences
        let spent = sentences.flatMap(\.totalMs.samples).reduce(0, +)
        XCTAssertGreaterThanOrEqual(spent, 49.9)
        XCTAssertEqual(Set(sentences.map(\.totalMs.samples.count)).count, 1)
    }

    func testAProcessThatHasLoadedBeforeHasNoColdLoad() async throws {
        let run = try await run("sentiment", fresh: false)
        XCTAssertEqual(run.measured?.load.coldMs, [])
        XCTAssertEqual(run.measured?.memory.sampled, true)
    }

    func testTheFirstLoadOfADeviceIsNoColdOne() async throws {
        let bundle = try bundle("sentiment")
        let engine = CompilingGoldenEngine(inner: try GoldenEngine(bundle), isFirst: true)
        let run = try await benchmark(
            Job(bundle: bundle, engine: engine, effort: short), Desk(), Watching())
        XCTAssertEqual(run.measured?.load.coldMs, [])
        XCTAssertNotNil(run.measured?.load.firstEverLoadMs)
        try leave(run, as: "first-ever.json")
    }

    func testTheTimeToTheFirstAnswerIsOfAProcessThatWasStartedForIt() async throws {
        let bundle = try bundle("sentiment")
        var job = Job(bundle: bundle, engine: try GoldenEngine(bundle), effort: short, waitedSeconds: 60)
        let desk = Desk(startedMs: 61_234.56789)
        let other = try await benchmark(job, desk, Watching())
        XCTAssertNil(other.measured?.load.firstAnswerMs)
        job.timesStart = true
        let own = try await benchmark(job, desk, Watching())
        XCTAssertEqual(own.measured?.load.firstAnswerMs, 1234.5679, "waiting for the device is no part")
        try leave(own, as: "first-answer.json")
    }

    func testAnAppThatLostTheForegroundMeanwhileIsNotValid() async throws {
        let lost = Interruptions()
        lost.add()
        let quiet = try await run("sentiment", on: Desk(lost: lost))
        XCTAssertEqual(quiet.conditions.interruptions, 0, "what was before does not count")
        let run = try await run("sentiment", on: Desk(lost: lost)) { $0.spoil = { _ in lost.add() } }
        XCTAssertGreaterThan(run.conditions.interruptions ?? 0, 0)
        XCTAssertTrue(run.reasons.contains { $0.code == "interrupted" })
        try leave(run, as: "interrupted.json")
    }

    func testVariantsComeInAnOrderThatTheSeedDraws() {
        XCTAssertEqual(order(of: 6, seed: 3), order(of: 6, seed: 3))
        XCTAssertEqual(order(of: 6, seed: 3).sorted(), Array(0..<6))
        XCTAssertGreaterThan(Set((0..<9).map { order(of: 6, seed: $0) }).count, 1)
    }

    func testNumbersOfASeedAreThoseOfTheirPaper() {
        // The first three of the seed 0, of the authors' own program in C.
        var numbers = SeededNumbers(seed: 0)
        XCTAssertEqual(
            [numbers.next(), numbers.next(), numbers.next()],
            [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F])
    }

    private func distinct(_ steps: [Step]) -> [Step] {
        steps.reduce(into: []) { found, step in if found.last != step { found.append(step) } }
    }
}
