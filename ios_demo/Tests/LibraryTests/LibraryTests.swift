import Foundation
import Mobilec
import XCTest

/// What docs/ios.md says of an app of one's own, with an engine of the test's own: all of it is public.
final class LibraryTests: XCTestCase {
    /// Runs a classifier's program, whose second label is always the likeliest.
    private struct Second: Engine {
        let name: String
        let version = "1"
        let setting: EngineSetting

        func unavailable() -> String? { nil }

        func load(_ file: ProgramFile, at url: URL, options: EngineOptions) throws -> any Program {
            guard FileManager.default.fileExists(atPath: url.path) else { throw Refused("no file") }
            return SecondLabel()
        }
    }

    private final class SecondLabel: Program {
        func run(_ method: String, _ inputs: [String: Tensor]) throws -> [String: Tensor] {
            let logits = Tensor(.float32, shape: [1, 2])
            logits.floats[1] = 3
            return ["logits": logits]
        }

        func close() {}
    }

    private var folder: URL {
        let named = ProcessInfo.processInfo.environment["MOBILEC_IOS_BUNDLES"]
        let repository = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent()  // LibraryTests
            .deletingLastPathComponent()  // Tests
            .deletingLastPathComponent()  // ios_demo
            .deletingLastPathComponent()
        let bundles = named.map { URL(fileURLWithPath: $0) } ?? repository.appendingPathComponent("build/ios")
        return bundles.appendingPathComponent("sentiment")
    }

    func testABundleAnswersByAnEngineOfOnesOwn() async throws {
        let bundle = try Mobilec.Bundle(opening: folder)
        for setting in [EngineSetting.computeUnits, .threads] {
            let engine = Second(name: "coreml", setting: setting)
            let model = Model(bundle, engine: engine)
            let answer = try await model.classify("A warm, funny and quietly brilliant film.")
            XCTAssertEqual(answer.label, bundle.manifest.text.labels[1])
            XCTAssertEqual(answer.shares.map(\.share).reduce(0, +), 1, accuracy: 1e-9)
            await model.unload()
        }
    }

    func testAnotherTaskIsRefusedInWords() async throws {
        let model = Model(
            try Mobilec.Bundle(opening: folder), engine: Second(name: "coreml", setting: .computeUnits))
        do {
            _ = try await model.translate("Where is the station?")
            XCTFail("a classifier translated")
        } catch let refused as Refused {
            XCTAssertTrue(refused.message.hasSuffix("and does not translate"), refused.message)
        }
    }
}
