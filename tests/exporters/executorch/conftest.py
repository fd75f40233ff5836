"""Tiny files, each lowered once for all tests: one takes about five seconds."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import PreTrainedModel

from exporters.backend import Lowering
from exporters.capture.capture import CaptureOptions, capture
from exporters.capture.translation.capture import capture_translation
from exporters.decode.cached import CachedDecoder
from exporters.decode.state import States, states_of
from exporters.eager import TorchRunner
from exporters.precision.rules import Precision, Rule
from exporters.program import Program
from exporters.progress import Silent
from exporters.reading import Reading, read
from exporters.runtime import Arrays, Runner, load
from tests import translation_models
from tests.lowering.store import backend
from tests.models import LENGTHS, LONGEST, VOCABULARY, tiny

MISSING = find_spec("executorch") is None
collect_ignore_glob = ["test_*.py"] if MISSING else []
STEPS = 16
"""The longest translation of the tiny translators."""


def pytest_report_header() -> str:
    return "ExecuTorch tests are left out: executorch is not installed" if MISSING else ""


@dataclass(frozen=True)
class Lowered:
    """A program, what ``quantize`` made of it, and the file that ``lower`` wrote."""

    program: Program
    quantized: Program
    path: Path
    runner: Runner

    @cached_property
    def reading(self) -> Reading:
        return read("executorch", self.path)

    def logits(self, inputs: Arrays) -> np.ndarray:
        return self.runner.run("forward", inputs)["logits"]

    def original(self, inputs: Arrays) -> np.ndarray:
        """What PyTorch gives for the program as it was captured, in float32."""
        return _call(self.program, inputs)


Lower = Callable[..., Lowered]


def sentence(length: int, padding: int = 0, seed: int = 0) -> Arrays:
    """Random ids of ``length`` tokens, then ``padding`` more that the mask hides."""
    ids = np.random.default_rng(seed).integers(5, VOCABULARY, (1, length))
    mask = (np.arange(length + padding) < length).astype(np.int64)[None]
    return {"input_ids": np.pad(ids, ((0, 0), (0, padding))), "attention_mask": mask}


def samples() -> list[tuple[torch.Tensor, ...]]:
    """Sentences as calibration takes them."""
    drawn = (sentence(n, seed=n) for n in (5, 12, 21, 27, LONGEST))
    return [tuple(torch.tensor(v) for v in inputs.values()) for inputs in drawn]


def captured(family: str, layers: int = 2) -> Program:
    model = tiny(family, num_hidden_layers=layers)
    return capture(model, "text-classification", CaptureOptions(LONGEST))


@pytest.fixture(scope="session")
def lower(tmp_path_factory: pytest.TempPathFactory) -> Lower:
    """Makes a file, or hands back the one that another test has made."""
    folder = tmp_path_factory.mktemp("pte")
    made: dict[str, Lowered] = {}

    def make(
        family: str, precision: Precision, layers: int = 2, rules: tuple[Rule, ...] = ()
    ) -> Lowered:
        key = f"{family}-{precision.value}-{layers}-{rules}"
        if key not in made:
            options = Lowering(precision, LENGTHS, rules, samples())
            made[key] = _lower(captured(family, layers), options, folder / f"{len(made)}.pte")
        return made[key]

    return make


@dataclass(frozen=True)
class Translator:
    """A translation model with ``generate``, and the same as a .pte."""

    model: PreTrainedModel
    program: Program
    quantized: Program
    path: Path
    runner: Runner

    @cached_property
    def reading(self) -> Reading:
        return read("executorch", self.path)

    @cached_property
    def decoder(self) -> CachedDecoder:
        return CachedDecoder(self.runner, self.states)

    @cached_property
    def original(self) -> CachedDecoder:
        """The program as it was captured, run by PyTorch in float32."""
        return CachedDecoder(TorchRunner(self.program), self.states)

    @property
    def states(self) -> States:
        return states_of(self.program)


Translate = Callable[..., Translator]


@pytest.fixture(scope="session")
def translate(tmp_path_factory: pytest.TempPathFactory) -> Translate:
    """As ``lower``, for a family of tests/translation_models.py: 4 hypotheses in float, 1 in int8,
    unless something else is asked for."""
    folder = tmp_path_factory.mktemp("translators")

    @cache
    def make(
        family: str,
        precision: Precision,
        hypotheses: int | None = None,
        standalone: bool = False,
        rules: tuple[Rule, ...] = (),
    ) -> Translator:
        model = translation_models.tiny(family)
        count = hypotheses or (1 if precision.is_int8 else 4)
        program = capture_translation(model, CaptureOptions(LONGEST, STEPS, count))
        options = Lowering(precision, (LONGEST,), rules, standalone=standalone)
        made = _lower(program, options, folder / f"{len(list(folder.iterdir()))}.pte")
        return Translator(model, program, made.quantized, made.path, made.runner)

    return make


def _lower(program: Program, options: Lowering, path: Path) -> Lowered:
    executorch = backend("executorch")
    quantized = executorch.quantize(program, options)
    executorch.lower(quantized, path, options, Silent())
    return Lowered(program, quantized, path, load("executorch", path))


def _call(program: Program, inputs: Arrays) -> np.ndarray:
    with torch.no_grad():
        tensors = (torch.tensor(inputs[s.name]) for s in program.methods[0].inputs)
        return program.methods[0].module(*tensors).numpy()
