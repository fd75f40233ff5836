import Foundation
import XCTest

@testable import Mobilec

/// Both shipped models from text to text: the calls are Python's, everything else is this core's.
final class RecordedTests: XCTestCase {
    private struct Said {
        let text: String
        let whole: [Int]
        let ids: [[Int]]
        let greedy: [[Int]]
        let beams: [[Int]]
        let translation: String
    }

    private func said(_ recording: Recording) throws -> [Said] {
        func rows(_ fields: Fields, _ name: String) throws -> [[Int]] {
            try fields.list(name) { try $0.items(at: $1) { try $0.small(at: $1) } }
        }
        return try recording.texts.items(at: "texts") {
            try $0.record(at: $1) { fields in
                Said(
                    text: try fields.text("text"), whole: try fields.ints("whole"),
                    ids: try rows(fields, "ids"),
                    greedy: try rows(fields, "greedy"), beams: try rows(fields, "beams"),
                    translation: try fields.text("translation"))
            }
        }
    }

    private func bundle(_ name: String) throws -> Mobilec.Bundle {
        let parts = name.split(separator: ".").map(String.init)
        let folder = try parts[1] == "coreml" ? Fixtures.iosBundle(parts[0]) : Fixtures.bundle(parts[0])
        return Mobilec.Bundle(folder: folder, manifest: try Manifest.read(in: folder))
    }

    private func translator(_ name: String, _ engine: ReplayEngine) throws -> Translator {
        try Translator(try bundle(name), engine: engine, options: EngineOptions())
    }

    private func check(_ name: String) throws {
        let engine = try ReplayEngine(name)
        let translator = try translator(name, engine)
        let texts = try said(engine.recording)
        XCTAssertEqual(texts.count, 5)
        for text in texts {
            XCTAssertEqual(try translator.words.ids(text.text), text.whole)
            let pieces = try translator.words.pieces(text.text, longest: 128).map(\.text).filter {
                !$0.isEmpty
            }
            XCTAssertEqual(try pieces.map(translator.words.ids), text.ids)
            let greedy = translator.settings.with(beams: 1)
            XCTAssertEqual(try text.ids.map { try translator.tokens($0, greedy) }, text.greedy, text.text)
            XCTAssertEqual(try text.ids.map { try translator.tokens($0) }, text.beams, text.text)
            let found = try translator.translate(text.text)
            XCTAssertEqual(found.text, text.translation)
            XCTAssertEqual(found.tokens, Array(text.beams.joined()))
        }
        translator.close()
    }

    func testTheTranslatorForExecutorchSaysWhatPythonSays() throws { try check("translation.executorch") }

    func testTheTranslatorForCoreMLSaysWhatPythonSaysItsCacheInside() throws {
        try check("translation.coreml")
    }

    func testTwoLogitsThatChangePlacesAreFoundOut() throws {
        for name in ["translation.executorch", "translation.coreml"] {
            var engine = try ReplayEngine(name)
            let text = try said(engine.recording)[0]
            let (right, wrong) = (text.greedy[0][1], text.greedy[0][1] + 1)
            engine.spoil = { _, outputs in
                guard let logits = outputs["logits"] else { return }
                logits.floats.swapAt(right, wrong)
            }
            let translator = try translator(name, engine)
            let greedy = translator.settings.with(beams: 1)
            XCTAssertThrowsError(try translator.tokens(text.ids[0], greedy)) {
                XCTAssertTrue("\($0)".contains("this call was not recorded"), "\($0)")
            }
        }
    }

    func testACacheWhoseHypothesesDoNotMoveIsFoundOut() throws {
        for name in ["translation.executorch", "translation.coreml"] {
            let engine = try ReplayEngine(name)
            let translator = try translator(name, engine)
            let failed = try said(engine.recording).flatMap(\.ids).filter { ids in
                (try? search(Unmoved(translator.model), ids, translator.settings)) == nil
            }
            XCTAssertFalse(failed.isEmpty, name)
        }
    }

    func testASourceThatIsTooLongIsRefusedAndNeverCut() throws {
        let translator = try translator("translation.coreml", try ReplayEngine("translation.coreml"))
        assertRefused("a source of 129 tokens was given, and the program takes 128") {
            try translator.tokens(Array(repeating: 5, count: 129))
        }
    }

    func testTheClassifierLabelsAsPythonDoesInBothFormats() throws {
        for name in ["sentiment.executorch", "sentiment.coreml"] {
            let engine = try ReplayEngine(name)
            let classifier = try Classifier(try bundle(name), engine: engine, options: EngineOptions())
            let texts = try engine.recording.texts.items(at: "texts") { text, place in
                try text.record(at: place) { fields in
                    (
                        text: try fields.text("text"), ids: try fields.ints("ids"),
                        logits: try fields.doubles("logits"),
                        label: try fields.text("label")
                    )
                }
            }
            for text in texts {
                let encoded = try classifier.encode(text.text)
                XCTAssertEqual(encoded.ids, text.ids)
                XCTAssertEqual(try classifier.logits(encoded).map(Double.init), text.logits)
                XCTAssertEqual(try classifier.classify(text.text).label, text.label)
            }
        }
    }

    func testABundleOfTheOtherTaskIsRefused() throws {
        let (sentiment, translation) = (try bundle("sentiment.coreml"), try bundle("translation.coreml"))
        assertRefused("is of the task text-classification, and does not translate") {
            try Translator(sentiment, engine: try ReplayEngine("sentiment.coreml"), options: EngineOptions())
        }
        assertRefused("is of the task translation, and does not classify") {
            try Classifier(
                translation, engine: try ReplayEngine("translation.coreml"), options: EngineOptions())
        }
        assertRefused("0 threads were asked for; the fewest are 1") {
            try loaded(sentiment, try ReplayEngine("sentiment.coreml"), EngineOptions(threads: 0))
        }
        assertRefused("is not what was recorded") {
            try loaded(sentiment, try ReplayEngine("translation.coreml"), EngineOptions())
        }
    }
}
