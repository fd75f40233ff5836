import Mobilec
import XCTest

@testable import MobilecScreens

@MainActor
final class AskModelTests: XCTestCase {
    private typealias Model = AskModel<String>

    private func model(_ library: Library, _ ask: @escaping Model.Ask) -> Model {
        Model(task: BundleTask.classification, library: library, nothing: .noClassifier, ask: ask)
    }

    /// Answers a text with itself and the engine.
    private func echo(_ library: Library) -> Model {
        model(library) { subject, offer, text in
            let answer = text.map { "\($0.title) by \(offer.name)" }
            return Model.Asked(examples: [Question("try \(subject.legs[0].name)")], answer: answer)
        }
    }

    func testShowsThatItLooksThenWhatWasFound() async throws {
        let folders = try FakeFolders()
        try folders.add("sentiment")
        try folders.add("translation", task: BundleTask.translation)
        let library = library(folders, [FakeEngine(name: "coreml")])
        let model = echo(library)
        XCTAssertNil(model.held.state.subjects)
        await library.look()
        XCTAssertEqual(model.held.state.subjects?.map(\.legs[0].name), ["sentiment"])
        XCTAssertEqual(model.held.state.offer?.name, "coreml")
        XCTAssertNil(model.held.state.busy)
    }

    func testPreparesOnceThenAnswers() async throws {
        let folders = try FakeFolders()
        try folders.add("sentiment")
        let library = library(folders, [FakeEngine(name: "coreml")])
        let model = echo(library)
        model.prepare()
        XCTAssertNil(model.held.state.busy, "nothing was found yet")
        await library.look()
        XCTAssertEqual(model.held.state.busy, .preparing)
        await model.settled()
        XCTAssertEqual(model.held.state.examples, [Question("try sentiment")])
        XCTAssertNil(model.held.state.answer)
        model.prepare()
        XCTAssertNil(model.held.state.busy, "it is prepared already")
        model.ask("  good \n")
        XCTAssertEqual(model.held.state.busy, .working)
        await model.settled()
        XCTAssertEqual(model.held.state.answer, "good by coreml")
        XCTAssertNil(model.held.state.busy)
    }

    func testALaterTextCancelsTheOneUnderWay() async throws {
        let folders = try FakeFolders()
        try folders.add("sentiment")
        let library = library(folders, [FakeEngine(name: "coreml")])
        let gate = Gate()
        let model = model(library) { _, _, question in
            if question?.text == "slow" { await gate.pass() }
            return Model.Asked(examples: [], answer: question?.text)
        }
        await library.look()
        var seen: [String] = []
        model.held.watch { if let answer = $0.answer { seen.append(answer) } }
        model.ask("slow")
        model.ask("quick")
        await model.settled()
        await gate.release()
        await Task.yield()
        XCTAssertEqual(seen, ["quick"])
    }

    func testCancelLeavesTheScreenReady() async throws {
        let folders = try FakeFolders()
        try folders.add("sentiment")
        let library = library(folders, [FakeEngine(name: "coreml")])
        let model = model(library) { _, _, _ in
            try await Task.sleep(for: .seconds(600))
            return Model.Asked(examples: [], answer: "late")
        }
        await library.look()
        model.ask("a text")
        model.cancel()
        await Task.yield()
        XCTAssertNil(model.held.state.busy)
        XCTAssertNil(model.held.state.answer)
        XCTAssertNil(model.held.state.problem)
    }

    func testAFailureIsShownAndTheNextTextIsAnswered() async throws {
        let folders = try FakeFolders()
        try folders.add("sentiment")
        let library = library(folders, [FakeEngine(name: "coreml")])
        let model = model(library) { _, _, question in
            if question?.text == "bad" { throw Refused("an empty text has no label; give a sentence") }
            return Model.Asked(examples: [], answer: question?.text)
        }
        await library.look()
        model.ask("bad")
        await model.settled()
        XCTAssertEqual(model.held.state.problem?.title, .problemRefused)
        XCTAssertEqual(
            model.held.state.problem?.detail, .words("an empty text has no label; give a sentence"))
        model.ask("good")
        XCTAssertNil(model.held.state.problem)
        await model.settled()
        XCTAssertEqual(model.held.state.answer, "good")
    }

    func testSaysWhereNoBundleIsOfTheTask() async throws {
        let library = library(try FakeFolders(), [FakeEngine(name: "coreml")])
        let model = echo(library)
        await library.look()
        model.prepare()
        XCTAssertEqual(
            model.held.state.problem,
            Problem(title: .problemRefused, detail: .phrase(.noClassifier), advice: .adviceNone))
        XCTAssertFalse(model.held.state.canAsk("text"))
    }

    func testSaysWhyABundleCannotBeRead() async throws {
        let folders = try FakeFolders()
        try folders.add("broken", manifest: "{}")
        let library = library(folders, [FakeEngine(name: "coreml")])
        let model = echo(library)
        await library.look()
        model.prepare()
        guard case .words(let words) = model.held.state.problem?.detail else { return XCTFail("no words") }
        XCTAssertTrue(words.contains("schema"), words)
        XCTAssertEqual(model.held.state.problem?.advice, .adviceRefused)
    }

    func testSaysWhyNoEngineCan() async throws {
        let folders = try FakeFolders()
        try folders.add("sentiment", formats: ["onnx"])
        let library = library(folders, [FakeEngine(name: "coreml")])
        let model = echo(library)
        await library.look()
        model.prepare()
        XCTAssertEqual(
            model.held.state.problem?.detail,
            .paragraphs([
                .filled(.noProgram, ["sentiment-model", "Core ML"]),
                .words("ExecuTorch is not in this app, which was built without it"),
            ]))
        XCTAssertEqual(model.held.state.problem?.title, .problemLibrary)
    }

    func testChoosingAnotherBundleTakesAnEngineThatRunsIt() async throws {
        let folders = try FakeFolders()
        try folders.add("a", formats: ["coreml"])
        try folders.add("b", formats: ["executorch"])
        let library = library(folders, [FakeEngine(name: "coreml"), FakeEngine(name: "executorch")])
        let model = echo(library)
        await library.look()
        model.ask("text")
        await model.settled()
        model.choose(subject: "app:b")
        XCTAssertEqual(model.held.state.offer?.name, "executorch")
        XCTAssertNil(model.held.state.answer)
        await model.settled()
        XCTAssertEqual(model.held.state.examples, [Question("try b")])
        XCTAssertEqual(model.held.state.choices.map { $0.obstacle != nil }, [true, false])
        model.choose(subject: "app:a")
        model.choose(engine: "coreml")
        model.ask("text")
        await model.settled()
        XCTAssertEqual(model.held.state.answer, "text by coreml")
    }

    func testABundleThatIsStillThereStaysChosen() async throws {
        let folders = try FakeFolders()
        try folders.add("b")
        let library = library(folders, [FakeEngine(name: "coreml")])
        let model = echo(library)
        await library.look()
        try folders.add("a")
        await library.look()
        XCTAssertEqual(model.held.state.subjects?.map(\.legs[0].name), ["a", "b"])
        XCTAssertEqual(model.held.state.subject?.legs[0].name, "b")
    }

    func testAnOlderSystemTakesTheEngineThatRunsThere() async throws {
        let folders = try FakeFolders()
        try folders.add("a", formats: ["coreml", "executorch"])
        let library = library(
            folders, [FakeEngine(name: "coreml", system: 17), FakeEngine(name: "executorch")])
        let model = echo(library)
        await library.look()
        XCTAssertEqual(model.held.state.offer?.name, "executorch")
        XCTAssertEqual(
            model.held.state.choices.map(\.obstacle),
            [.filled(.needsSystem, ["a-model", "Core ML", "18", "17"]), nil])
        model.ask("text")
        await model.settled()
        XCTAssertEqual(model.held.state.answer, "text by executorch")
    }

    func testABundleThatWasCopiedAnewIsPreparedAnew() async throws {
        let folders = try FakeFolders()
        try folders.add("a")
        let library = library(folders, [FakeEngine(name: "coreml")])
        let model = echo(library)
        await library.look()
        model.prepare()
        await model.settled()
        try folders.add("a", formats: ["coreml", "executorch"])
        await library.look()
        XCTAssertEqual(model.held.state.busy, .preparing)
        await model.settled()
    }

    func testTheFirstLoadOnADeviceIsSaid() async throws {
        let folders = try FakeFolders()
        try folders.add("a")
        let library = library(folders, [FakeEngine(name: "coreml")])
        let gate = Gate()
        let model = Model(
            task: BundleTask.classification, library: library, nothing: .noClassifier,
            ask: { _, _, question in
                await gate.pass()
                return Model.Asked(examples: [], answer: question?.text)
            }, isFirst: { _, _ in true })
        await library.look()
        var seen: [Phrase?] = []
        model.held.watch { seen.append($0.busy) }
        model.prepare()
        while model.held.state.busy != .preparingOnce { await Task.yield() }
        await gate.release()
        await model.settled()
        XCTAssertNil(model.held.state.busy)
        XCTAssertTrue(seen.contains(.preparing))
    }

    func testAnswersThatAreNotToBeReliedOnAreWarnedOf() async throws {
        let folders = try FakeFolders()
        try folders.add("a", formats: ["coreml", "executorch"])
        let library = library(folders, [FakeEngine(name: "coreml"), FakeEngine(name: "executorch")])
        let model = Model(
            task: BundleTask.classification, library: library, nothing: .noClassifier,
            ask: { _, _, question in Model.Asked(examples: [], answer: question?.text) },
            check: { _, offer in offer.name == "executorch" })
        await library.look()
        model.prepare()
        await model.settled()
        XCTAssertEqual(model.held.state.warning, .filled(.goldensWrong, ["Core ML"]))
        model.ask("text")
        await model.settled()
        XCTAssertEqual(model.held.state.answer, "text", "it is answered all the same")
        XCTAssertNotNil(model.held.state.warning)
        model.choose(engine: "coreml")
        await model.settled()
        XCTAssertNotNil(model.held.state.warning, "chosen again it is as wrong")
        model.choose(engine: "executorch")
        await model.settled()
        XCTAssertNil(model.held.state.warning)
    }

    func testOnlyATextWithLettersCanBeAsked() async throws {
        let folders = try FakeFolders()
        try folders.add("sentiment")
        let library = library(folders, [FakeEngine(name: "coreml")])
        let model = echo(library)
        await library.look()
        XCTAssertFalse(model.held.state.canAsk(" \n"))
        XCTAssertTrue(model.held.state.canAsk("a"))
        XCTAssertFalse(model.held.state.wantsPair)
        model.ask("a", pair: "b")
        await model.settled()
        XCTAssertEqual(model.held.state.answer, "a by coreml", "a second text is asked of pairs alone")
    }

    func testAModelOfPairsIsAskedForTwoTexts() async throws {
        let folders = try FakeFolders()
        try folders.add("paraphrase", text: "\"pairs\": true")
        let library = library(folders, [FakeEngine(name: "coreml")])
        let model = echo(library)
        await library.look()
        XCTAssertTrue(model.held.state.wantsPair)
        XCTAssertFalse(model.held.state.canAsk("a"))
        XCTAssertFalse(model.held.state.canAsk("a", pair: " "))
        XCTAssertTrue(model.held.state.canAsk("a", pair: "b"))
        model.ask(" a", pair: "b\n")
        await model.settled()
        XCTAssertEqual(model.held.state.answer, "a\nb by coreml")
    }
}
