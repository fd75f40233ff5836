#if canImport(CoreML)
    import Mobilec
    import MobilecBenchmark
    import MobilecCoreML
    import MobilecScreens
    import XCTest

    /// Both shipped bundles, run by Core ML itself against PyTorch's answers; for a Mac.
    final class GoldensTests: XCTestCase {
        func testTranslation() async throws {
            try await check("translation", .all)
        }

        func testSentiment() async throws {
            try await check("sentiment", .all)
        }

        func testSentimentOnTheProcessorAlone() async throws {
            try await check("sentiment", .cpuOnly)
        }

        private func check(_ name: String, _ units: ComputeUnits) async throws {
            let bundle = try Mobilec.Bundle(opening: try Shipped.folder(name))
            let caches = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
            defer { try? FileManager.default.removeItem(at: caches) }
            let job = Job(
                bundle: bundle, engine: CoreMLEngine(caches: caches),
                options: EngineOptions(computeUnits: units),
                effort: Effort(warmups: 0, runs: 1, seconds: 0))
            let surroundings = AppleSurroundings(app: .of(.main)) { Battery(percent: nil, plugged: nil) }
            let run = try await benchmark(job, surroundings, Silent())
            XCTAssertEqual(run.exitStatus, .done, run.error ?? "")
            let goldens = try XCTUnwrap(run.goldens)
            XCTAssertTrue(goldens.passed, "\(goldens)")
        }
    }

    /// Nobody waits for it.
    private struct Silent: Watcher {
        let cancelled = false

        func heard(_ progress: Progressed) {}
    }
#endif
