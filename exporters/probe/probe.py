"""Is the arithmetic of this machine's runtimes right? Seen by an int8 product at full range.

A runtime that saturates does so at random places of a real model, where it looks like rounding:
the file would be taken for worse than it is, or for better.
"""

from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import numpy as np

from exporters.backend import backend
from exporters.probe.full_range import Lowest, expected, inputs, wrong
from exporters.processor import this_processor
from exporters.runtime import load

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class ProbeFile:
    """A file of the probe. ``largest``: the magnitude of its largest weight. ``rounded``: how the
    format rounds what comes out."""

    file: str
    lowest: Lowest
    largest: int = 127
    reduce_range: bool = False
    rounded: type[np.floating] = np.float32


PROBES = {
    "executorch": (ProbeFile("int8.pte", Lowest()),),
    "onnx": (
        ProbeFile("int8.onnx", Lowest(rows=-127)),
        ProbeFile("int8-reduced.onnx", Lowest(rows=-127), largest=63, reduce_range=True),
    ),
    "coreml": (ProbeFile("int8.mlpackage", Lowest(), rounded=np.float16),),
}
"""Format to its files. One scale a token of .onnx comes from the largest magnitude of the row."""


@dataclass(frozen=True)
class Probed:
    """What a runtime made of ``results`` numbers; ``wrong`` of them differ from exact integers."""

    format: str
    runtime: str
    results: int
    wrong: int

    @property
    def exact(self) -> bool:
        return self.wrong == 0

    def __str__(self) -> str:
        """The verdict with the machine that it holds for."""
        found = "are exact" if self.exact else f"differ from exact integers in {self.wrong}"
        return (
            f"{self.runtime} on {this_processor()}: {self.results} results of int8 products at "
            f"full range {found}"
        )


@cache
def probe(format_name: str) -> Probed:
    """Runs the files of a format, once a process."""
    end = backend(format_name)
    counts = [_counted(format_name, each) for each in PROBES[format_name]]
    return Probed(
        format=format_name,
        runtime=f"{end.runtime} {version(end.runtime)}",
        results=sum(results for results, _ in counts),
        wrong=sum(different for _, different in counts),
    )


def _counted(format_name: str, probed: ProbeFile) -> tuple[int, int]:
    """How many results there are, and how many are wrong."""
    runner = load(format_name, FOLDER / probed.file)
    answers = runner.run("forward", inputs(probed.lowest))
    exact = expected(probed.lowest, probed.largest)
    right = {name: array.astype(probed.rounded) for name, array in exact.items()}
    return sum(array.size for array in right.values()), wrong(answers, right)
