"""Finished folders of tiny translation models, each made once for all tests of this folder."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import torch
from transformers import PreTrainedModel

from exporters.backend import Lowering
from exporters.capture.capture import CaptureOptions
from exporters.capture.translation.capture import capture_translation
from exporters.decode.cached import CachedDecoder
from exporters.decode.state import States, states_of
from exporters.onnx.backend import BACKEND
from exporters.onnx.run import OnnxRunner
from exporters.precision.rules import Precision
from exporters.program import Program
from exporters.progress import Silent
from exporters.runtime import Runner
from tests import translation_models
from tests.lowering.store import stored

SOURCE, TARGET, BEAMS = 12, 16, 4


@dataclass(frozen=True)
class Translator:
    """A model, its program before and after ``quantize``, and the folder."""

    model: PreTrainedModel
    captured: Program
    program: Program
    path: Path

    @property
    def states(self) -> States:
        return states_of(self.program)

    def decoder(self, runner: Runner | None = None) -> CachedDecoder:
        return CachedDecoder(runner or OnnxRunner(self.path, threads=1), self.states)

    def stock(self, ids: np.ndarray, forced: np.ndarray) -> np.ndarray:
        """ids (length,), forced (BEAMS, steps), to the stock logits (BEAMS, steps, vocabulary)."""
        source = torch.from_numpy(ids).expand(len(forced), -1)
        with torch.no_grad():
            return self.model(
                input_ids=source,
                attention_mask=torch.ones_like(source),
                decoder_input_ids=torch.from_numpy(forced),
                use_cache=False,
            ).logits.numpy()


def forced_tokens(steps: int = TARGET) -> np.ndarray:
    """(BEAMS, steps) at random: a model that repeats one token would hide a wrong cache."""
    return np.random.default_rng(3).integers(8, 490, (BEAMS, steps))


def ids(length: int) -> np.ndarray:
    return translation_models.source(length)[0].numpy()


def spoken(
    decoder: CachedDecoder, ids: np.ndarray, forced: np.ndarray, padding: int = 0
) -> np.ndarray:
    """Logits of the steps over forced tokens, (BEAMS, steps, vocabulary)."""
    mask = np.pad(np.ones(len(ids), np.int64), (0, padding))
    decoder.encode(np.pad(ids, (0, padding)), mask)
    steps = [decoder.step(tokens, position).copy() for position, tokens in enumerate(forced.T)]
    return np.stack(steps, axis=1)


@cache
def translator(name: str, precision: Precision, hypotheses: int = BEAMS) -> Translator:
    """A tiny model of a family, exported."""
    model = translation_models.tiny(name)
    captured = capture_translation(model, CaptureOptions(SOURCE, TARGET, hypotheses))
    options = Lowering(precision, (SOURCE,))
    program = BACKEND.quantize(captured, options)
    path = Path(mkdtemp()) / "tiny.onnx"
    stored(BACKEND).lower(program, path, options, Silent())
    return Translator(model, captured, program, path)
