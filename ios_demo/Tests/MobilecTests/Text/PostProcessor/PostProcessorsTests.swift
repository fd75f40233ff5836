import Foundation
import XCTest

@testable import Mobilec

final class PostProcessorsTests: XCTestCase {
    private func json(_ text: String) throws -> Json { try Json.parse(Data(text.utf8), what: "here") }

    private func around(_ text: String) throws -> [Int] {
        try readPostProcessor(json(text), at: "here").around([5, 6]).ids
    }

    private func pair(_ text: String) throws -> Encoding {
        try readPostProcessor(json(text), at: "here").around([5, 6], [7])
    }

    private func template(_ single: String, pair: String = "") -> String {
        "{\"type\":\"TemplateProcessing\",\"single\":[\(single)],\"pair\":[\(pair)],"
            + "\"special_tokens\":{\"S\":{\"id\":\"S\",\"ids\":[1,2],\"tokens\":[\"S\",\"T\"]}}}"
    }

    private let special = "{\"SpecialToken\":{\"id\":\"S\",\"type_id\":0}}"
    private let text = "{\"Sequence\":{\"id\":\"A\",\"type_id\":0}}"
    private let bert = "{\"type\":\"BertProcessing\",\"sep\":[\"[SEP]\",3],\"cls\":[\"[CLS]\",2]}"
    private let roberta =
        "{\"type\":\"RobertaProcessing\",\"sep\":[\"[SEP]\",3],\"cls\":[\"[CLS]\",2],\"trim_offsets\":true,"
        + "\"add_prefix_space\":false}"
    private let bytes = "{\"type\":\"ByteLevel\",\"add_prefix_space\":true,\"trim_offsets\":true}"

    func testATemplateMayStandBeforeAfterAndAround() throws {
        XCTAssertEqual(try around(template("\(special),\(text)")), [1, 2, 5, 6])
        XCTAssertEqual(try around(template("\(text),\(special),\(special)")), [5, 6, 1, 2, 1, 2])
        XCTAssertEqual(try around(template(text)), [5, 6])
    }

    func testTheFormsOfBertAndRobertaAloneAndInASequence() throws {
        XCTAssertEqual(try around(bert), [2, 5, 6, 3])
        XCTAssertEqual(try around(roberta), [2, 5, 6, 3])
        XCTAssertEqual(
            try around("{\"type\":\"Sequence\",\"processors\":[\(bert),\(roberta)]}"), [2, 2, 5, 6, 3, 3])
        XCTAssertEqual(try around(bytes), [5, 6])
        XCTAssertThrowsError(try around("{\"type\":\"BertProcessing\",\"cls\":[\"[CLS]\",2]}")) {
            XCTAssertEqual("\($0)", "here.sep is missing")
        }
        XCTAssertThrowsError(try around("{\"type\":\"BertProcessing\",\"sep\":[],\"cls\":[\"[CLS]\",2]}"))
    }

    func testAPairAsATemplateBertRobertaAndNobodyHaveIt() throws {
        let other = "{\"Sequence\":{\"id\":\"B\",\"type_id\":1}}"
        let between = "{\"SpecialToken\":{\"id\":\"S\",\"type_id\":1}}"
        let template = template(text, pair: "\(special),\(text),\(other),\(between)")
        let both = Encoding(ids: [1, 2, 5, 6, 7, 1, 2], types: [0, 0, 0, 0, 1, 1, 1])
        XCTAssertEqual(try pair(template), both)
        XCTAssertEqual(try pair(bert), Encoding(ids: [2, 5, 6, 3, 7, 3], types: [0, 0, 0, 0, 1, 1]))
        XCTAssertEqual(
            try pair(roberta), Encoding(ids: [2, 5, 6, 3, 3, 7, 3], types: [0, 0, 0, 0, 0, 0, 0]))
        XCTAssertEqual(try pair(bytes), Encoding(ids: [5, 6, 7], types: [0, 0, 1]))
        let sequence = "{\"type\":\"Sequence\",\"processors\":[\(bytes),\(template),\(bytes)]}"
        XCTAssertEqual(try pair(sequence), both)
    }

    func testAPairIsRefusedWhereItsTemplateHasNotBothTextsOrTwoAddTokens() {
        let two = "{\"type\":\"Sequence\",\"processors\":[\(bert),\(roberta)]}"
        for json in [template(text), template(text, pair: "\(text),\(special)"), two] {
            XCTAssertThrowsError(try pair(json), json)
        }
    }

    func testATemplateWithoutTheTextWithItTwiceWithAnotherTextOrAnUnknownTokenIsRefused() {
        let other = "{\"Sequence\":{\"id\":\"B\",\"type_id\":0}}"
        let unknown = "{\"SpecialToken\":{\"id\":\"U\",\"type_id\":0}}"
        for single in [special, "\(text),\(text)", "\(text),\(other)", "\(text),\(unknown)"] {
            XCTAssertThrowsError(try around(template(single)), single)
        }
    }
}
