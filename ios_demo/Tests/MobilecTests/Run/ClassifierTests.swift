import XCTest

@testable import Mobilec

final class ClassifierTests: XCTestCase {
    /// A token a character, between a mark at the start and two at the end.
    private struct Characters: Tokenizer {
        func encode(_ text: String) -> [Int] { [1] + characters(text) + [2, 3] }

        func encode(_ text: String, pair: String?, room: Room) -> Encoding {
            guard let pair else { return closed(room.cut(characters(text), added: 3)) }
            let (first, second) = room.cut(characters(text), characters(pair), added: 4)
            let front = closed(first)
            let types = front.types + Array(repeating: 1, count: second.count + 1)
            return Encoding(ids: front.ids + second + [3], types: types)
        }

        private func characters(_ text: String) -> [Int] { text.unicodeScalars.map { Int($0.value) } }

        private func closed(_ tokens: [Int]) -> Encoding {
            Encoding(ids: [1] + tokens + [2, 3], types: Array(repeating: 0, count: tokens.count + 3))
        }

        func decode(_ ids: [Int]) -> String { "" }
    }

    /// The logits are the number of tokens and 5.
    private final class Counting: Program {
        var seen: [[String: [Int64]]] = []
        var count = 2
        var second: Float = 5
        var closed = false

        func run(_ method: String, _ inputs: [String: Tensor]) throws -> [String: Tensor] {
            seen.append(inputs.mapValues { Array($0.longs) })
            let logits = Tensor(.float32, shape: [1, count])
            logits.floats[0] = Float(inputs["input_ids"]?.shape[1] ?? 0)
            if count > 1 { logits.floats[1] = second }
            return ["logits": logits]
        }

        func close() { closed = true }
    }

    private let program = Counting()

    private func classifier(
        _ labels: [String] = ["long", "short"], _ reading: Reading = Reading(room: Room(longest: 8))
    ) -> Classifier {
        Classifier(program: program, tokenizer: Characters(), labels: labels, reading: reading)
    }

    func testLogitsThatAreNoNumbersAreRefused() throws {
        let classifier = classifier()
        for wrong in [Float.nan, .infinity, -.infinity] {
            program.second = wrong
            assertRefused("answers with logits that are no numbers, and nothing can be chosen by them") {
                try classifier.classify("a")
            }
        }
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
        XCTAssertEqual(try classifier().encode("abcdefgh").ids, [1, 97, 98, 99, 100, 101, 2, 3])
        XCTAssertEqual(try classifier().encode("abcde"), try classifier().encode("abcdefgh"))
    }

    func testATextThatIsTooLongIsCutAtItsBeginningWhereItsEndDecides() throws {
        let reading = Reading(room: Room(longest: 8, keepsEnd: true))
        let classifier = classifier(["long", "short"], reading)
        XCTAssertEqual(try classifier.encode("abcdefgh").ids, [1, 100, 101, 102, 103, 104, 2, 3])
    }

    func testAPairGoesInWithItsTypesWhereTheProgramReadsThem() throws {
        var reading = Reading(room: Room(longest: 8), pairs: true, readsTypes: true)
        _ = try classifier(["long", "short"], reading).classify("a", pair: "b")
        reading.readsTypes = false
        _ = try classifier(["long", "short"], reading).classify("a", pair: "b")
        XCTAssertEqual(program.seen[0]["input_ids"], [1, 97, 2, 3, 98, 3])
        XCTAssertEqual(program.seen[0]["token_type_ids"], [0, 0, 0, 0, 1, 1])
        XCTAssertEqual(program.seen[1].keys.sorted(), ["attention_mask", "input_ids"])
    }

    func testAPairForAModelOfTextsATextForOneOfPairsAndAnEmptyPairAreRefused() {
        let pairs = classifier(["long", "short"], Reading(room: Room(longest: 8), pairs: true))
        assertRefused("one text at a time") { try classifier().classify("a", pair: "b") }
        assertRefused("there is one text") { try pairs.classify("a") }
        assertRefused("an empty text") { try pairs.classify("a", pair: " ") }
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
