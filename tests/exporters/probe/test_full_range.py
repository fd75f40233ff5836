"""The operands reach the edges, and see what saturates."""

import numpy as np
import pytest

from exporters.probe import full_range
from exporters.probe.full_range import Lowest, activations, expected, inputs, weights, wrong
from tests.exporters.probe import saturating

WIDTHS = (full_range.NARROW, full_range.WIDE)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lowest", [-128, -127])
def test_both_reach_their_edges(width: int, lowest: int) -> None:
    x, w = activations(full_range.ROWS, width, lowest), weights(width)
    assert x.min(axis=1).tolist() == [lowest] * len(x) and (x.max(axis=1) == 127).all()
    assert np.abs(w).max(axis=1).tolist() == [127] * len(w) and w.min() == -127
    assert len(np.unique(x)) == 128 - lowest and len(np.unique(w)) > 240


@pytest.mark.parametrize("width", WIDTHS)
def test_sixteen_bits_hold_seven_bits_of_weight_and_not_eight(width: int) -> None:
    x = activations(full_range.ROWS, width, -128) + 128
    for largest, share in ((127, 0.9), (64, 0.0), (63, 0.0)):
        w = weights(width, largest)
        different = np.mean(saturating.product(x, w) != x @ w.T)
        assert different >= share if share else different == 0, largest


def test_one_unit_is_seen() -> None:
    right = expected(Lowest())
    name = next(iter(right))
    off = {**right, name: right[name] + np.float32(full_range.UNIT**2)}
    assert wrong(right, right) == 0
    assert wrong(off, right) == right[name].size


def test_the_inputs_stand_for_whole_numbers() -> None:
    for array in inputs(Lowest()).values():
        assert np.array_equal(array / full_range.UNIT, np.round(array / full_range.UNIT))
