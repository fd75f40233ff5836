"""Is the arithmetic of this machine's runtimes right? Seen by an int8 product at full range.

A runtime that saturates does so at random places of a real model, where it looks like rounding:
the file would be taken for worse than it is, or for better.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from exporters.formats import FACTS
from exporters.probe.full_range import ProbeFile, expected, inputs, wrong
from exporters.processor import this_processor
from exporters.runtime import door, load


def probes(format_name: str) -> Mapping[Path, ProbeFile]:
    """The files of a format."""
    room = door(format_name, "probes")
    return {Path(str(room.__file__)).parent / each.file: each for each in room.PROBES}


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
    package = FACTS[format_name].package
    counts = [_counted(format_name, *each) for each in probes(format_name).items()]
    return Probed(
        format=format_name,
        runtime=f"{package} {version(package)}",
        results=sum(results for results, _ in counts),
        wrong=sum(different for _, different in counts),
    )


def _counted(format_name: str, path: Path, probed: ProbeFile) -> tuple[int, int]:
    """How many results there are, and how many are wrong."""
    runner = load(format_name, path)
    answers = runner.run("forward", inputs(probed.lowest))
    exact = expected(probed.lowest, probed.largest)
    right = {name: array.astype(probed.rounded) for name, array in exact.items()}
    return sum(array.size for array in right.values()), wrong(answers, right)
