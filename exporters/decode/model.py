"""What a search asks of a model, whatever runs it."""

from math import inf, isnan
from typing import Protocol

import numpy as np

from exporters.decode.settings import GenerationSettings
from exporters.errors import Refused


class StepModel(Protocol):
    """A translation model that remembers one source and the hypotheses so far.

    ``hypotheses``: the most that a step extends. ``capacity``: the most steps of one sentence.
    """

    @property
    def hypotheses(self) -> int: ...

    @property
    def capacity(self) -> int: ...

    def encode(self, input_ids: np.ndarray, attention_mask: np.ndarray | None = None) -> None:
        """Reads a source of shape (length,) and forgets the sentence before it.

        ``attention_mask``: 0 where the source is padding, (length,); None for none.
        """
        ...

    def step(self, tokens: np.ndarray, position: int) -> np.ndarray:
        """The last token of each hypothesis (n,), at a position, to logits (n, vocabulary).

        The caller may write into them; the next step writes them again.
        """
        ...

    def reorder(self, origins: np.ndarray) -> None:
        """Hypothesis i goes on from what was hypothesis ``origins[i]``; origins (n,)."""
        ...

    def reset(self) -> None:
        """Goes back to position 0 of the same source."""
        ...


def refuse_no_number(score: float, settings: GenerationSettings) -> None:
    """The best of a step's scores: where any is no number, numpy takes that for the best. Settings
    that let the end grow likelier may make it infinitely likely, as in transformers."""
    if isnan(score) or (score == inf and settings.decay is None):
        raise Refused(
            f"the program answers with a score of {score}, and nothing can be chosen by that; "
            "export it again, or set remove_invalid_values in generation_config.json before"
        )


def refuse_unfit(model: StepModel, settings: GenerationSettings) -> None:
    """Refuses settings for which the model was not made, before any work."""
    if settings.num_beams > model.hypotheses:
        raise Refused(
            f"{settings.num_beams} beams were asked for, but this program extends "
            f"{model.hypotheses} hypotheses a step; ask for fewer, or export it for more"
        )
    if settings.max_length - 1 > model.capacity:
        raise Refused(
            f"up to {settings.max_length - 1} tokens were asked for, but this program has room "
            f"for {model.capacity}; limit the settings with within({model.capacity})"
        )
