import XCTest

@testable import Mobilec
@testable import MobilecBenchmark

final class ValidityTests: XCTestCase {
    func testARunThatNothingSpeaksAgainstIsValid() {
        XCTAssertEqual(sampleRun().reasons, [])
        XCTAssertTrue(sampleRun().valid)
    }

    func testEachFaultHasItsReasonAndOnlyThat() {
        let hot = Condition(thermal: .light)
        let faults: [(String, Run)] = [
            ("failed", ended(.failed)),
            ("cancelled", ended(.cancelled)),
            ("goldens", sampleRun().changed { $0.goldens = sampleGoldens(passed: false) }),
            ("spread", sampleRun([1, 1, 1.3])),
            ("throttled", conditions(hot, hot, worst: .light)),
            ("throttled", conditions(hot, hot, worst: .severe).changed { $0.device.os = "iOS" }),
            ("interrupted", conditions(Condition(), Condition(), interruptions: 1)),
            ("power_save", conditions(Condition(powerSave: true), Condition())),
            ("power_save", conditions(Condition(), Condition(powerSave: true))),
            ("debug_build", sampleRun().changed { $0.app = built("debug") }),
            ("memory", sampleRun(peak: 99)),
        ]
        for (code, run) in faults {
            XCTAssertEqual(run.reasons.map(\.code), [code])
            XCTAssertFalse(run.valid)
        }
    }

    func testWhatWasAcceptedUpToItsBoundIsAccepted() {
        XCTAssertTrue(sampleRun(peak: 100).valid)
        XCTAssertTrue(sampleRun(peak: nil).valid)
        XCTAssertTrue(sampleRun([0.95, 1, 1.05]).valid)
        XCTAssertTrue(conditions(Condition(), Condition(), worst: Thermal.none).valid)
        // A footprint leaves out weights that were only read.
        XCTAssertTrue(sampleRun(peak: 99, os: "iOS").valid)
    }

    func testFairIsNoThrottlingOfApples() {
        let fair = Condition(thermal: .light)
        for os in ["iOS", "iPadOS", "macOS"] {
            let run = conditions(fair, fair, worst: .light).changed { $0.device.os = os }
            XCTAssertTrue(run.valid)
            XCTAssertEqual(run.notes.map(\.code), ["warm"])
        }
        XCTAssertEqual(conditions(fair, fair, worst: .light).notes, [])
    }

    func testAFewSamplesThatTookFarLongerAreNoted() {
        let pause = sampleRun(Array(repeating: 20, count: 50) + [600_000])
        let slow = sampleRun(Array(repeating: 20, count: 46) + Array(repeating: 90, count: 5))
        for run in [pause, slow] {
            XCTAssertTrue(run.valid, "the spread does not see them")
            XCTAssertEqual(run.notes.map(\.code), ["outliers"])
        }
        XCTAssertTrue(pause.notes[0].message.contains("600000.0 ms once, and 20.0 ms in the median"))
        XCTAssertEqual(sampleRun(Array(repeating: 20, count: 50) + [60]).notes, [])
    }

    func testThatItRanElsewhereIsNoted() {
        let run = sampleRun().changed { $0.variant.ranOn = .cpuOnly }
        XCTAssertTrue(run.valid)
        XCTAssertEqual(run.notes.map(\.code), ["fallback"])
    }

    func testAGoldenThatDiffersIsNamedWithBothAnswers() throws {
        let run = sampleRun().changed { $0.goldens = sampleGoldens(passed: false) }
        let message = try XCTUnwrap(run.reasons.first).message
        XCTAssertTrue(message.contains("\"Good.\" gave bad, PyTorch gives good"), message)
        XCTAssertTrue(message.contains("0.5, 0.25 allowed"), message)
    }

    func testThermalStatesAreOrderedAsTheyGetWorse() {
        XCTAssertEqual([Thermal.severe, .none, .critical, .light].max(), .critical)
    }

    private func ended(_ status: ExitStatus) -> Run {
        sampleRun().changed {
            $0.exitStatus = status
            $0.error = "no memory"
            $0.measured = nil
        }
    }

    private func conditions(
        _ start: Condition, _ end: Condition, worst: Thermal? = nil, interruptions: Int? = nil
    ) -> Run {
        sampleRun().changed {
            $0.conditions = Conditions(
                start: start, end: end, worst: worst, waitedSeconds: 0, interruptions: interruptions)
        }
    }

    private func built(_ type: String) -> AppBuild {
        AppBuild(name: "app", version: "1", commit: "", buildType: type)
    }
}
