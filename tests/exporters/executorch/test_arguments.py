"""Arrays become tensors: shared where they can be, checked, never stale."""

import numpy as np
import pytest
import torch

from exporters.errors import Refused
from exporters.executorch.arguments import Arguments

LENGTH = {"name": "length", "minimum": 1, "maximum": 4}
SPECS = [
    {"name": "past", "dtype": "float32", "shape": [2, 3]},
    {"name": "ids", "dtype": "int64", "shape": [1, LENGTH]},
]


def _ids(*ids: int) -> np.ndarray:
    return np.array([ids])


def test_in_the_order_of_the_method() -> None:
    past, ids = Arguments(SPECS).of({"ids": _ids(5, 6), "past": np.ones((2, 3), np.float32)})
    assert past.tolist() == [[1, 1, 1], [1, 1, 1]]
    assert ids.tolist() == [[5, 6]]


def test_the_same_array_is_the_same_memory() -> None:
    arguments, past = Arguments(SPECS), np.zeros((2, 3), np.float32)
    first, _ = arguments.of({"past": past, "ids": _ids(1)})
    past[1, 2] = 7
    second, ids = arguments.of({"past": past, "ids": _ids(2, 3)})
    assert second is first and second[1, 2] == 7
    assert ids.tolist() == [[2, 3]]


def test_what_had_to_be_converted_is_converted_again() -> None:
    """The twin: a copy that was kept would hold what the array held before."""
    arguments = Arguments(SPECS)
    for past in (np.zeros((2, 3)), np.zeros((3, 2), np.float32).T):
        first, _ = arguments.of({"past": past, "ids": _ids(1)})
        past[1, 2] = 7
        second, _ = arguments.of({"past": past, "ids": _ids(1)})
        assert (first[1, 2], second[1, 2]) == (0, 7)
        assert second.dtype is torch.float32


def test_an_array_that_took_another_shape_is_refused() -> None:
    arguments, past = Arguments(SPECS), np.zeros((2, 3), np.float32)
    arguments.of({"past": past, "ids": _ids(1)})
    past.shape = (3, 2)
    with pytest.raises(Refused, match=r"past has the shape \(3, 2\); allowed is \(2, 3\)"):
        arguments.of({"past": past, "ids": _ids(1)})


def test_too_long_is_refused() -> None:
    with pytest.raises(Refused, match=r"ids has the shape \(1, 5\); allowed is \(1, 1 to 4\)"):
        Arguments(SPECS).of({"past": np.zeros((2, 3), np.float32), "ids": _ids(1, 2, 3, 4, 5)})
