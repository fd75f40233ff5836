import Foundation
import XCTest

@testable import BenchmarkCore

final class PostProcessorsTests: XCTestCase {
    private func json(_ text: String) throws -> Json { try Json.parse(Data(text.utf8), what: "here") }

    private func around(_ text: String) throws -> [Int] {
        try readPostProcessor(json(text), at: "here").around([5, 6])
    }

    private func template(_ single: String) -> String {
        "{\"type\":\"TemplateProcessing\",\"single\":[\(single)],\"pair\":[],"
            + "\"special_tokens\":{\"S\":{\"id\":\"S\",\"ids\":[1,2],\"tokens\":[\"S\",\"T\"]}}}"
    }

    private let special = "{\"SpecialToken\":{\"id\":\"S\",\"type_id\":0}}"
    private let text = "{\"Sequence\":{\"id\":\"A\",\"type_id\":0}}"

    func testATemplateMayStandBeforeAfterAndAround() throws {
        XCTAssertEqual(try around(template("\(special),\(text)")), [1, 2, 5, 6])
        XCTAssertEqual(try around(template("\(text),\(special),\(special)")), [5, 6, 1, 2, 1, 2])
        XCTAssertEqual(try around(template(text)), [5, 6])
    }

    func testTheFormsOfBertAndRobertaAloneAndInASequence() throws {
        let bert = "{\"type\":\"BertProcessing\",\"sep\":[\"[SEP]\",3],\"cls\":[\"[CLS]\",2]}"
        let roberta =
            "{\"type\":\"RobertaProcessing\",\"sep\":[\"[SEP]\",3],\"cls\":[\"[CLS]\",2],\"trim_offsets\":true,"
            + "\"add_prefix_space\":false}"
        XCTAssertEqual(try around(bert), [2, 5, 6, 3])
        XCTAssertEqual(try around(roberta), [2, 5, 6, 3])
        XCTAssertEqual(
            try around("{\"type\":\"Sequence\",\"processors\":[\(bert),\(roberta)]}"), [2, 2, 5, 6, 3, 3])
        XCTAssertEqual(
            try around("{\"type\":\"ByteLevel\",\"add_prefix_space\":true,\"trim_offsets\":true}"), [5, 6])
        XCTAssertThrowsError(try around("{\"type\":\"BertProcessing\",\"cls\":[\"[CLS]\",2]}")) {
            XCTAssertEqual("\($0)", "here.sep is missing")
        }
        XCTAssertThrowsError(try around("{\"type\":\"BertProcessing\",\"sep\":[],\"cls\":[\"[CLS]\",2]}"))
    }

    func testATemplateWithoutTheTextWithItTwiceWithAnotherTextOrAnUnknownTokenIsRefused() {
        let other = "{\"Sequence\":{\"id\":\"B\",\"type_id\":0}}"
        let unknown = "{\"SpecialToken\":{\"id\":\"U\",\"type_id\":0}}"
        for single in [special, "\(text),\(text)", "\(text),\(other)", "\(text),\(unknown)"] {
            XCTAssertThrowsError(try around(template(single)), single)
        }
    }
}
