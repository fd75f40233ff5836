"""A bound of cycles is that of the part that is busiest."""

from dataclasses import replace

import pytest

from mobilec.arm.counting.bound import WIDTHS, least_cycles
from mobilec.arm.counting.counts import Counts
from mobilec.arm.processors import DEFAULT

NOTHING = Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("changed", "cycles"),
    [
        ({"instructions": 801}, 101),
        ({"dot": 300, "vector": 101}, 201),
        ({"multiply": 300}, 300),
        ({"loads": 300, "stores": 100}, 200),
        ({"branches": 50}, 50),
    ],
)
def test_the_busiest_part_is_the_bound(changed: dict[str, int], cycles: int) -> None:
    assert least_cycles(replace(NOTHING, **changed), "cortex-a76") == cycles


def test_parts_work_side_by_side() -> None:
    counts = Counts(1000, 600, 0, 0, 0, 200, 0, 100, 0, 0)
    assert least_cycles(counts, "cortex-a76") == 300


def test_an_in_order_processor_is_slower() -> None:
    counts = Counts(1000, 0, 0, 600, 100, 200, 50, 50, 0, 0)
    assert least_cycles(counts, "cortex-a53") == 600
    assert least_cycles(replace(counts, multiply=0), "cortex-a53") == 500


def test_what_is_not_known_has_no_bound() -> None:
    assert least_cycles(NOTHING, "cortex-a72") is None
    assert least_cycles(Counts(1000), "cortex-a76") is None


def test_the_processors_that_are_taken_unasked_have_one() -> None:
    assert set(DEFAULT) <= set(WIDTHS)
