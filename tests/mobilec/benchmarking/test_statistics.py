"""Statistics: the shared fixture, which numpy agrees with."""

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from mobilec.benchmarking.statistics import statistics

FIXTURE = Path(__file__).parents[2] / "fixtures" / "statistics.json"
CASES = json.loads(FIXTURE.read_text())["cases"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_fixture(case):
    assert asdict(statistics(case["samples"])) == pytest.approx(case["statistics"], rel=1e-9)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_fixture_is_what_numpy_says(case):
    samples, expected = np.array(case["samples"]), case["statistics"]
    for percent in (50, 90, 95, 99):
        assert expected[f"p{percent}"] == pytest.approx(np.percentile(samples, percent))
    assert expected["mean"] == pytest.approx(samples.mean())
    if len(samples) > 1:
        assert expected["std"] == pytest.approx(samples.std(ddof=1), abs=1e-12)


def test_equal_samples_have_no_deviation_at_all():
    found = statistics([0.1] * 7)
    assert (found.std, found.cv, found.spread) == (0.0, 0.0, 0.0)


def test_a_rare_pause_is_in_the_deviation_and_not_in_the_spread():
    found = statistics([5.0] * 19 + [100.0])
    assert found.cv > 1
    assert found.spread == 0


def test_samples_stay_as_they_were():
    samples = [3.0, 1.0, 2.0]
    statistics(samples)
    assert samples == [3.0, 1.0, 2.0]


def test_no_samples_have_no_statistics():
    with pytest.raises(ValueError, match="no samples"):
        statistics([])
