import Foundation
import XCTest

@testable import Mobilec

final class ReadModelTests: XCTestCase {
    private func read(_ json: String) throws -> any SubwordModel {
        try readModel(Json.parse(Data(json.utf8), what: "here"), at: "here")
    }

    private func refusal(_ json: String) -> String {
        do {
            _ = try read(json)
            return "nothing"
        } catch {
            return "\(error)"
        }
    }

    private func ids(_ model: any SubwordModel, _ text: String) throws -> [Int] {
        var found: [Int] = []
        try Array(text.utf8).withUnsafeBufferPointer { try model.cut($0, &found) }
        return found
    }

    func testMergesAsPairsAndAsLines() throws {
        let vocabulary = "\"vocab\":{\"a\":0,\"b\":1,\"ab\":2}"
        let pairs = try read("{\"type\":\"BPE\",\(vocabulary),\"merges\":[[\"a\",\"b\"]]}")
        let lines = try read("{\"type\":\"BPE\",\(vocabulary),\"merges\":[\"#version: 0.2\",\"a b\"]}")
        XCTAssertEqual(try ids(pairs, "aba"), [2, 0])
        XCTAssertEqual(try ids(lines, "aba"), [2, 0])
        XCTAssertEqual(pairs.id(Array("ab".utf8)), 2)
        XCTAssertEqual(pairs.token(1).map(Array.init), Array("b".utf8))
    }

    func testWholeWords() throws {
        let model = try read("{\"type\":\"WordLevel\",\"vocab\":{\"a\":0,\"?\":1},\"unk_token\":\"?\"}")
        XCTAssertEqual(try ids(model, "a"), [0])
        XCTAssertEqual(try ids(model, "b"), [1])
    }

    func testWhatIsWrongIsNamed() {
        XCTAssertEqual(
            refusal("{\"type\":\"BPE\",\"vocab\":{\"a\":\"b\"},\"merges\":[]}"),
            "here.vocab.a should be a whole number, and is \"b\"")
        XCTAssertEqual(
            refusal("{\"type\":\"BPE\",\"vocab\":{\"a\":-1},\"merges\":[]}"),
            "here.vocab.a is -1; this app reads ids from 0 to 16777215")
        XCTAssertEqual(
            refusal("{\"type\":\"BPE\",\"merges\":[]}"), "here has no \"vocab\", which should be an object")
        XCTAssertEqual(
            refusal("{\"type\":\"BPE\",\"vocab\":[],\"merges\":[]}"),
            "here.vocab should be an object, and is []")
        for merge in ["7", "\"a\"", "[\"a\"]"] {
            XCTAssertTrue(
                refusal("{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[\(merge)]}")
                    .hasPrefix("here.merges[0] should be two tokens, and is "))
        }
        XCTAssertEqual(
            refusal("{\"type\":\"Unigram\",\"vocab\":[[\"a\"]],\"unk_id\":0}"),
            "here.vocab[0] should be a token and its score")
        XCTAssertEqual(
            refusal("{\"type\":\"Unigram\",\"vocab\":[[\"a\",-1]],\"unk_id\":1}"),
            "here.unk_id is 1, and the vocabulary has 1 tokens")
        XCTAssertTrue(
            refusal("{}").hasPrefix("here is a model of type null, which this app does not have; it has BPE"))
    }
}
