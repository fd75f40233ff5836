import Mobilec
import XCTest

@testable import MobilecScreens

final class BundleFoldersTests: XCTestCase {
    func testFindsThoseOfTheAppThenThoseBesideIt() throws {
        let folders = try FakeFolders()
        XCTAssertEqual(folders.folders.found(), [], "a fresh app has no folder beside it")
        try folders.add("b")
        try folders.add("a")
        try folders.add("a", beside: true)
        try "no bundle".write(
            to: folders.app.appendingPathComponent("readme.txt"), atomically: true, encoding: .utf8)
        let found = folders.folders.found()
        XCTAssertEqual(found.map(\.id), ["app:a", "app:b", "documents:a"])
        XCTAssertEqual(found.map(\.title), ["a-model", "b-model", "a-model (a)"])
    }

    func testABundleThatCannotBeReadSaysWhy() throws {
        let folders = try FakeFolders()
        try folders.add("broken", manifest: "{")
        let found = try XCTUnwrap(folders.folders.found().first)
        XCTAssertNil(found.manifest)
        XCTAssertEqual(found.title, "broken")
        XCTAssertNotNil(found.problem)
    }

    func testTheOneBesideTheAppIsMeantByAName() throws {
        let folders = try FakeFolders()
        try folders.add("a")
        try folders.add("a", beside: true)
        XCTAssertEqual(try folders.folders.named("a").origin, .documents)
    }

    func testANameThatIsNotThereIsRefusedWithThoseThatAre() throws {
        let folders = try FakeFolders()
        try folders.add("a")
        XCTAssertThrowsError(try folders.folders.named("../a")) { error in
            XCTAssertTrue("\(error)".hasPrefix("no bundle \"../a\" is in this app"), "\(error)")
            XCTAssertTrue("\(error)".hasSuffix("there are [\"a\"]"), "\(error)")
        }
    }

    @MainActor
    func testReadsTheModelCard() async throws {
        let folders = try FakeFolders()
        let folder = try folders.add("a")
        let library = library(folders, [])
        let found = try XCTUnwrap(folders.folders.found().first)
        let missing = await library.card(of: found)
        XCTAssertNotNil(missing, "the manifest lists it, so its absence is told")
        try "card".write(to: folder.appendingPathComponent("card.md"), atomically: true, encoding: .utf8)
        let card = await library.card(of: found)
        XCTAssertEqual(card, "card")
    }

    @MainActor
    func testWhatDidNotChangeIsNotToldAgain() async throws {
        let folders = try FakeFolders()
        try folders.add("a")
        let library = library(folders, [FakeEngine(name: "coreml")])
        var told = 0
        library.held.watch { _ in told += 1 }
        await library.look()
        await library.look()
        XCTAssertEqual(told, 2, "the empty shelf, then the full one")
    }
}
