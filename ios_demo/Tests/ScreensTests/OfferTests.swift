import Mobilec
import XCTest

@testable import MobilecScreens

final class OfferTests: XCTestCase {
    func testEachEngineIsOfferedInOrderWithItsReason() {
        let all = offers(of: [FakeEngine(name: "executorch"), FakeEngine(name: "coreml", why: "too old")])
        XCTAssertEqual(all.map(\.name), ["coreml", "executorch"])
        XCTAssertEqual(all.map(\.why), ["too old", nil])
        XCTAssertNil(all[0].engine, "an engine that cannot be used is not handed out")
        XCTAssertNotNil(all[1].engine)
    }

    func testAnEngineThatIsMissingSaysSo() {
        let all = offers(of: [])
        XCTAssertEqual(all[0].why, "Core ML is not in this app, which was built without it")
        XCTAssertNil(all[0].version)
    }

    func testTitles() {
        XCTAssertEqual(title(ofEngine: "coreml"), "Core ML")
        XCTAssertEqual(title(ofEngine: "other"), "other")
    }
}
