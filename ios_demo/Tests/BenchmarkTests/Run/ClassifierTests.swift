import XCTest

@testable import BenchmarkCore

final class ClassifierTests: XCTestCase {
    /// A token a character, between a mark at the start and two at the end.
    private struct Characters: Tokenizer {
        func encode(_ text: String) -> [Int] { [1] + text.unicodeScalars.map { Int($0.value) } + [2, 3] }

        func decode(_ ids: [Int]) -> String { "" }
    }

    /// The logits are the number of tokens and 5.
    private final class Counting: Program {
        var seen: [[String: [Int64]]] = []
        var count = 2
        var closed = false

        func run(_ method: String, _ inputs: [String: Tensor]) throws -> [String: Tensor] {
            seen.append(inputs.mapValues { Array($0.longs) })
            let logits = Tensor(.float32, shape: [1, count])
            logits.floats[0] = Float(inputs["input_ids"]?.shape[1] ?? 0)
            if count > 1 { logits.floats[1] = 5 }
            return ["logits": logits]
        }

        func close() { closed = true }
    }

    private let program = Counting()

    private func classifier(_ labels: [String] = ["long", "short"], longest: Int = 8) -> Classifier {
        Classifier(program: program, tokenizer: Characters(), labels: labels, longest: longest)
    }

    func testTheLabelWithTheLargestLogitAndSharesThatAddUpToOne() throws {
        let classifier = classifier()
        let found = try classifier.classify("a")
        XCTAssertEqual(found.label, "short")
        XCTAssertEqual(found.shares.map(\.label), ["long", "short"])
        XCTAssertEqual(found.shares.map(\.share).reduce(0, +), 1, accuracy: 1e-12)
        XCTAssertEqual(try classifier.classify("abcd").label, "long")
        XCTAssertEqual(program.seen[0]["attention_mask"], [1, 1, 1, 1])
        classifier.close()
        XCTAssertTrue(program.closed)
    }

    func testATextThatIsTooLongIsCutBeforeTheTokensThatEndIt() throws {
        XCTAssertEqual(try classifier().ids("abcdefgh"), [1, 97, 98, 99, 100, 101, 2, 3])
        XCTAssertEqual(try classifier().ids("abcde"), try classifier().ids("abcdefgh"))
        XCTAssertEqual(try classifier(longest: 1).ids("abc"), [2, 3])
    }

    func testAnotherLengthGetsTensorsOfItsOwn() throws {
        let classifier = classifier()
        _ = try classifier.classify("abc")
        _ = try classifier.classify("a")
        XCTAssertEqual(program.seen[1]["input_ids"], [1, 97, 2, 3])
    }

    func testAnEmptyTextIsRefused() {
        assertRefused("an empty text has no label") { try classifier().classify(" \n\u{1c}") }
    }

    func testLogitsThatAreNotOfTheLabelsAreRefused() {
        program.count = 1
        assertRefused("the program returned float32 [1, 1] for 2 labels") { try classifier().classify("a") }
        assertRefused("for 0 labels") { try classifier([]).classify("a") }
    }
}
