import XCTest

@testable import Mobilec

final class RelativeErrorTests: XCTestCase {
    private let expected = [[1.0, 5], [3, 9]]

    func testTheRightAnswersHaveNone() {
        XCTAssertEqual(relativeError(expected: expected, found: [[1, 5], [3, 9]]), 0)
    }

    func testTheMeanAnswerAlwaysGivenHasAnErrorOfOne() throws {
        let found = try XCTUnwrap(relativeError(expected: expected, found: [[2, 7], [2, 7]]))
        XCTAssertEqual(found, 1, accuracy: 1e-12)
    }

    func testOneLogitThatIsOffCountsAgainstWhatTheAnswersDifferBy() throws {
        // The answers are 1, 2, 1 and 2 from their means.
        let found = try XCTUnwrap(relativeError(expected: expected, found: [[1.5, 5], [3, 9]]))
        XCTAssertEqual(found, 0.5 / 10.0.squareRoot(), accuracy: 1e-12)
    }

    func testWhatIsNotFiniteHasNoErrorThatCouldPass() {
        XCTAssertNil(relativeError(expected: expected, found: [[.nan, 5], [3, 9]]))
        XCTAssertNil(relativeError(expected: expected, found: [[1, .infinity], [3, 9]]))
    }
}
