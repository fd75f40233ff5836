#if canImport(CoreML)
    import Foundation
    import Mobilec
    import MobilecBenchmark
    import MobilecCoreML
    import XCTest

    @testable import MobilecScreens

    /// The screens' models without their views, with Core ML itself and both shipped bundles.
    @MainActor
    final class ScreensOnCoreMLTests: XCTestCase {
        private let root = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

        override func tearDown() async throws {
            try? FileManager.default.removeItem(at: root)
        }

        private func parts(_ bundle: String) async throws -> Parts {
            let home = Home(
                resources: root, documents: root.appendingPathComponent("documents"),
                caches: root.appendingPathComponent("caches"))
            let bundles = root.appendingPathComponent("Bundles")
            try FileManager.default.createDirectory(at: bundles, withIntermediateDirectories: true)
            try FileManager.default.copyItem(
                at: try Shipped.folder(bundle), to: bundles.appendingPathComponent(bundle))
            let surroundings = AppleSurroundings(app: .of(.main)) { Battery(percent: nil, plugged: nil) }
            let engine = CoreMLEngine(caches: root.appendingPathComponent("caches"))
            let parts = Parts(home: home, engines: [engine], surroundings: surroundings)
            await parts.library.look()
            return parts
        }

        func testASentenceIsTranslated() async throws {
            let parts = try await parts("translation")
            parts.translate.ask("Where is the station?")
            await parts.translate.settled()
            let state = parts.translate.held.state
            XCTAssertNil(state.problem, "\(state.problem as Any)")
            XCTAssertNil(state.warning, "the goldens differ")
            XCTAssertEqual(state.answer?.text, "Wo ist der Bahnhof?")
        }

        func testASentenceIsClassified() async throws {
            let parts = try await parts("sentiment")
            parts.classify.ask("A warm, funny and quietly brilliant film.")
            await parts.classify.settled()
            let state = parts.classify.held.state
            XCTAssertNil(state.problem, "\(state.problem as Any)")
            XCTAssertNil(state.warning, "the goldens differ")
            XCTAssertEqual(state.answer?.shares.first?.label, "positive")
        }
    }
#endif
