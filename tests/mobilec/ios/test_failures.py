"""Complaints of Xcode's programs, in words that help."""

import pytest

from mobilec.ios.failures import EXPLAINED, advice, explained
from tests.mobilec.benchmarking.ios.standin.phone import RECORDED

FAILURES = sorted(
    path.name
    for path in RECORDED.iterdir()
    if path.name.startswith(("build-", "launch-", "install-", "xcrun-")) or path.name == "gone.json"
)


@pytest.mark.parametrize("name", [name for name in FAILURES if name != "build-broken.txt"])
def test_each_recorded_failure_has_advice(name):
    assert advice((RECORDED / name).read_text())


def test_a_defect_in_the_source_has_none():
    assert not advice((RECORDED / "build-broken.txt").read_text())


def test_words_stay_beside_their_meaning():
    said = explained("ERROR: error 7; CoreDeviceError error 1011")
    assert "was its cable pulled" in said and "error 7" in said
    assert explained("something else") == "something else"


def test_no_explanation_is_hidden_by_a_wider_one():
    for at, (part, _) in enumerate(EXPLAINED):
        wider = [other for other, _ in EXPLAINED[:at] if other in part]
        assert not wider, f"{part!r} is never reached: {wider}"
