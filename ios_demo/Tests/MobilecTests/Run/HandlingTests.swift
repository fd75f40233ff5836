import Foundation
import XCTest

@testable import Mobilec

/// What is sent to a translator of a text, and what comes of it, as Python does it.
final class HandlingTests: XCTestCase {
    private struct Case {
        let text: String
        let entry: TextEntry
        let handling: Handling
        let asked: [String]
        let translation: String
        let cut: Int
    }

    private struct Sample {
        let text: String
        let things: [[Int]]
        let latin: String
        let chinese: String
        let thai: String
    }

    private struct Recorded {
        let longest: Int
        let room: Int
        let cases: [Case]
        let strings: [Sample]
    }

    private func recorded() throws -> Recorded {
        try Json.read(try Fixtures.shared("handling.json")).record(at: "handling.json") { fields in
            fields.any("about")
            return Recorded(
                longest: try fields.int("longest"), room: try fields.int("room"),
                cases: try fields.records("cases", read), strings: try fields.records("strings", sample))
        }
    }

    private func read(_ one: Fields) throws -> Case {
        Case(
            text: try one.text("text"),
            entry: TextEntry(
                tokenizer: "tokenizer.json", sourceLanguage: try one.textOrNil("source"),
                targetLanguage: try one.textOrNil("target"), sourceScripts: try one.texts("scripts")),
            handling: Handling(asIs: try one.boolean("as_is"), joinLines: try one.boolean("join_lines")),
            asked: try one.texts("asked"), translation: try one.text("translation"), cut: try one.int("cut"))
    }

    private func sample(_ one: Fields) throws -> Sample {
        Sample(
            text: try one.text("text"),
            things: try one.list("things") { try $0.items(at: $1) { try $0.whole(at: $1) } },
            latin: try one.text("latin"), chinese: try one.text("chinese"), thai: try one.text("thai"))
    }

    func testTextsAreHandledAsPythonHandlesThem() throws {
        let file = try recorded()
        XCTAssertGreaterThan(file.cases.count, 100)
        XCTAssertTrue(file.cases.contains { $0.cut > 0 })
        for one in file.cases {
            let words = Words(source: Characters(), target: Characters(), entry: one.entry) {
                sentences(in: $0, language: $1)
            }
            var settings = GenerationSettings(startId: 0, eosIds: [1])
            settings.maxLength = file.room
            var asked: [String] = []
            var speaker = Speaker(
                words: words, longest: file.longest, settings: settings, handling: one.handling
            ) { ids in
                asked.append(words.text(ids))
                return toy(ids, file.room)
            }
            let found = try speaker.translation(one.text)
            XCTAssertEqual(asked.map { Array($0.utf8) }, one.asked.map { Array($0.utf8) }, one.text)
            XCTAssertEqual(Array(found.text.utf8), Array(one.translation.utf8), one.text)
            XCTAssertEqual(found.cut, one.cut, one.text)
        }
    }

    func testThingsAreFoundWherePythonFindsThem() throws {
        for one in try recorded().strings {
            let found = things(Array(one.text.unicodeScalars)).map { [$0.lowerBound, $0.upperBound] }
            XCTAssertEqual(found, one.things, one.text)
        }
    }

    func testLettersAreFoldedAsPythonFoldsThem() throws {
        let (latin, chinese, thai) = (Scripts(["Latn"]), Scripts(["Hani"]), Scripts(["Thai"]))
        for one in try recorded().strings {
            XCTAssertEqual(Array(latin.folded(one.text).utf8), Array(one.latin.utf8), one.text)
            XCTAssertEqual(Array(chinese.folded(one.text).utf8), Array(one.chinese.utf8), one.text)
            XCTAssertEqual(Array(thai.folded(one.text).utf8), Array(one.thai.utf8), one.text)
        }
    }

    func testAForcedEndHidesNoCut() {
        let rows = [[0, 5, 1], [0, 5, 6, 1], [0, 5, 6, 7]]
        var settings = GenerationSettings(startId: 0, eosIds: [1])
        settings.maxLength = 4
        XCTAssertEqual(rows.map(settings.fills), [false, false, true])
        settings.forcedEos = [1]
        XCTAssertEqual(rows.map(settings.fills), [false, true, true])
    }
}
