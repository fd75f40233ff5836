"""The likeliest token at each step."""

from dataclasses import replace

import numpy as np

from exporters.decode.constraints import constrained
from exporters.decode.model import StepModel, refuse_unfit
from exporters.decode.settings import GenerationSettings


def greedy(model: StepModel, input_ids: np.ndarray, settings: GenerationSettings) -> list[int]:
    """The translation of ``input_ids`` (length,), from the start token on.

    Equal to transformers' ``generate`` with one beam.
    """
    refuse_unfit(model, settings)
    model.encode(input_ids)
    # Which score is the largest does not depend on what they add up to.
    constraints = replace(settings, renormalize=False)
    tokens = [settings.start_id]
    while len(tokens) < settings.max_length:
        logits = model.step(np.array(tokens[-1:]), len(tokens) - 1)
        token = int(constrained(logits, np.array([tokens]), constraints).argmax())
        tokens.append(token)
        if token in settings.eos_ids:
            break
    return tokens
