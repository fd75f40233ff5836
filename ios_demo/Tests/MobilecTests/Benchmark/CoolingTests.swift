import XCTest

@testable import Mobilec
@testable import MobilecBenchmark

final class CoolingTests: XCTestCase {
    /// Says one state of heat after the other, the last again and again.
    private final class Cooling: Surroundings, @unchecked Sendable {
        let app = AppBuild(name: "test", version: "0", commit: "", buildType: "release")
        let memory: any MemorySource = ProcessStatus()
        private var states: [Thermal?]

        init(_ states: [Thermal?]) {
            self.states = states
        }

        func device() -> Device { Desk().device() }
        func condition() async -> Condition { Condition() }
        func thermal() -> Thermal? { states.count > 1 ? states.removeFirst() : states[0] }
    }

    private func waited(_ states: [Thermal?], atMost seconds: Double) async throws -> (Double, [Double]) {
        var shares: [Double] = []
        let spent = try await cooled(Cooling(states), atMost: seconds, pause: .milliseconds(1)) {
            shares.append($0)
        }
        return (spent, shares)
    }

    func testADeviceIsWaitedForUntilItIsNominal() async throws {
        let (spent, shares) = try await waited([.severe, .light, Thermal.none], atMost: 60)
        XCTAssertEqual(shares.count, 2, "fair is not cool yet")
        XCTAssertGreaterThan(spent, 0)
        XCTAssertLessThan(spent, 60)
    }

    func testADeviceThatStaysWarmIsMeasuredAsItIs() async throws {
        let (spent, shares) = try await waited([.light], atMost: 0.02)
        XCTAssertGreaterThanOrEqual(spent, 0.02)
        XCTAssertEqual(shares.first ?? 1, 0, accuracy: 0.5)
        XCTAssertTrue(shares.allSatisfy { $0 < 1 })
    }

    func testNothingIsWaitedForWhereNothingIsSaidOrAsked() async throws {
        let unknown = try await waited([nil], atMost: 60)
        let unasked = try await waited([.critical], atMost: 0)
        XCTAssertEqual(unknown.1, [])
        XCTAssertEqual(unasked.1, [])
    }

    func testANotificationCountsAsLongAsTheProcessLives() {
        let (center, name) = (NotificationCenter(), Notification.Name("lost"))
        let lost = Interruptions(of: name, in: center)
        center.post(name: name, object: nil)
        center.post(name: Notification.Name("other"), object: nil)
        XCTAssertEqual(lost.count, 1)
    }
}
