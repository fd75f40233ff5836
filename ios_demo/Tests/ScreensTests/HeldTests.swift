import XCTest

@testable import MobilecScreens

@MainActor
final class HeldTests: XCTestCase {
    func testWatchersSeeThePresentStateAndEveryLaterOne() async {
        let held = Held(1)
        var seen: [Int] = []
        held.watch { seen.append($0) }
        held.change { $0 += 1 }
        held.change { $0 *= 10 }
        XCTAssertEqual(seen, [1, 2, 20])
        XCTAssertEqual(held.state, 20)
    }
}
