import XCTest

@testable import Mobilec

/// What there is to choose among translators, as Python finds it.
final class WaysTests: XCTestCase {
    func testCodesNameOneLanguageWhereTheyDoInPython() throws {
        let file = try PivotFile.read()
        XCTAssertGreaterThan(file.same.count, 100)
        for one in file.known { XCTAssertEqual(isKnown(one.code), one.known, "\(one)") }
        for one in file.same {
            XCTAssertEqual(isSameLanguage(one.one, one.other), one.same, "\(one)")
            XCTAssertEqual(isSameLanguage(one.other, one.one), one.same, "\(one)")
        }
    }

    func testPairsAndWaysThroughALanguageAreThoseOfPython() throws {
        let sets = try PivotFile.read().sets
        XCTAssertGreaterThan(sets.count, 10)
        for one in sets { XCTAssertEqual(choices(one.translators), one.choices, one.name) }
    }
}
