import Mobilec
import MobilecBenchmark
import XCTest

@testable import MobilecScreens

/// The app without its views, with a bundle that is made on the spot.
@MainActor
final class PartsTests: XCTestCase {
    private let root = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

    override func tearDown() async throws {
        try? FileManager.default.removeItem(at: root)
    }

    private func parts(
        _ engines: any Engine..., formats: [String] = ["executorch"]
    ) async throws -> Parts {
        let home = Home(
            resources: root.appendingPathComponent("app"),
            documents: root.appendingPathComponent("documents"),
            caches: root.appendingPathComponent("caches"))
        home.open()
        try TinyBundle.write("tiny", into: root.appendingPathComponent("app/Bundles"), formats: formats)
        let engines = engines.isEmpty ? [TinyEngine()] : engines
        let parts = Parts(home: home, engines: engines, surroundings: TinySurroundings())
        await parts.library.look()
        return parts
    }

    func testAnswersAText() async throws {
        let parts = try await parts()
        parts.classify.prepare()
        await parts.classify.settled()
        XCTAssertNil(parts.classify.held.state.problem)
        let examples = parts.classify.held.state.examples
        XCTAssertEqual(examples, [Question("good film good")], "the others are too short")
        parts.classify.ask("A good film")
        await parts.classify.settled()
        let answer = try XCTUnwrap(parts.classify.held.state.answer)
        XCTAssertEqual(answer.shares.map(\.label), ["positive", "negative"])
        XCTAssertEqual(answer.shares.map(\.share).reduce(0, +), 1, accuracy: 1e-9)
        XCTAssertEqual(answer.tokens, 5)
        XCTAssertEqual(answer.engine, "ExecuTorch 1.5.0")
        XCTAssertGreaterThan(answer.milliseconds, 0)
    }

    func testWhatTheScreensAskOfCoreMLIsWhatItTakes() async throws {
        let engine = TinyCoreML()
        let parts = try await parts(engine, TinyEngine(), formats: ["coreml", "executorch"])
        parts.classify.ask("A good film")
        await parts.classify.settled()
        XCTAssertNil(parts.classify.held.state.problem)
        let answer = try XCTUnwrap(parts.classify.held.state.answer)
        XCTAssertEqual(answer.engine, "Core ML 18.1.0")
        XCTAssertEqual(answer.shares[0].label, "positive")
        XCTAssertNil(answer.note)
        XCTAssertEqual(engine.loaded, [EngineOptions()])
        parts.benchmark.choose(.quick)
        parts.benchmark.start()
        await parts.benchmark.settled()
        let runs = parts.benchmark.held.state.results.map(\.run)
        XCTAssertEqual(Set(runs.map(\.variant.engine)), ["coreml", "executorch"])
        XCTAssertEqual(runs.map(\.exitStatus), [.done, .done], "\(runs.map(\.error))")
    }

    func testAnIPhoneWithIOS17IsAnsweredByThePte() async throws {
        let parts = try await parts(
            TinyCoreML(system: 17), TinyEngine(), formats: ["coreml", "executorch"])
        parts.classify.ask("A good film")
        await parts.classify.settled()
        XCTAssertNil(parts.classify.held.state.problem)
        XCTAssertEqual(parts.classify.held.state.answer?.engine, "ExecuTorch 1.5.0")
        XCTAssertEqual(parts.benchmark.held.state.candidates.map(\.offer.name), ["executorch"])
    }

    func testUnitsThatCannotRunItAreLeftForOthersAndThatIsSaid() async throws {
        let parts = try await parts(TinyCoreML(unable: [.all]), formats: ["coreml"])
        parts.classify.ask("A good film")
        await parts.classify.settled()
        XCTAssertNil(parts.classify.held.state.problem)
        XCTAssertEqual(parts.classify.held.state.answer?.note, .fellBackGpu)
        parts.benchmark.choose(.quick)
        parts.benchmark.start()
        await parts.benchmark.settled()
        let run = try XCTUnwrap(parts.benchmark.held.state.results.first?.run)
        XCTAssertEqual(run.variant.computeUnits, .all)
        XCTAssertEqual(run.variant.ranOn, .cpuAndGPU)
        XCTAssertEqual(run.remarks.first, "all could not run the program; it ran on cpuAndGPU")
    }

    func testADeviceThatRunsNoneOfItIsTold() async throws {
        let parts = try await parts(TinyCoreML(unable: Set(ComputeUnits.allCases)), formats: ["coreml"])
        parts.classify.ask("A good film")
        await parts.classify.settled()
        guard case .words(let words) = parts.classify.held.state.problem?.detail else {
            return XCTFail("nothing was said")
        }
        XCTAssertTrue(words.contains("no compute units"), words)
        XCTAssertEqual(parts.classify.held.state.problem?.title, .problemLibrary)
    }

    func testWhereOneEngineFailsTheOtherAnswersAndThatIsSaid() async throws {
        let coreML = TinyCoreML(unable: Set(ComputeUnits.allCases))
        let parts = try await parts(coreML, TinyEngine(), formats: ["coreml", "executorch"])
        parts.classify.prepare()
        await parts.classify.settled()
        let prepared = parts.classify.held.state
        XCTAssertEqual(prepared.offer?.name, "executorch")
        XCTAssertEqual(prepared.problem?.title, .problemFallback)
        guard case .words(let words) = prepared.problem?.detail else { return XCTFail("nothing was said") }
        XCTAssertTrue(words.contains("no compute units"), words)
        parts.classify.prepare()
        XCTAssertNil(parts.classify.held.state.busy, "the one that answered is prepared")
        parts.classify.ask("A good film")
        await parts.classify.settled()
        XCTAssertEqual(parts.classify.held.state.answer?.engine, "ExecuTorch 1.5.0")
        XCTAssertNil(parts.classify.held.state.problem)
        parts.classify.choose(engine: "coreml")
        await parts.classify.settled()
        XCTAssertEqual(
            parts.classify.held.state.problem?.title, .problemFallback, "chosen again it fails again")
    }

    func testABundleThatNoEngineCouldOpenIsNotTriedWithAnother() async throws {
        let parts = try await parts(TinyCoreML(), TinyEngine(), formats: ["coreml", "executorch"])
        try Data("another".utf8).write(to: root.appendingPathComponent("app/Bundles/tiny/model.bin"))
        parts.classify.ask("good")
        await parts.classify.settled()
        XCTAssertEqual(parts.classify.held.state.problem?.title, .problemRefused)
        XCTAssertEqual(parts.classify.held.state.offer?.name, "coreml")
    }

    func testADeviceThatComputesOtherwiseIsWarnedOfOnEveryStart() async throws {
        for engine in [TinyEngine(wrong: true), TinyEngine(broken: false)] {
            // What was found out is kept, so the second start does not ask the program.
            let parts = try await parts(engine)
            parts.classify.prepare()
            await parts.classify.settled()
            XCTAssertEqual(
                parts.classify.held.state.warning, .filled(.goldensWrong, ["ExecuTorch"]))
        }
    }

    func testADeviceThatComputesAsItShouldIsNotWarnedOf() async throws {
        let parts = try await parts()
        parts.classify.prepare()
        await parts.classify.settled()
        XCTAssertNil(parts.classify.held.state.warning)
        let kept = try FileManager.default.contentsOfDirectory(
            atPath: root.appendingPathComponent("caches/checked").path)
        XCTAssertEqual(kept.count, 1)
    }

    func testAClassifierIsNoTranslator() async throws {
        let parts = try await parts()
        parts.translate.prepare()
        XCTAssertEqual(parts.translate.held.state.problem?.detail, .phrase(.noTranslator))
    }

    func testAProgramThatCannotBeLoadedIsAProblemThatIsShown() async throws {
        let parts = try await parts(TinyEngine(broken: true))
        parts.classify.ask("good")
        await parts.classify.settled()
        XCTAssertEqual(parts.classify.held.state.problem?.detail, .words("model.bin is no program"))
        XCTAssertNil(parts.classify.held.state.busy)
    }

    func testAFileThatChangedIsRefused() async throws {
        let parts = try await parts()
        let file = root.appendingPathComponent("app/Bundles/tiny/model.bin")
        try Data("another".utf8).write(to: file)
        parts.classify.ask("good")
        await parts.classify.settled()
        guard case .words(let words) = parts.classify.held.state.problem?.detail else {
            return XCTFail("a changed program was run")
        }
        XCTAssertTrue(words.contains("sha256"), words)
    }

    func testMeasuresAndKeepsTheDocument() async throws {
        let parts = try await parts()
        parts.benchmark.choose(.quick)
        parts.benchmark.start()
        XCTAssertNotNil(parts.benchmark.held.state.running)
        await parts.benchmark.settled()
        let state = parts.benchmark.held.state
        XCTAssertNil(state.running)
        XCTAssertNil(state.problem)
        let result = try XCTUnwrap(state.results.first)
        XCTAssertEqual(result.run.exitStatus, .done, result.run.error ?? "")
        XCTAssertEqual(result.run.goldens?.passed, true)
        XCTAssertEqual(result.run.measured?.load.coldMs.count, 1, "nothing was loaded before")
        XCTAssertTrue(FileManager.default.fileExists(atPath: result.file.path))
        XCTAssertEqual(result.file.deletingLastPathComponent().lastPathComponent, "runs")
        XCTAssertEqual(
            plotRows(state.results).map(\.title),
            [
                [.phrase(.benchShort)], [.phrase(.benchMiddle)], [.phrase(.benchLongest)],
            ])
        XCTAssertEqual(plotRows(state.results + state.results)[0].title.count, 4, "it is said whose it is")
    }

    func testAFailedMeasurementIsAResult() async throws {
        let parts = try await parts(TinyEngine(broken: true))
        parts.benchmark.choose(.quick)
        parts.benchmark.start()
        await parts.benchmark.settled()
        let run = try XCTUnwrap(parts.benchmark.held.state.results.first?.run)
        XCTAssertEqual(run.verdict, .benchFailed)
        XCTAssertTrue(run.objections.contains("model.bin is no program"))
        XCTAssertEqual(run.facts, [])
    }

    func testWhatWasAskedBeforeMakesALoadWarm() async throws {
        let parts = try await parts()
        parts.classify.ask("good")
        await parts.classify.settled()
        parts.benchmark.choose(.quick)
        parts.benchmark.start()
        await parts.benchmark.settled()
        let measured = try XCTUnwrap(parts.benchmark.held.state.results.first?.run.measured)
        XCTAssertEqual(measured.load.coldMs, [])
        XCTAssertTrue(measured.memory.sampled, "the process's own peak is of all that it had")
        let facts = try XCTUnwrap(parts.benchmark.held.state.results.first?.run.facts)
        XCTAssertTrue(facts.contains { if case .filled(.benchLoadAgain, _) = $0 { true } else { false } })
        XCTAssertTrue(facts.contains { if case .filled(.benchMemorySampled, _) = $0 { true } else { false } })
    }
}
