"""What programs execute on ARM64 must not grow unseen."""

import json

import pytest

from benchmarks import arm_counts
from tests.mobilec.arm.conftest import on_arm  # noqa: F401
from tests.mobilec.arm.counting.conftest import counts  # noqa: F401


@pytest.mark.executed
def test_no_count_has_grown(counts):  # noqa: F811
    assert arm_counts.grown(arm_counts.read(), arm_counts.counts()) == []


def test_more_than_the_limit_is_said_and_less_is_not():
    kept = {"a": 1000, "b": 1000, "c": 1000}
    lines = arm_counts.grown(kept, {"a": 1020, "b": 1021, "c": 500})
    assert lines == [
        "b: 1,021 instructions, 2.1% more than the 1,000 that are kept; 2% is accepted"
    ]


def test_what_is_not_kept_is_said():
    assert arm_counts.grown({}, {"new": 7}) == ["new: is not kept; renew the file"]


def test_a_renewal_keeps_the_reasons_of_before(tmp_path):
    path = tmp_path / "counts.json"
    arm_counts.renew({"a": 1}, "first", path)
    arm_counts.renew({"a": 2}, "a newer runtime", path)
    found = json.loads(path.read_text())
    assert found["reasons"] == ["first", "a newer runtime"]
    assert found["counts"] == {"a": 2}
    with pytest.raises(ValueError, match="--renew"):
        arm_counts.renew({"a": 3}, " ", path)


def test_both_shipped_models_and_three_shapes_are_kept():
    kept = arm_counts.read()
    for name in (*arm_counts.MODELS, *arm_counts.SHAPES):
        for form in arm_counts.SUFFIXES:
            assert any(key.startswith(f"{name}, {form}, ") for key in kept)
