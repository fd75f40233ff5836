import Mobilec
import MobilecBenchmark
import XCTest

@testable import MobilecScreens

final class WordsTests: XCTestCase {
    func testPlacesAreFilledByTheirNumbers() {
        XCTAssertEqual(fill("%2$@ of %1$@ %%", ["a", "b"]), "b of a %")
        XCTAssertEqual(fill("no place", ["a"]), "no place")
        XCTAssertEqual(fill("100 %", []), "100 %")
    }

    func testAPlaceWithoutAValueIsSeen() {
        XCTAssertEqual(fill("%1$@ and %3$@", ["a", "b"]), "a and %3$@")
    }

    func testAValueIsNotFilledItself() {
        XCTAssertEqual(fill("%1$@ %2$@", ["%2$@", "b"]), "%2$@ b")
    }

    func testNumbersHaveAboutThreeDigits() {
        let english = Locale(identifier: "en_US")
        let german = Locale(identifier: "de_DE")
        XCTAssertEqual(short(123.4, locale: english), "123")
        XCTAssertEqual(short(12.34, locale: english), "12.3")
        XCTAssertEqual(short(1.234, locale: german), "1,23")
        XCTAssertEqual(short(0, locale: english), "0")
        XCTAssertEqual(percent(0.987, locale: english), "98.7")
        XCTAssertEqual(megabytes(2_500_000, locale: english), "2.50")
        XCTAssertEqual(grouped(22_713_986, locale: german), "22.713.986")
    }

    func testWhatAboutSays() throws {
        let device = Device(
            kind: .phone, manufacturer: "Apple", model: "iPhone17,1", soc: "A18", cores: 6,
            memoryBytes: 8_000_000_000, os: "iOS", osVersion: "18.1", abi: "arm64")
        XCTAssertEqual(device.lines.count, 4)
        XCTAssertEqual(device.lines[0], "Apple iPhone17,1")
        XCTAssertEqual(device.lines[1], "A18 · 6 × arm64")
        let offer = offers(of: [FakeEngine(name: "coreml", version: "17.5", why: "too old")])[0]
        XCTAssertEqual(offer.lines, ["Core ML 17.5", "too old"])
    }

    func testWhatAboutSaysOfABundle() throws {
        let folders = try FakeFolders()
        try folders.add("a")
        try folders.add("broken", manifest: "{}")
        let found = folders.folders.found()
        guard case .filled(.aboutBundle, let values) = found[0].facts(unstated: "not stated") else {
            return XCTFail("no facts")
        }
        XCTAssertEqual(values.count, 8)
        XCTAssertEqual(values[1], "coreml int8")
        XCTAssertEqual(values[4], "not stated")
        XCTAssertEqual(values[5], "2026-11-21")
        XCTAssertTrue(found[0].hasCard)
        guard case .words(let words) = found[1].facts(unstated: "") else { return XCTFail("no words") }
        XCTAssertTrue(words.contains("schema"), words)
    }

    /// Such a build is several times slower, and what it measures is not valid.
    func testAnAppSaysWhetherItIsADebugBuild() {
        #if DEBUG
            XCTAssertEqual(AppBuild.of(.main).buildType, "debug")
        #else
            XCTAssertEqual(AppBuild.of(.main).buildType, "release")
        #endif
    }

    func testTestsInTheAppAreKnown() {
        XCTAssertTrue(hostsTests(["XCTestConfigurationFilePath": "x"]))
        XCTAssertFalse(hostsTests(["PATH": "/bin"]))
    }

    func testEveryStepAndUnitHasItsWords() {
        XCTAssertEqual(Set(Step.allCases.map(\.phrase)).count, Step.allCases.count)
        XCTAssertEqual(Set(ComputeUnits.allCases.map(\.phrase)).count, ComputeUnits.allCases.count)
        XCTAssertEqual(Set(Length.allCases.map(\.phrase)).count, Length.allCases.count)
    }
}
