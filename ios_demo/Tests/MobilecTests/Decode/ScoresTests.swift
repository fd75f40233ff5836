import Foundation
import XCTest

@testable import Mobilec

final class ScoresTests: XCTestCase {
    private func changed(_ scores: [Float], _ change: (Row) -> Void) -> [Float] {
        var scores = scores
        scores.withUnsafeMutableBufferPointer { change($0) }
        return scores
    }

    private func best(_ count: Int, _ rows: [[Float]], plus offsets: [Float]) -> Best {
        let tensor = Tensor(floats: Array(rows.joined()), shape: [rows.count, rows[0].count])
        return Best(count, ofRows: rows.indices.map(tensor.row), plus: offsets)
    }

    func testTheExponentialIsThatOfThePlatform() {
        for step in 0...8_700 {
            let x = -Float(step) / 100
            XCTAssertEqual(Double(exponential(x)) / exp(Double(x)), 1, accuracy: 2e-7, "e^\(x)")
        }
        XCTAssertEqual(exponential(-.infinity), 0)
        XCTAssertEqual(exponential(0), 1)
        XCTAssertTrue(exponential(.nan).isNaN)
    }

    func testProbabilitiesAddUpToOneAndWhatIsForbiddenStaysForbidden() {
        var scores = (0..<1000).map { Float(sin(Double($0 * $0))) * 8 }
        scores[7] = -.infinity
        let found = changed(scores, logSoftmax)
        XCTAssertEqual(found.map { exp(Double($0)) }.reduce(0, +), 1, accuracy: 1e-6)
        XCTAssertEqual(found[7], -.infinity)
        XCTAssertEqual(changed([], logSoftmax), [])
        XCTAssertTrue(changed([.nan, .nan], logSoftmax)[0].isNaN)
    }

    func testTheLargestComeFirstAndOfEqualsTheFirst() {
        let found = best(4, [[1, 3, 3], [4, 2, -1]], plus: [0, -1])
        XCTAssertEqual(found.places, [1, 2, 3, 0])
        XCTAssertEqual(found.scores, [3, 3, 3, 1])
        var row: [Float] = [2, 5, 5]
        XCTAssertEqual(row.withUnsafeMutableBufferPointer { likeliest($0) }, 1)
    }

    func testAsManyAreFoundAsThereAreAndForbiddenOnesInTheirOrder() {
        XCTAssertEqual(Best(8, of: [-.infinity, 1, -.infinity]).places, [1, 0, 2])
    }
}
