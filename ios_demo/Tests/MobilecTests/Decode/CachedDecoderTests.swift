import XCTest

@testable import Mobilec

final class CachedDecoderTests: XCTestCase {
    private let states = States(
        hypotheses: 2, capacity: 3, source: ["source"],
        kept: [
            State(name: "key", new: "new_key", shape: [4, 3, 1], update: .append),
            State(name: "total", new: "new_total", shape: [2, 2], update: .replace),
        ])
    private let program = Repeating()

    private func spoken() throws -> CachedDecoder {
        let model = CachedDecoder(program, states)
        _ = try model.encode([7], mask: nil)
        _ = try model.step([1, 2], position: 0)
        _ = try model.step([3, 4], position: 1)
        return model
    }

    func testOnePositionOfWhatIsAppendedIsWrittenAndAllOfWhatIsReplaced() throws {
        _ = try spoken()
        XCTAssertEqual(program.kept("key"), [1, 3, 0, 1, 3, 0, 2, 4, 0, 2, 4, 0])
        XCTAssertEqual(program.kept("total"), [3, 3, 4, 4])
    }

    func testAllRowsOfAHypothesisMoveAtOnce() throws {
        let model = try spoken()
        try model.reorder([1, 0])
        XCTAssertEqual(program.kept("key"), [2, 4, 0, 2, 4, 0, 1, 3, 0, 1, 3, 0])
        XCTAssertEqual(program.kept("total"), [4, 4, 3, 3])
        try model.reorder([1])
        XCTAssertEqual(program.kept("key"), [1, 3, 0, 1, 3, 0, 1, 3, 0, 1, 3, 0])
        XCTAssertEqual(program.kept("total"), [3, 3, 3, 3])
    }

    func testASentenceBeginsFromClearStates() throws {
        for begin in [{ try $0.encode([8], mask: nil) }, { $0.reset() }] as [(CachedDecoder) throws -> Void] {
            try begin(try spoken())
            XCTAssertEqual(program.kept("key"), Array(repeating: 0, count: 12))
            XCTAssertEqual(program.kept("total"), [0, 0, 0, 0])
        }
    }

    func testWhatIsReplacedIsTakenOnlyWhole() throws {
        program.total = [2, 1]
        assertRefused("new_total is float32 [2, 1], which does not fit total [2, 2]") { try spoken() }
    }
}

/// What a step brings is the token of its hypothesis; what the last call was handed is looked at.
private final class Repeating: Program {
    var total = [2, 2]
    private var seen: [String: Tensor] = [:]

    func run(_ method: String, _ inputs: [String: Tensor]) -> [String: Tensor] {
        if method == "encode" { return ["source": Tensor(.float32, shape: [1, 1, 1])] }
        seen = inputs
        return [
            "logits": Tensor(.float32, shape: [2, 1]), "new_key": said([4, 1, 1]), "new_total": said(total),
        ]
    }

    func kept(_ name: String) -> [Float] { seen[name].map { Array($0.floats) } ?? [] }

    func close() {}

    private func said(_ shape: [Int]) -> Tensor {
        let tensor = Tensor(.float32, shape: shape)
        for at in 0..<tensor.count {
            tensor.floats[at] = Float(seen["token"]?.longs[at * 2 / tensor.count] ?? 0)
        }
        return tensor
    }
}
