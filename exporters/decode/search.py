"""The search that the settings ask for."""

import numpy as np

from exporters.decode.beam import beam_search
from exporters.decode.greedy import greedy
from exporters.decode.model import StepModel
from exporters.decode.settings import GenerationSettings


def translate(model: StepModel, input_ids: np.ndarray, settings: GenerationSettings) -> list[int]:
    """The translation of ``input_ids`` (length,), from the start token on."""
    search = greedy if settings.num_beams == 1 else beam_search
    return search(model, input_ids, settings)
