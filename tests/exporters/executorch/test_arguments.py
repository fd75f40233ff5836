"""Arrays become tensors: shared where they can be, checked, never stale."""

from pathlib import Path

import numpy as np
import pytest
import torch

from exporters.backend import RowsInput, RowTable
from exporters.errors import Refused
from exporters.executorch.arguments import Arguments
from exporters.executorch.lookup import Lookup

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


def test_the_same_array_is_the_same_memory() -> None:
    arguments, past = Arguments("decode", SPECS, {}), np.zeros((2, 3), np.float32)
    first, _ = arguments.of({"past": past, "ids": _ids(1)})
    past[1, 2] = 7
    second, ids = arguments.of({"past": past, "ids": _ids(2, 3)})
    assert second is first and second[1, 2] == 7
    assert ids.tolist() == [[2, 3]]


def test_what_had_to_be_converted_is_converted_again() -> None:
    """The twin: a copy that was kept would hold what the array held before."""
    arguments = Arguments("decode", SPECS, {})
    for past in (np.zeros((2, 3)), np.zeros((3, 2), np.float32).T):
        first, _ = arguments.of({"past": past, "ids": _ids(1)})
        past[1, 2] = 7
        second, _ = arguments.of({"past": past, "ids": _ids(1)})
        assert (first[1, 2], second[1, 2]) == (0, 7)
        assert second.dtype is torch.float32


def test_an_array_that_took_another_shape_is_refused() -> None:
    arguments, past = Arguments("decode", SPECS, {}), np.zeros((2, 3), np.float32)
    arguments.of({"past": past, "ids": _ids(1)})
    past.shape = (3, 2)
    with pytest.raises(Refused, match=r"past has the shape \(3, 2\); allowed is \(2, 3\)"):
        arguments.of({"past": past, "ids": _ids(1)})


def test_the_same_call_again_is_the_same_tensors() -> None:
    arguments = Arguments("decode", SPECS, {})
    inputs = {"past": np.zeros((2, 3), np.float32), "ids": _ids(1)}
    first = arguments.of(inputs)
    inputs["past"][1, 2] = inputs["ids"][0, 0] = 7
    again = arguments.of(inputs)
    assert again is first and again[0][1, 2] == again[1][0, 0] == 7
    inputs["ids"] = _ids(8)
    past, ids = arguments.of(inputs)
    assert past is first[0] and ids.tolist() == [[8]]


@pytest.mark.parametrize("name", ["past", "ids"])
def test_the_same_call_in_another_shape_is_refused(name: str) -> None:
    """The twin: every object is the one of the call before."""
    arguments = Arguments("decode", SPECS, {})
    inputs = {"past": np.zeros((2, 3), np.float32), "ids": _ids(1, 2)}
    arguments.of(inputs)
    inputs[name].shape = inputs[name].shape[::-1]
    with pytest.raises(Refused, match=f"{name} has the shape"):
        arguments.of(inputs)


def test_rows_of_ids_that_were_written_in_place(tmp_path: Path) -> None:
    (tmp_path / "table").write_bytes(bytes(range(8)))
    table = RowTable("by hand", 0, 4, 2, "int8", None, (RowsInput("decode", "token_rows"),))
    spec = {"name": "token_rows", "dtype": "float32", "shape": [1, LENGTH, 2]}
    lookups = {"token": ("token_rows", Lookup(tmp_path / "table", table))}
    arguments, token = Arguments("decode", [spec], lookups), _ids(1)
    for at in (1, 3, 0):
        token[:] = at
        assert arguments.of({"token": token})[0].tolist() == [[[2 * at, 2 * at + 1]]]
    assert arguments.of({"token": _ids(2, 1)})[0].tolist() == [[[4, 5], [2, 3]]]
    assert arguments.of({"token": token})[0].tolist() == [[[0, 1]]]
    token[:] = 4
    with pytest.raises(Refused, match="by hand has 4"):
        arguments.of({"token": token})


def test_too_long_is_refused() -> None:
    with pytest.raises(Refused, match=r"ids has the shape \(1, 5\); allowed is \(1, 1 to 4\)"):
        Arguments("decode", SPECS, {}).of(
            {"past": np.zeros((2, 3), np.float32), "ids": _ids(1, 2, 3, 4, 5)}
        )
