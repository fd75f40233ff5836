"""The likeliest token at each step."""

from dataclasses import replace

import numpy as np

from exporters.decode.constraints import Constraints
from exporters.decode.model import StepModel, refuse_no_number, refuse_unfit
from exporters.decode.settings import GenerationSettings


def greedy(model: StepModel, input_ids: np.ndarray, settings: GenerationSettings) -> list[int]:
    """The translation of ``input_ids`` (length,), from the start token on.

    Equal to transformers' ``generate`` with one beam.
    """
    refuse_unfit(model, settings)
    model.encode(input_ids)
    # Which score is the largest does not depend on what they add up to.
    raw = replace(settings, renormalize=False) if settings.renormalize else settings
    constraints = Constraints(raw, input_ids.tolist())
    # In cold caches np.full takes 20 us, which a sentence by a small program feels.
    tokens = np.empty((1, settings.max_length), np.int64)
    tokens.fill(settings.start_id)
    last = tokens[0, :1].copy()
    for length in range(1, settings.max_length):
        logits = model.step(last, length - 1)
        scores = constraints.apply_(logits, tokens, length)
        token = int(scores.argmax())
        refuse_no_number(scores[0, token], settings)
        tokens[0, length] = last[0] = token
        if token in settings.eos_ids:
            return tokens[0, : length + 1].tolist()
    return tokens[0].tolist()
