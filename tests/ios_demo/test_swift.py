"""The Swift package, built and tested by Swift: every XCTest is a test here."""

import sys

import pytest

from tests.bundles import bundles
from tests.conftest import SAID
from tests.ios_demo import coverage, package, run_json, xctest
from tests.ios_demo.toolchain import ROOT, Swift
from tests.ios_demo.xctest import CRASHED, FAILED, SKIPPED, Case

pytestmark = pytest.mark.swift
DECLARED = xctest.declared(package.DEMO, apple=sys.platform == "darwin")
COVERAGE = ROOT / "build" / "ios" / "coverage.txt"


@pytest.fixture(scope="module")
def ran(swift: Swift) -> package.Ran:
    """Once for all tests of this file."""
    assert (bundles("phone"), bundles("ios")) == (package.BUNDLES, package.IOS_BUNDLES)
    return package.run_tests(swift)


@pytest.fixture(scope="module")
def cases(ran: package.Ran) -> dict[str, Case]:
    return {case.name: case for case in xctest.cases(ran.words)}


def test_swift_builds_the_package_and_its_tests_run(ran, cases, record_property) -> None:
    assert cases, f"no test ran; Swift said:\n{ran.last_words}"
    missing = sorted(set(DECLARED) - set(cases))
    assert not missing, f"in the sources, and not run: {', '.join(missing)}\n{ran.last_words}"
    assert set(cases) == set(DECLARED), "xctest.declared overlooks tests"
    ended = [case.ended for case in cases.values()]
    counts = ", ".join(f"{ended.count(end)} {end}" for end in sorted(set(ended)))
    seconds = sum(case.seconds for case in cases.values())
    record_property(SAID, f"XCTest: {counts}, {seconds:.0f} s")


@pytest.mark.parametrize("name", DECLARED)
def test_xctest(cases: dict[str, Case], name: str) -> None:
    if name not in cases:
        pytest.fail(f"{DECLARED[name]} declares it, and it did not run")
    case = cases[name]
    if case.ended == SKIPPED:
        pytest.skip(case.words)
    assert case.ended not in (FAILED, CRASHED), case.words


def test_nothing_but_the_tests_failed(ran: package.Ran, cases: dict[str, Case]) -> None:
    """Such as a test that is not for XCTest, or a process that ended badly after the last one."""
    if not any(case.ended in (FAILED, CRASHED) for case in cases.values()):
        assert ran.status == 0, ran.last_words


def test_python_reads_what_the_benchmark_wrote(ran: package.Ran) -> None:
    assert run_json.wrong(package.RUNS) == [], ran.last_words


def test_nine_of_ten_lines_of_core_and_benchmark_are_run(ran, record_property) -> None:
    assert ran.status == 0, "lines are counted when every test passes"
    places = (package.CORE, package.BENCHMARK)
    files = [file for place in places for file in coverage.read(package.COVERED, place)]
    table = coverage.table(files)
    COVERAGE.write_text(f"{table}\n")
    record_property(SAID, table)
    assert coverage.total(files).share >= coverage.LEAST, table
