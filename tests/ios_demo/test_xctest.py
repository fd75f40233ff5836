"""Tests of the Swift sources are found by name, and XCTest's words about them are understood."""

from pathlib import Path

from tests.ios_demo.xctest import CRASHED, Case, cases, declared

SOURCE = """\
import XCTest

final class OneTests: XCTestCase {
    private final class Inner {
    }
    func testFirst() throws {
            func testInner() {}
    }
    private func testing(_ text: String) {}
    @MainActor func testOnTheScreen() async throws {}
}

#if canImport(CoreML)
    final class PhoneTests: XCTestCase {
        func testPhone() {}
    }
#endif

extension OneTests {
    func testMore() {}
}
"""

SAID = """\
Build complete!
Test Case 'OneTests.testFirst' started at 2026-01-01 00:00:00.000
/file.swift:4: error: OneTests.testFirst : XCTAssertEqual failed: ("1") is not equal to ("2")
Test Case 'OneTests.testFirst' failed (0.25 seconds)
Test Case '-[MobilecTests.OneTests testMore]' started.
Test Case '-[MobilecTests.OneTests testMore]' passed (1.5 seconds).
Test Case 'TwoTests.testSkip' started at 2026-01-01 00:00:00.000
/file.swift:9: TwoTests.testSkip : Test skipped - no phone
Test Case 'TwoTests.testSkip' skipped (0.0 seconds)
\t Executed 3 tests
Test Case 'TwoTests.testCrash' started at 2026-01-01 00:00:00.000
Fatal error: Index out of range
"""


def test_the_tests_of_a_source(tmp_path: Path) -> None:
    package = '.testTarget(name: "CoreTests"),\n.testTarget(\n    name: "MoreTests",\n)'
    (tmp_path / "Package.swift").write_text(package)
    for target in ("CoreTests", "NoTargetTests"):
        folder = tmp_path / "Tests" / target / "Text"
        folder.mkdir(parents=True)
        (folder / "OneTests.swift").write_text(SOURCE.replace("One", target))
    other = tmp_path / "Tests" / "MoreTests"
    other.mkdir()
    (other / "MoreTests.swift").write_text("class MoreTests: XCTestCase {\n    func testOne() {}")
    methods = ("testFirst", "testOnTheScreen", "testMore")
    here = {f"CoreTestsTests.{name}": "CoreTests/Text/OneTests.swift" for name in methods}
    here["MoreTests.testOne"] = "MoreTests/MoreTests.swift"
    assert declared(tmp_path, apple=False) == here
    there = {"PhoneTests.testPhone": "CoreTests/Text/OneTests.swift"}
    assert declared(tmp_path, apple=True) == here | there


def test_what_is_said_of_each() -> None:
    one, more, skipped, crashed = cases(SAID)
    assert (one.name, one.ended, one.seconds) == ("OneTests.testFirst", "failed", 0.25)
    assert one.words.endswith('("1") is not equal to ("2")')
    assert more == Case("OneTests.testMore", "passed", 1.5, "")
    assert skipped.ended == "skipped" and "no phone" in skipped.words
    assert (crashed.name, crashed.ended) == ("TwoTests.testCrash", CRASHED)
    assert crashed.words == "Fatal error: Index out of range"


def test_a_crash_is_told_from_the_test_after_it() -> None:
    started = "Test Case 'A.{}' started at now\n"
    found = list(cases(started.format("testOne") + "dead\n" + started.format("testTwo")))
    assert [(case.name, case.ended) for case in found] == [
        ("A.testOne", CRASHED),
        ("A.testTwo", CRASHED),
    ]
