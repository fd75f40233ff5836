import XCTest

@testable import Mobilec
@testable import MobilecBenchmark

final class StatisticsTests: XCTestCase {
    /// Relative: what the order of additions may change.
    private let tolerance = 1e-9

    func testEveryLanguageSaysTheSameOfTheSameSamples() throws {
        let cases = try Json.read(try Fixtures.shared("statistics.json"))["cases"]?.items(at: "cases") {
            one, _ in one
        }
        XCTAssertGreaterThan(try XCTUnwrap(cases).count, 5)
        for one in cases ?? [] {
            let name = one["name"]?.description ?? ""
            let samples = try XCTUnwrap(one["samples"]).items(at: name) { try $0.real(at: $1) }
            guard case .object(let expected)? = one["statistics"],
                case .object(let found) = Statistics(samples).json
            else { return XCTFail("\(name) has no statistics") }
            XCTAssertEqual(found.entries.map(\.key), expected.entries.map(\.key))
            for (wanted, got) in zip(expected.entries, found.entries) {
                let (a, b) = (try wanted.value.real(at: name), try got.value.real(at: name))
                XCTAssertTrue(near(a, b), "\(wanted.key) of \(name): \(a), not \(b)")
            }
        }
    }

    func testAnotherWayToInterpolateIsFoundOut() {
        XCTAssertFalse(near(percentile([1, 2, 4], 90), 4))
        XCTAssertEqual(percentile([1, 2, 4], 90), 3.6, accuracy: 1e-9)
    }

    private func near(_ expected: Double, _ found: Double) -> Bool {
        abs(expected - found) <= tolerance * max(1e-12, abs(expected))
    }
}
