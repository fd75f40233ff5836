import BenchmarkCore
import XCTest

@testable import MobilecScreens

/// The app without its views, with a bundle that is made on the spot.
@MainActor
final class PartsTests: XCTestCase {
    private let root = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

    override func tearDown() async throws {
        try? FileManager.default.removeItem(at: root)
    }

    private func parts(_ engine: any Engine = TinyEngine()) async throws -> Parts {
        let home = Home(
            resources: root.appendingPathComponent("app"), documents: root.appendingPathComponent("documents")
        )
        home.open()
        try TinyBundle.write("tiny", into: root.appendingPathComponent("app/Bundles"))
        let parts = Parts(home: home, engines: [engine], surroundings: TinySurroundings())
        await parts.library.look()
        return parts
    }

    func testAnswersAText() async throws {
        let parts = try await parts()
        parts.classify.prepare()
        await parts.classify.settled()
        XCTAssertNil(parts.classify.held.state.problem)
        XCTAssertEqual(parts.classify.held.state.examples, ["good film good"], "the others are too short")
        parts.classify.ask("A good film")
        await parts.classify.settled()
        let answer = try XCTUnwrap(parts.classify.held.state.answer)
        XCTAssertEqual(answer.shares.map(\.label), ["positive", "negative"])
        XCTAssertEqual(answer.shares.map(\.share).reduce(0, +), 1, accuracy: 1e-9)
        XCTAssertEqual(answer.tokens, 5)
        XCTAssertEqual(answer.engine, "ExecuTorch 1.4.1")
        XCTAssertGreaterThan(answer.milliseconds, 0)
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
        XCTAssertEqual(parts.benchmark.held.state.results.first?.run.measured?.load.coldMs, [])
    }
}
