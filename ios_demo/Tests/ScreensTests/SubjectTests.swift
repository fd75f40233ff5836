import Mobilec
import Foundation
import XCTest

@testable import MobilecScreens

/// What there is to choose among translators, and how a person reads it.
@MainActor
final class SubjectTests: XCTestCase {
    private typealias Model = AskModel<String>

    private let english = Locale(identifier: "en")

    /// Answers with the names of the bundles that a text goes through.
    private func model(
        _ names: [String], of folders: FakeFolders, formats: [String: [String]] = [:]
    ) async throws -> Model {
        for name in names {
            let codes = name.split(separator: "-").map(String.init)
            let languages = "\"source_language\": \"\(codes[0])\", \"target_language\": \"\(codes[1])\""
            try folders.add(
                name, task: BundleTask.translation, formats: formats[name] ?? ["coreml", "executorch"],
                text: codes[0] == "none" ? nil : languages)
        }
        let library = library(folders, [FakeEngine(name: "coreml"), FakeEngine(name: "executorch")])
        let model = Model(
            task: BundleTask.translation, library: library, nothing: .noTranslator,
            ask: { subject, offer, question in
                let legs = subject.legs.map(\.name).joined(separator: " ")
                return Model.Asked(examples: [], answer: question.map { _ in "\(legs) by \(offer.name)" })
            })
        await library.look()
        return model
    }

    private func titles(_ model: Model, _ locale: Locale? = nil) -> [[Said]] {
        let state = model.held.state
        return titled(state.subjects ?? [], chosen: state.subject, spoken: locale ?? english).map(\.title)
    }

    func testAPairIsOneChoiceThatIsSwapped() async throws {
        let folders = try FakeFolders()
        let model = try await model(["en-pt", "pt-en"], of: folders)
        XCTAssertEqual(titles(model), [[.filled(.way, ["English", "Portuguese"])]])
        model.ask("text")
        await model.settled()
        XCTAssertEqual(model.held.state.answer, "en-pt by coreml")
        model.swap()
        XCTAssertNil(model.held.state.answer)
        XCTAssertEqual(titles(model), [[.filled(.way, ["Portuguese", "English"])]])
        model.ask("text")
        await model.settled()
        XCTAssertEqual(model.held.state.answer, "pt-en by coreml")
        model.swap()
        XCTAssertEqual(model.held.state.subject?.id, "app:en-pt")
    }

    func testTwoThatMeetAreAWayThroughTheirLanguage() async throws {
        let folders = try FakeFolders()
        let model = try await model(["deu_Latn-eng_Latn", "en-pt"], of: folders)
        XCTAssertEqual(
            titles(model),
            [
                [.filled(.way, ["German", "English"])], [.filled(.way, ["English", "Portuguese"])],
                [.filled(.wayThrough, ["German", "Portuguese", "English"])],
            ])
        XCTAssertEqual(
            titles(model, Locale(identifier: "de")).last,
            [.filled(.wayThrough, ["Deutsch", "Portugiesisch", "Englisch"])])
        model.choose(subject: "app:deu_Latn-eng_Latn+app:en-pt")
        XCTAssertNil(model.held.state.subject?.turned)
        model.swap()
        model.ask("text")
        await model.settled()
        XCTAssertEqual(model.held.state.answer, "deu_Latn-eng_Latn en-pt by coreml")
    }

    func testAWayRunsOnAnEngineThatHasAProgramOfBoth() async throws {
        let folders = try FakeFolders()
        let formats = ["de-en": ["executorch"], "en-pt": ["coreml", "executorch"], "pt-es": ["coreml"]]
        let model = try await model(["de-en", "en-pt", "pt-es"], of: folders, formats: formats)
        model.choose(subject: "app:en-pt")
        XCTAssertEqual(model.held.state.offer?.name, "executorch", "as it was chosen before")
        model.choose(engine: "coreml")
        model.choose(subject: "app:de-en+app:en-pt")
        XCTAssertEqual(model.held.state.offer?.name, "executorch")
        XCTAssertEqual(model.held.state.choices.map { $0.obstacle != nil }, [true, false])
    }

    func testTwoOfTheSameLanguagesAreToldApartAndOneWithoutHasItsName() async throws {
        let folders = try FakeFolders()
        try folders.add("a", task: BundleTask.translation)
        let languages = "\"source_language\": \"en\", \"target_language\": \"pt\""
        try folders.add("b", task: BundleTask.translation, text: languages)
        let model = try await model(["en-pt"], of: folders)
        let way = Said.filled(.way, ["English", "Portuguese"])
        XCTAssertEqual(
            titles(model),
            [[.words("a-model")], [way, .words("b-model")], [way, .words("en-pt-model")]])
    }

    func testWhatWasChosenStaysChosenWhereMoreIsFound() async throws {
        let folders = try FakeFolders()
        let first = try await model(["en-pt", "pt-en"], of: folders)
        first.swap()
        XCTAssertEqual(first.held.state.subject?.id, "app:pt-en")
        let more = try await model(["de-en"], of: folders)
        XCTAssertEqual(
            more.held.state.subjects?.map(\.id), ["app:de-en", "app:en-pt", "app:de-en+app:en-pt"])
        let kept = remaining(more.held.state.subjects ?? [], chosen: first.held.state.subject)
        XCTAssertEqual(kept?.id, "app:pt-en", "a way back is found too")
    }

    func testBothTimesAreSaidOfAWayThroughALanguage() async throws {
        let through = Translated(
            text: "c", times: [10, 20.5], tokens: 61, engine: "e", cut: 0, note: nil, between: "b")
        XCTAssertEqual(through.milliseconds, 30.5)
        XCTAssertEqual(through.through, .filled(.translateBetween, ["b", "\(short(10)) + \(short(20.5))"]))
        let alone = Translated(
            text: "c", times: [10], tokens: 1, engine: "e", cut: 0, note: nil, between: nil)
        XCTAssertNil(alone.through)
    }
}
