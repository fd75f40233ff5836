"""Finished files of tiny models, each made once for all tests of this folder."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import torch
from transformers import PreTrainedModel

from exporters.backend import Lowering
from exporters.capture.capture import CaptureOptions, capture
from exporters.onnx.backend import Onnx
from exporters.onnx.quantize import Activations
from exporters.onnx.run import OnnxRunner
from exporters.precision.rules import Precision, Rule
from exporters.program import Program
from exporters.progress import Silent
from tests import models
from tests.lowering.store import stored
from tests.models import LONGEST, tiny

LENGTHS = (2, 9, LONGEST)


@dataclass(frozen=True)
class Made:
    """A model, what ``quantize`` gave for it, and the file."""

    model: PreTrainedModel
    program: Program
    path: Path

    def expected(self, ids: torch.Tensor) -> np.ndarray:
        """Logits of the stock model."""
        with torch.no_grad():
            return self.model(ids, attention_mask=torch.ones_like(ids)).logits.numpy()

    def logits(self, ids: torch.Tensor, mask: torch.Tensor | None = None) -> np.ndarray:
        """Logits of the file."""
        mask = torch.ones_like(ids) if mask is None else mask
        inputs = {"input_ids": ids.numpy(), "attention_mask": mask.numpy()}
        return OnnxRunner(self.path, threads=1).run("forward", inputs)["logits"]


def tokens(length: int) -> torch.Tensor:
    """(1, length) seeded ids of the tiny vocabulary."""
    generator = torch.Generator().manual_seed(length)
    return torch.randint(5, 500, (1, length), generator=generator)


@cache
def made(
    family: str,
    precision: Precision,
    activations: Activations = Activations.PER_TOKEN,
    rules: tuple[Rule, ...] = (),
) -> Made:
    """A tiny model of a family, exported."""
    model = tiny(family)
    backend = stored(Onnx(activations))
    samples = [(tokens(n), torch.ones(1, n, dtype=torch.int64)) for n in range(2, LONGEST, 4)]
    options = Lowering(precision, models.LENGTHS, rules, samples)
    captured = capture(model, "text-classification", CaptureOptions(LONGEST))
    program = backend.quantize(captured, options)
    path = Path(mkdtemp()) / "tiny.onnx"
    backend.lower(program, path, options, Silent())
    return Made(model, program, path)
