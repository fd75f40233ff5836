"""How long the int8 files of all kept variants take, the dense ones among them, in one process.

A classifier labels 64 tokens. A translator reads 24 and says 32, one hypothesis, the search left
out: what a program gives is not looked at, so every file does the same work whatever its words are.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from benchmarks.compression.variants import DENSE
from benchmarks.machine import machine
from benchmarks.timing import Call, Cost, Latency, cost, latency
from exporters import runtime
from exporters.bundle.bundle import Bundle
from exporters.bundle.translator import searched_model
from exporters.decode.model import StepModel
from exporters.errors import Refused
from exporters.runtime import repeated
from exporters.tasks.names import TRANSLATION

FORMATS = ("executorch", "onnx")
"""A .mlpackage runs on an Apple device alone."""
TOKENS = 64
SOURCE, STEPS = 24, 32
LOADS = 15
"""Times that all files are loaded anew, each for a part of the rounds: where its weights come to
lie changes a file's time by up to 5 %, as two files of the same work show."""
CALLS = 2
"""In a row, after one that is not timed: what others left in the caches is not theirs."""


@dataclass(frozen=True)
class Timed:
    """One format: latency by variant, the dense one among them."""

    samples: Mapping[str, Latency]

    def to_json(self) -> dict[str, Any]:
        """With the ratio of each median to the dense model's, by both clocks."""
        dense = self.samples[DENSE]
        return {
            name: {
                "samples": len(each.samples_ms),
                "p10_ms": each.p10_ms,
                "median_ms": each.median_ms,
                "cpu_median_ms": each.cpu_median_ms,
                "of_dense": each.median_ms / dense.median_ms,
                "cpu_of_dense": each.cpu_median_ms / dense.cpu_median_ms,
            }
            for name, each in self.samples.items()
        }


def measured(folder: Path, names: list[str], rounds: int) -> dict[str, Any]:
    """``folder``: of a task, with the folders of its variants. ``names``: those that are done."""
    if DENSE not in names:
        raise Refused(f"{folder} holds no dense model to compare with; make it first")
    before = machine()
    formats = {name: _timed(folder, names, name, rounds).to_json() for name in FORMATS}
    return {"machine": before, "load_average_after": machine()["load_average"], **formats}


def _timed(folder: Path, names: list[str], format_name: str, rounds: int) -> Timed:
    bundles: dict[str, Bundle] = {}
    for name in names:
        for bundle in (folder / name / "bundle", folder / name / f"bundle-{format_name}"):
            if bundle.is_dir():
                bundles[name] = Bundle.open(bundle)

    def load() -> dict[str, Call]:
        return {name: loaded(bundle, format_name) for name, bundle in bundles.items()}

    return Timed(in_turn(load, LOADS, -(-rounds // LOADS), CALLS))


def loaded(bundle: Bundle, format_name: str) -> Call:
    """The work of one call, on one thread."""
    file = bundle.manifest.program(format_name)
    runner = runtime.load(format_name, bundle.folder / file.path, threads=1)
    words = bundle.tokenizer.get_vocab_size()
    if bundle.manifest.task == TRANSLATION:
        return _translating(searched_model(bundle, file, runner), words)
    ids = _ids(words, TOKENS)[None]
    inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
    return repeated(runner, "forward", inputs)


def _translating(model: StepModel, words: int) -> Call:
    source, said = _ids(words, SOURCE), _ids(words, STEPS)

    def translate() -> None:
        model.encode(source)
        for position, token in enumerate(said):
            model.step(token[None], position)

    return translate


def _ids(words: int, count: int) -> np.ndarray:
    """Random words, (count,), the same each time."""
    return np.random.default_rng(0).integers(10, words, count)


def in_turn(
    load: Callable[[], Mapping[str, Call]], loads: int, rounds: int, repeats: int
) -> dict[str, Latency]:
    """Name to latency. ``loads`` times the calls are made anew, and then in each round every call
    runs, in a new order: once untimed, then ``repeats`` times."""
    samples: defaultdict[str, list[Cost]] = defaultdict(list)
    shuffled = Random(0)
    for _ in range(loads):
        calls = load()
        for _ in range(rounds):
            for name in shuffled.sample(list(calls), len(calls)):
                calls[name]()
                samples[name] += [cost(calls[name]) for _ in range(repeats)]
    return {name: latency(taken) for name, taken in samples.items()}
