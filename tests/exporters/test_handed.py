"""The same arrays are told from others, and from themselves in another form."""

import numpy as np
import pytest

from exporters.backend import Arrays
from exporters.handed import Handed

PAST, TOKEN = np.zeros((2, 3), np.float32), np.array([[1]])


def test_what_is_in_them_may_be_new() -> None:
    handed = Handed.of({"past": PAST, "token": TOKEN})
    PAST[0, 1] = 7
    assert handed.again({"past": PAST, "token": TOKEN})


@pytest.mark.parametrize(
    "inputs",
    [
        {"past": PAST.copy(), "token": TOKEN},
        {"token": TOKEN, "past": PAST},
        {"past": TOKEN, "token": PAST},
        {"past": PAST},
        {"past": PAST, "token": TOKEN, "more": TOKEN},
        {"past": PAST, "tokens": TOKEN},
    ],
    ids=["a copy", "another order", "exchanged", "fewer", "more", "another name"],
)
def test_another_call(inputs: Arrays) -> None:
    assert not Handed.of({"past": PAST, "token": TOKEN}).again(inputs)


@pytest.mark.parametrize(("form", "value"), [("shape", (3, 2)), ("dtype", np.int32)])
def test_the_same_array_in_another_form(form: str, value: object) -> None:
    past = np.zeros((2, 3), np.float32)
    handed = Handed.of({"past": past})
    setattr(past, form, value)
    assert not handed.again({"past": past})
