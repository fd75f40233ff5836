import Mobilec
import XCTest

@testable import MobilecScreens

final class ProblemTests: XCTestCase {
    func testARefusalIsSaidInItsOwnWords() {
        let problem = Problem(Refused("split it"))
        XCTAssertEqual(problem.title, .problemRefused)
        XCTAssertEqual(problem.detail, .words("split it"))
    }

    func testAnEngineThatFailsIsLeftForAnother() {
        let problem = Problem(Refused("no plan", ofEngine: true))
        XCTAssertEqual(problem.title, .problemLibrary)
        XCTAssertEqual(problem.advice, .adviceLibrary)
    }

    func testKindsOfFailures() {
        let cases: [(any Error, Phrase)] = [
            (CocoaError(.fileReadNoSuchFile), .problemStorage),
            (CocoaError(.fileWriteOutOfSpace), .problemStorage),
            (POSIXError(.ENOSPC), .problemStorage),
            (POSIXError(.ENOMEM), .problemMemory),
            (CocoaError(.coderInvalidValue), .problemUnexpected),
            (NSError(domain: "com.apple.CoreML", code: 3), .problemUnexpected),
        ]
        for (error, title) in cases {
            XCTAssertEqual(Problem(error).title, title, "\(error)")
        }
    }

    func testAFailureNamesWhoseItIs() {
        let problem = Problem(NSError(domain: "com.apple.CoreML", code: 3))
        guard case .words(let words) = problem.detail else { return XCTFail("no words") }
        XCTAssertTrue(words.hasPrefix("com.apple.CoreML 3: "), words)
    }
}
