"""A program that answers with what is no number is refused, and gives no empty line."""

import numpy as np
import pytest

from exporters.decode.search import translate
from exporters.decode.settings import GenerationSettings
from exporters.errors import Refused


class Broken:
    """Answers with one value that is no score, from the second step on."""

    hypotheses, capacity = 2, 10

    def __init__(self, value: float) -> None:
        self._value = value

    def encode(self, input_ids, attention_mask=None):
        pass

    def reset(self):
        pass

    def reorder(self, origins):
        pass

    def step(self, tokens, position):
        logits = np.tile(np.arange(8, dtype=np.float32), (len(tokens), 1))
        if position:
            logits[:, 3] = self._value
        return logits


@pytest.mark.parametrize("beams", [1, 2])
@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_it_is_refused(value, beams):
    settings = GenerationSettings(start_id=7, eos_ids=(0,), num_beams=beams, max_length=8)
    with pytest.raises(Refused, match="answers with a score of"):
        translate(Broken(value), np.array([1, 2]), settings)


@pytest.mark.parametrize("beams", [1, 2])
def test_a_search_that_takes_them_away_goes_on(beams):
    settings = GenerationSettings(7, (0,), beams, max_length=8, remove_invalid=True)
    assert len(translate(Broken(float("nan")), np.array([1, 2]), settings)) == 8
