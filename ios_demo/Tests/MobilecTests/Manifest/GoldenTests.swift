import Foundation
import XCTest

@testable import Mobilec

final class GoldenTests: XCTestCase {
    private func read(_ text: String) throws -> Golden {
        let file = try temporaryFolder(self).appendingPathComponent("golden.json")
        try Data(text.utf8).write(to: file)
        return try Golden.read(file)
    }

    func testAClassifiersGoldensAreRead() throws {
        let golden = try Golden.read(
            try Fixtures.iosBundle("sentiment").appendingPathComponent("golden.json"))
        guard case .classifier(let classifier) = golden else { return XCTFail("no classifier") }
        XCTAssertEqual(golden.sentences.map(\.text), classifier.sentences.map(\.text))
        XCTAssertEqual(golden.sentences.map(\.ids), classifier.sentences.map(\.ids.count))
        XCTAssertEqual(golden.tolerance, classifier.tolerance)
        XCTAssertTrue(classifier.sentences.allSatisfy { $0.logits.count == 2 && $0.margin > 0 })
        XCTAssertTrue(classifier.probes.contains { $0.padding > 0 })
    }

    func testAnotherSchemaOrTaskIsRefused() {
        assertRefused("has schema 3; this app reads 1") { try read(#"{"schema": 3}"#) }
        assertRefused("is of the task \"summary\", which this app does not know") {
            try read(#"{"schema": 1, "task": "summary"}"#)
        }
    }
}
