#if canImport(CoreML)
    import Mobilec
    import MobilecBenchmark
    import MobilecCoreML
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
            let bundle = try Mobilec.Bundle(opening: try folder(name))
            let caches = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
            defer { try? FileManager.default.removeItem(at: caches) }
            let job = Job(
                bundle: bundle, engine: CoreMLEngine(caches: caches),
                options: EngineOptions(computeUnits: units),
                effort: Effort(warmups: 0, runs: 1, seconds: 0))
            let app = AppBuild(name: "CoreMLTests", version: "", commit: "", buildType: "debug")
            let surroundings = AppleSurroundings(app: app) { Battery(percent: nil, plugged: nil) }
            let run = try await benchmark(job, surroundings, Silent())
            XCTAssertEqual(run.exitStatus, .done, run.error ?? "")
            let goldens = try XCTUnwrap(run.goldens)
            XCTAssertTrue(goldens.passed, "\(goldens)")
        }

        private func folder(_ name: String) throws -> URL {
            let named = ProcessInfo.processInfo.environment["MOBILEC_IOS_BUNDLES"]
            let repository = URL(fileURLWithPath: #filePath)
                .deletingLastPathComponent()  // CoreMLTests
                .deletingLastPathComponent()  // Tests
                .deletingLastPathComponent()  // ios_demo
                .deletingLastPathComponent()
            let bundles =
                named.map { URL(fileURLWithPath: $0) } ?? repository.appendingPathComponent("build/ios")
            let folder = bundles.appendingPathComponent(name)
            guard FileManager.default.fileExists(atPath: folder.path) else {
                throw Refused("\(folder.path) is not there: make ios-bundles")
            }
            return folder
        }
    }

    /// Nobody waits for it.
    private struct Silent: Watcher {
        let cancelled = false

        func heard(_ progress: Progressed) {}
    }
#endif
