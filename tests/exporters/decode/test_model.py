"""Searches that a program was not made for are refused before any work."""

from collections.abc import Callable

import numpy as np
import pytest

from exporters.decode.beam import beam_search
from exporters.decode.greedy import greedy
from exporters.decode.settings import GenerationSettings
from exporters.errors import Refused


class Idle:
    """A model for two hypotheses of up to 4 tokens that must not be asked for anything."""

    hypotheses, capacity = 2, 4

    def encode(self, input_ids: np.ndarray) -> None:
        raise AssertionError("work began")

    def step(self, tokens: np.ndarray, position: int) -> np.ndarray:
        raise AssertionError("work began")

    def reorder(self, origins: np.ndarray) -> None:
        raise AssertionError("work began")

    def reset(self) -> None:
        raise AssertionError("work began")


@pytest.mark.parametrize("search", [greedy, beam_search])
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"num_beams": 3, "max_length": 5}, "3 beams were asked for.* extends 2 hypotheses"),
        ({"max_length": 6}, r"up to 5 tokens were asked for.* room for 4; .*within\(4\)"),
    ],
)
def test_refused(search: Callable[..., list[int]], asked: dict[str, int], said: str) -> None:
    with pytest.raises(Refused, match=said):
        search(Idle(), np.array([5]), GenerationSettings(0, (1,), **asked))
