"""Arrays become tensors: shared where they can be, checked, never stale."""

from pathlib import Path

import numpy as np
import pytest
import torch

from exporters.errors import Refused
from exporters.executorch.arguments import Arguments
from exporters.executorch.lookup import Lookup
from exporters.runtime import RowsInput, RowTable

LENGTH = {"name": "length", "minimum": 1, "maximum": 4}
SPECS = [
    {"name": "past", "dtype": "float32", "shape": [2, 3]},
    {"name": "ids", "dtype": "int64", "shape": [1, LENGTH]},
]


def _ids(*ids: int) -> np.ndarray:
    return np.array([ids])


def test_in_the_order_of_the_method() -> None:
    past, ids = Arguments("decode", SPECS, {}).of(
        {"ids": _ids(5, 6), "past": np.ones((2, 3), np.float32)}
    )
    assert past.tolist() == [[1, 1, 1], [1, 1, 1]]
    assert ids.tolist() == [[5, 6]]


def test_another_dtype_and_gaps_are_converted() -> None:
    for past in (np.zeros((2, 3)), np.zeros((3, 2), np.float32).T):
        first, _ = Arguments("decode", SPECS, {}).of({"past": past, "ids": _ids(1)})
        assert first.dtype is torch.float32 and first.is_contiguous()


def test_what_is_written_between_calls_is_seen() -> None:
    inputs = {"past": np.zeros((2, 3), np.float32), "ids": _ids(1)}
    lasting = Arguments("decode", SPECS, {}).lasting(inputs)
    assert lasting
    inputs["past"][1, 2] = inputs["ids"][0, 0] = 7
    past, ids = lasting.written()
    assert past[1, 2] == ids[0, 0] == 7


@pytest.mark.parametrize("past", [np.zeros((2, 3)), np.zeros((3, 2), np.float32).T])
def test_what_would_be_a_copy_cannot_last(past: np.ndarray) -> None:
    """The twin: a copy that was kept would hold what the array held before."""
    assert Arguments("decode", SPECS, {}).lasting({"past": past, "ids": _ids(1)}) is None


def test_rows_of_ids_that_were_written_in_place(tmp_path: Path) -> None:
    (tmp_path / "table").write_bytes(bytes(range(8)))
    table = RowTable("by hand", 0, 4, 2, "int8", None, (RowsInput("decode", "token_rows"),))
    spec = {"name": "token_rows", "dtype": "float32", "shape": [1, LENGTH, 2]}
    lookups = {"token": ("token_rows", Lookup(tmp_path / "table", table))}
    arguments, token = Arguments("decode", [spec], lookups), _ids(1)
    lasting = arguments.lasting({"token": token})
    assert lasting
    for at in (1, 3, 0):
        token[:] = at
        assert lasting.written()[0].tolist() == [[[2 * at, 2 * at + 1]]]
    assert arguments.of({"token": _ids(2, 1)})[0].tolist() == [[[4, 5], [2, 3]]]
    assert lasting.written()[0].tolist() == [[[0, 1]]]
    token[:] = 4
    with pytest.raises(Refused, match="by hand has 4"):
        lasting.written()


def test_too_long_is_refused() -> None:
    with pytest.raises(Refused, match=r"ids has the shape \(1, 5\); allowed is \(1, 1 to 4\)"):
        Arguments("decode", SPECS, {}).of(
            {"past": np.zeros((2, 3), np.float32), "ids": _ids(1, 2, 3, 4, 5)}
        )
