import Mobilec
import MobilecCoreML
import MobilecExecuTorch
import MobilecScreens
import XCTest

/// XCTest's own figures for one sentence of each bundle: what Xcode and device farms plot over time. Longer
/// series, percentiles and validity are what `run.json` is for.
final class SentenceTests: XCTestCase {
    func testCoreML() throws {
        try measureBundles(CoreMLEngine(caches: .cachesDirectory))
    }

    func testExecuTorch() throws {
        try measureBundles(ExecuTorchEngine())
    }

    private func measureBundles(_ engine: any Engine) throws {
        let resources = try XCTUnwrap(Foundation.Bundle.main.resourceURL)
        let home = Home(resources: resources, documents: .documentsDirectory, caches: .cachesDirectory)
        let offers = offers(of: [engine])
        let usable = home.bundles.found().map { $0.asked(of: offers) }.filter { found in
            offers.contains { $0.name == engine.name && obstacle(found, $0) == nil }
        }
        let bundles = try usable.map { try Mobilec.Bundle(opening: $0.folder) }
        XCTAssertFalse(bundles.isEmpty, "no bundle of the app has a program for \(engine.name)")
        let models = bundles.map { Model($0, engine: engine, options: EngineOptions()) }
        let texts = try bundles.map { try XCTUnwrap($0.golden.sentences.first).text }
        // Loading is no part of it; the first run is.
        try wait { for model in models { try await model.load() } }
        measure(metrics: [XCTClockMetric(), XCTCPUMetric(), XCTMemoryMetric()]) {
            do {
                try wait {
                    for (model, text) in zip(models, texts) { try await Self.answer(model, text) }
                }
            } catch {
                XCTFail("\(error)")
            }
        }
        try wait { for model in models { await model.unload() } }
    }

    private static func answer(_ model: Model, _ text: String) async throws {
        switch model.bundle.manifest.task {
        case BundleTask.translation: _ = try await model.translate(text)
        default: _ = try await model.classify(text)
        }
    }

    /// `measure` takes no block that waits by itself.
    private func wait(_ work: @escaping @Sendable () async throws -> Void) throws {
        let done = expectation(description: "done")
        let failure = Failure()
        Task {
            do { try await work() } catch { failure.keep(error) }
            done.fulfill()
        }
        wait(for: [done], timeout: 600)
        if let error = failure.error { throw error }
    }
}

private final class Failure: @unchecked Sendable {
    private let lock = NSLock()
    private var kept: (any Error)?

    var error: (any Error)? { lock.withLock { kept } }

    func keep(_ error: any Error) {
        lock.withLock { kept = error }
    }
}
