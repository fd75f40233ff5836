import Foundation
import XCTest

@testable import Mobilec

/// Against sentencex, by which Python finds sentences.
final class SentencesTests: XCTestCase {
    /// A bracket of two sentences before another, an ellipsis before a capital, and "M." in French.
    private static let different = 3

    private struct Line {
        let language: String
        let isGolden: Bool
        let sentences: [String]

        var text: String { sentences.joined() }

        func isCut(as found: [String]) -> Bool {
            found.elementsEqual(sentences) { Utf8Text($0) == Utf8Text($1) }
        }
    }

    func testGoldensOfBundlesAloneAndThreeInARowAreCutAsInPython() throws {
        let goldens = try recorded().filter(\.isGolden)
        XCTAssertFalse(goldens.isEmpty)
        for line in goldens {
            XCTAssertTrue(line.isCut(as: sentences(in: line.text, language: line.language)), line.text)
        }
    }

    func testOfLinesThatNeedRulesAtMostThreeAreCutOtherwiseAndMoreWithoutThem() throws {
        let hard = try recorded().filter { !$0.isGolden }
        let mine = hard.filter { !$0.isCut(as: sentences(in: $0.text, language: $0.language)) }
        XCTAssertLessThanOrEqual(mine.count, Self.different, "\(mine.map(\.text))")
        let atDots = hard.filter { !$0.isCut(as: afterEachDot($0.text)) }
        XCTAssertGreaterThan(atDots.count, Self.different)
    }

    func testNothingIsLost() throws {
        let short = ["", " ", "...", "a. ", " A. B", "\u{1F600}. Ok"]
        for text in try recorded().map(\.text) + short {
            for language in [nil, "de"] {
                XCTAssertEqual(sentences(in: text, language: language).joined(), text)
            }
        }
    }

    func testALanguageIsKnownByAnyFormOfItsCode() {
        let line = "Am 3. Mai kam z.B. Anna."
        for code in ["de", "deu_Latn", "de_DE", "__de__", ">>deu<<"] {
            XCTAssertEqual(sentences(in: line, language: code), [line])
        }
        XCTAssertGreaterThan(sentences(in: line, language: nil).count, 1)
    }

    func testAMarkOnADotDoesNotHideIt() {
        XCTAssertEqual(sentences(in: "He went.\u{200D} She stayed.", language: "en").count, 1)
        XCTAssertEqual(sentences(in: "(He went.) She stayed.", language: "en").count, 2)
    }

    /// What one would write without rules.
    private func afterEachDot(_ text: String) -> [String] {
        var found: [String] = []
        var rest = text[...]
        while let end = rest.range(of: "[.!?]\\s+", options: .regularExpression)?.upperBound {
            found.append(String(rest[..<end]))
            rest = rest[end...]
        }
        return rest.isEmpty ? found : found + [String(rest)]
    }

    private func recorded() throws -> [Line] {
        try Json.read(Fixtures.shared("sentences.json")).items(at: "sentences.json") { line, place in
            try line.record(at: place) { fields in
                Line(
                    language: try fields.text("language"), isGolden: try fields.boolean("golden"),
                    sentences: try fields.texts("sentences"))
            }
        }
    }
}
