import Foundation
import XCTest

@testable import Mobilec

/// The searches of decoding.json by a shortlist, by both ways to leave words out.
final class ShortlistedDecoderTests: XCTestCase {
    private static let sourceWords = 9
    private var recorded = Searches(states: States(hypotheses: 1, capacity: 1, source: [], kept: []))
    private var count: Int { recorded.table[0].count }

    override func setUpWithError() throws {
        recorded = try Searches.recorded()
    }

    private var bias: [Float] { (0..<count).map { Float($0) * 0.3 - 1 } }

    /// Two words of five by each source word, and the ends.
    private func some() throws -> WordLists {
        let each = (0..<Self.sourceWords).map { source in
            (0..<count).filter { ($0 * 3 + source * 7) % 5 < 2 }
        }
        return try WordLists(shortlist(count, each + [[1, 4]]), targetWords: count)
    }

    private func all() throws -> WordLists {
        let each = Array(repeating: [Int](), count: Self.sourceWords) + [Array(0..<count)]
        return try WordLists(shortlist(count, each), targetWords: count)
    }

    /// 13 words are three whole calls of four and one that is filled up.
    private func rows(_ size: Size = Size(4)) -> MethodEntry {
        let words = TensorEntry(name: "words", dtype: "int64", shape: [size])
        return MethodEntry(name: "output_rows", inputs: [words], outputs: [])
    }

    private func byRows(_ toy: any Program, _ lists: WordLists) throws -> ShortlistedDecoder {
        let hidden = CachedDecoder(toy, recorded.states, method: "hidden", returns: "hidden")
        return ShortlistedDecoder(hidden, lists, try OutputRows(toy, rows()))
    }

    private func byLogits(_ toy: Toy, _ lists: WordLists) -> ShortlistedDecoder {
        ShortlistedDecoder(CachedDecoder(toy, recorded.states), lists, nil)
    }

    private func found(_ model: any StepModel) throws -> [[Int]] {
        try recorded.cases.map { try search(model, $0.source, $0.settings) }
    }

    func testAShortlistOfAllWordsChangesNothing() throws {
        let toy = Toy(recorded.table)
        XCTAssertEqual(try found(try byRows(toy, try all())), recorded.cases.map(\.tokens))
        XCTAssertEqual(Set(toy.called), ["encode", "output_rows", "hidden"])
        XCTAssertEqual(try found(byLogits(toy, try all())), recorded.cases.map(\.tokens))
    }

    func testRowsOfTheAllowedWordsEndEverySearchAsAllLogitsWithTheOthersLeftOut() throws {
        let some = try some()
        let ends = try [nil, bias].map { bias in
            let toy = Toy(recorded.table, bias: bias)
            let masked = try found(byLogits(toy, some))
            XCTAssertEqual(try found(try byRows(toy, some)), masked)
            XCTAssertNotEqual(try found(CachedDecoder(toy, recorded.states)), masked)
            return masked
        }
        XCTAssertNotEqual(ends[0], ends[1], "the bias counts")
    }

    func testStatesThatTheProgramKeepsGiveTheSame() throws {
        let some = try some()
        let toy = StatefulToy(recorded.table, recorded.states)
        let model = ShortlistedDecoder(StatefulDecoder(toy, toy, recorded.states), some, nil)
        XCTAssertEqual(try found(model), try found(byLogits(Toy(recorded.table), some)))
    }

    func testWhatIsNotAllowedCannotComeAtEveryStepAndWhateverWasWrittenOverIt() throws {
        let some = try some()
        let toy = Toy(recorded.table, bias: bias)
        let allowed = Set(try some.allowed([3, 4]))
        XCTAssertTrue((3..<count).contains(allowed.count))
        for model in [try byRows(toy, some), byLogits(toy, some)] {
            try model.encode([3, 4, 5], mask: [1, 1, 0])
            for position in 0..<3 {
                let step = try model.step([0, 6], position: position)
                XCTAssertEqual(step.shape, [2, count])
                for at in 0..<2 {
                    let row = step.row(at)
                    XCTAssertEqual(Set(row.indices.filter { row[$0].isFinite }), allowed)
                    XCTAssertTrue(row.allSatisfy { $0.isFinite || $0 == -.infinity })
                    row.update(repeating: 9)
                }
            }
        }
    }

    func testAWordThatIsToStayMayComeAllTheSame() throws {
        let some = try some()
        let toy = Toy(recorded.table)
        let allowed = Set(try some.allowed([3]))
        let missing = try XCTUnwrap((0..<count).first { !allowed.contains($0) })
        for model in [try byRows(toy, some), byLogits(toy, some)] {
            model.more = [missing]
            try model.encode([3])
            XCTAssertTrue(try model.step([0], position: 0).row(0)[missing].isFinite)
            model.more = []
            try model.encode([3])
            XCTAssertEqual(try model.step([0], position: 0).row(0)[missing], -.infinity)
        }
    }

    func testRowsAreAskedForOnceASentenceAndAsManyCallsAsTheyNeed() throws {
        let toy = Toy(recorded.table)
        let model = try byRows(toy, try all())
        try model.encode([3])
        _ = try model.step([0], position: 0)
        try model.reset()
        _ = try model.step([0], position: 0)
        XCTAssertEqual(
            toy.called, ["encode"] + Array(repeating: "output_rows", count: 4) + ["hidden", "hidden"])
    }

    func testASourceOfAnotherVocabularyAndRowsOfNoFixedNumberOfWordsAreRefused() throws {
        let toy = Toy(recorded.table)
        let model = try byRows(toy, try some())
        assertRefused("it is of another vocabulary") { try model.encode([Self.sourceWords]) }
        assertRefused("output_rows takes no fixed number of words") {
            try OutputRows(toy, rows(Size(name: "n", minimum: 1, maximum: 8)))
        }
    }

    func testAProgramThatReturnsSomethingElseIsRefused() throws {
        for (spoilt, words) in [
            ("output_rows", "output_rows gave output_rows as float32 [1, 3] for 4 words"),
            ("output_bias", "output_rows gave output_bias as float32 [1, 3] for 4 words"),
            ("hidden", "the hidden are float32 [1, 3], which is not what a search reads"),
        ] {
            let model = try byRows(Spoilt(Toy(recorded.table, bias: bias), spoilt, [1, 3]), try all())
            assertRefused(words) {
                try model.encode([3])
                return try model.step([0], position: 0)
            }
        }
        let wide = try byRows(Spoilt(Toy(recorded.table), "hidden", [5, 3]), try all())
        assertRefused("a step gave 3 numbers, and output_rows rows of \(recorded.table.count)") {
            try wide.encode([3])
            return try wide.step([0], position: 0)
        }
        let few = try WordLists(shortlist(2, Array(repeating: [], count: 9) + [[0]]), targetWords: 2)
        let short = byLogits(Toy(recorded.table), few)
        try short.encode([3])
        assertRefused("the program scores \(count) words, and the shortlist is of 2") {
            try short.step([0], position: 0)
        }
    }

    func testAProductIsThatOfEveryRow() {
        for (count, width) in [(1, 1), (3, 15), (5, 16), (2, 50), (0, 4)] {
            let rows = (0..<count * width).map { Float($0 * 7 % 11) - 5 }
            let (tensor, vector) = (
                Tensor(floats: rows, shape: [count, width]),
                Tensor(floats: (0..<width).map { Float($0 % 5) - 2 }, shape: [width])
            )
            let found = Tensor(floats: Array(repeating: 9, count: count + 1), shape: [count + 1])
            multiply(tensor.floats, count, vector.floats, into: found.floats)
            let expected = (0..<count).map { row in
                (0..<width).map { rows[row * width + $0] * vector.floats[$0] }.reduce(0, +)
            }
            XCTAssertEqual(Array(found.floats), expected + [9], "\(count) of \(width)")
        }
    }
}

/// A program of which one output is something else.
private final class Spoilt: Program {
    private let program: any Program
    private let name: String
    private let other: Tensor

    init(_ program: any Program, _ name: String, _ shape: [Int]) {
        self.program = program
        self.name = name
        other = Tensor(.float32, shape: shape)
    }

    func run(_ method: String, _ inputs: [String: Tensor]) throws -> [String: Tensor] {
        var outputs = try program.run(method, inputs)
        if outputs[name] != nil { outputs[name] = other }
        return outputs
    }

    func close() {}
}
