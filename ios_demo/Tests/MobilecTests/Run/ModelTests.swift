import Foundation
import XCTest

@testable import Mobilec

/// The actor around a model: loaded once, usable after every failure.
final class ModelTests: XCTestCase {
    private func bundle(_ name: String) throws -> Mobilec.Bundle {
        let folder = try Fixtures.iosBundle(name)
        return Mobilec.Bundle(folder: folder, manifest: try Manifest.read(in: folder))
    }

    /// What Python says of "We are hungry.".
    private func hungry() throws -> String {
        let texts = try Recording("translation.coreml").texts.items(at: "texts") { text, _ in text }
        let said = try XCTUnwrap(texts.first { $0["text"] == .string("We are hungry.") })
        return try XCTUnwrap(said["translation"]).text(at: "translation")
    }

    private func model(_ name: String) throws -> Model {
        Model(try bundle(name), engine: try ReplayEngine("\(name).coreml"), options: EngineOptions())
    }

    func testItLoadsWhenItIsAskedAndGivesTheMemoryBack() async throws {
        let model = try model("sentiment")
        var loaded = await model.isLoaded
        XCTAssertFalse(loaded)
        try await model.load()
        try await model.load()
        loaded = await model.isLoaded
        XCTAssertTrue(loaded)
        let found = try await model.classify("A wonderful film.")
        XCTAssertEqual(found.label, "positive")
        await model.unload()
        await model.unload()
        loaded = await model.isLoaded
        XCTAssertFalse(loaded)
        let again = try await model.classify("A wonderful film.")
        XCTAssertEqual(again, found)
    }

    func testManyCallersGetTheirOwnAnswers() async throws {
        let model = try model("translation")
        async let first = model.translate("We are hungry.")
        async let second = model.translate("Where is the station?")
        let (one, other) = (try await first, try await second)
        XCTAssertEqual(one.text, try hungry())
        XCTAssertNotEqual(one, other)
        await model.unload()
    }

    func testWhatIsRefusedLeavesItUsable() async throws {
        let model = try model("translation")
        do {
            _ = try await model.translate("This was not recorded.")
            XCTFail("a call that was not recorded was answered")
        } catch let refused as Refused {
            XCTAssertTrue(refused.message.contains("was not recorded"))
        }
        do {
            _ = try await model.classify("We are hungry.")
            XCTFail("a translator classified")
        } catch let refused as Refused {
            XCTAssertTrue(refused.message.contains("does not classify"))
        }
        let found = try await model.translate("We are hungry.")
        XCTAssertEqual(found.text, try hungry())
        let sentiment = try self.model("sentiment")
        do {
            _ = try await sentiment.translate("We are hungry.")
            XCTFail("a classifier translated")
        } catch let refused as Refused {
            XCTAssertTrue(refused.message.contains("does not translate"))
        }
    }

    func testWhatIsCancelledLeavesItUsable() async throws {
        let model = try model("translation")
        try await model.load()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await model.translate("We are hungry.")
        }
        let result = await task.result
        XCTAssertThrowsError(try result.get()) { XCTAssertTrue($0 is CancellationError) }
        let found = try await model.translate("We are hungry.")
        XCTAssertEqual(found.text, try hungry())
    }

    func testAnEngineThatCannotRunHereSaysWhy() async throws {
        struct Absent: Engine {
            let name = "coreml"
            let version = "1"

            func unavailable() -> String? { "there is none here" }

            func load(_ file: ProgramFile, at url: URL, options: EngineOptions) throws -> any Program {
                throw Refused("it was loaded all the same")
            }
        }
        let model = Model(try bundle("sentiment"), engine: Absent(), options: EngineOptions())
        do {
            try await model.load()
            XCTFail("an engine that cannot run was loaded")
        } catch let refused as Refused {
            XCTAssertEqual(refused.message, "there is none here")
        }
    }
}
