"""Tiny translators as packages, and what they answer."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from transformers import PreTrainedModel

from exporters.backend import Lowering
from exporters.capture.capture import CaptureOptions
from exporters.capture.translation.capture import capture_translation
from exporters.decode.model import StepModel
from exporters.decode.state import states_of
from exporters.decode.stateful import step_model
from exporters.program import Program
from exporters.progress import Silent
from exporters.reading import Reading, read
from exporters.runtime import load
from tests import translation_models
from tests.lowering.store import backend

SOURCE, CAPACITY, BEAMS = 12, 16, 4
OPTIONS = CaptureOptions(SOURCE, CAPACITY, BEAMS)


@dataclass(frozen=True)
class Translator:
    """A model, its program, and the package made of it; ``ios`` says how the cache is kept."""

    model: PreTrainedModel
    program: Program
    path: Path
    ios: int

    @property
    def reading(self) -> Reading:
        return read("coreml", self.path)

    def decoder(self) -> StepModel:
        return step_model(load("coreml", self.path), states_of(self.program), self.ios == 18)

    def stock(self, ids: torch.Tensor, tokens: np.ndarray) -> np.ndarray:
        """Logits (hypotheses, steps, vocabulary) of the model for tokens (hypotheses, steps)."""
        source = ids.expand(len(tokens), -1)
        with torch.no_grad():
            return self.model(
                input_ids=source,
                attention_mask=torch.ones_like(source),
                decoder_input_ids=torch.from_numpy(tokens),
            ).logits.numpy()


Build = Callable[..., Translator]


def built(name: str, options: Lowering, path: Path) -> Translator:
    model = translation_models.tiny(name)
    program = capture_translation(model, OPTIONS)
    coreml = backend("coreml")
    coreml.lower(coreml.quantize(program, options), path, options, Silent())
    return Translator(model, program, path, options.ios)


def spoken(decoder: StepModel, tokens: np.ndarray) -> np.ndarray:
    """Logits (hypotheses, steps, vocabulary) for forced tokens (hypotheses, steps)."""
    return np.stack([decoder.step(t, at).copy() for at, t in enumerate(tokens.T)], axis=1)


def forced(steps: int = CAPACITY, hypotheses: int = BEAMS, seed: int = 1) -> np.ndarray:
    """Random tokens: a random model that says what it likes repeats one token."""
    return np.random.default_rng(seed).integers(8, 490, (hypotheses, steps))
