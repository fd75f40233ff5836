"""Tiny packages, each built once for all tests: a conversion takes one to two seconds a length."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import torch

from exporters.backend import Lowering
from exporters.capture.capture import CaptureOptions, capture
from exporters.precision.rules import Precision, Rule
from exporters.program import Program
from exporters.progress import Silent
from exporters.runtime import Arrays, Runner, load
from tests.exporters.coreml import translation
from tests.lowering.store import backend
from tests.models import VOCABULARY, tiny

MISSING = find_spec("coremltools") is None
collect_ignore_glob = ["test_*.py"] if MISSING else []


def pytest_report_header() -> str:
    return "Core ML tests are left out: coremltools is not installed" if MISSING else ""


@dataclass(frozen=True)
class Built:
    """A program, what ``quantize`` made of it, and the package that ``lower`` wrote."""

    program: Program
    quantized: Program
    path: Path
    runner: Runner

    def logits(self, inputs: Arrays) -> np.ndarray:
        return self.runner.run("forward", inputs)["logits"]

    def original(self, inputs: Arrays) -> np.ndarray:
        return _call(self.program, inputs)

    def emulated(self, inputs: Arrays) -> np.ndarray:
        """What PyTorch gives for the quantized program, in float32."""
        return _call(self.quantized, inputs)


Build = Callable[..., Built]


def sentence(length: int, padding: int = 0, pad_id: int = 0, seed: int = 0) -> Arrays:
    """Random ids of ``length`` tokens, then ``padding`` more that the mask hides."""
    ids = np.random.default_rng(seed).integers(5, VOCABULARY, (1, length))
    ids = np.pad(ids, ((0, 0), (0, padding)), constant_values=pad_id)
    mask = (np.arange(length + padding) < length).astype(np.int64)[None]
    return {"input_ids": ids, "attention_mask": mask}


def captured(family: str) -> Program:
    return capture(tiny(family), "text-classification", CaptureOptions(64))


def samples() -> list[tuple[torch.Tensor, ...]]:
    """Three sentences as calibration takes them."""
    drawn = (sentence(n, seed=n) for n in (6, 11, 16))
    return [tuple(torch.tensor(v) for v in inputs.values()) for inputs in drawn]


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Makes a package, or hands back the one that another test has made."""
    folder = tmp_path_factory.mktemp("packages")
    made: dict[str, Built] = {}

    def make(
        family: str,
        precision: Precision,
        lengths: tuple[int, ...] = (16,),
        ios: int = 18,
        rules: tuple[Rule, ...] = (),
    ) -> Built:
        key = f"{family}-{precision.value}-{lengths}-{ios}-{rules}"
        if key not in made:
            options = Lowering(precision, lengths, rules, samples(), ios)
            made[key] = _build(captured(family), options, folder / f"{len(made)}.mlpackage")
        return made[key]

    return make


@pytest.fixture(scope="session")
def translator(tmp_path_factory: pytest.TempPathFactory) -> translation.Build:
    """Makes a translator's package, or hands back the one that another test has made."""
    folder = tmp_path_factory.mktemp("translators")
    made: dict[str, translation.Translator] = {}

    def make(
        name: str, precision: Precision, lengths: tuple[int, ...] = (12,), ios: int = 18
    ) -> translation.Translator:
        key = f"{name}-{precision.value}-{lengths}-{ios}"
        if key not in made:
            options = Lowering(precision, lengths, ios=ios)
            made[key] = translation.built(name, options, folder / f"{len(made)}.mlpackage")
        return made[key]

    return make


def _build(program: Program, options: Lowering, path: Path) -> Built:
    coreml = backend("coreml")
    quantized = coreml.quantize(program, options)
    coreml.lower(quantized, path, options, Silent())
    return Built(program, quantized, path, load("coreml", path))


def _call(program: Program, inputs: Arrays) -> np.ndarray:
    with torch.no_grad():
        tensors = (torch.tensor(inputs[s.name]) for s in program.methods[0].inputs)
        return program.methods[0].module(*tensors).numpy()
