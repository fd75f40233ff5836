"""A loaded program: how it is called, and what its caller has to know.

Whoever only runs files comes no further than this: nothing that makes them is imported here, and of
the libraries of a format only its runtime.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Protocol

import numpy as np

from exporters.errors import Refused, refusing
from exporters.formats import FACTS
from exporters.quiet import quiet

Arrays = Mapping[str, np.ndarray]
"""Named arrays: the inputs or the outputs of one call."""

Elsewhere = Callable[[str, list[np.ndarray]], list[np.ndarray]]
"""Runs a method on another machine: its name and inputs in the file's order, to its outputs."""


class Runner(Protocol):
    """A loaded program file. It may be called any number of times."""

    def run(self, method: str, inputs: Arrays) -> dict[str, np.ndarray]:
        """One call: named arrays in (unpadded, of any length up to the bound), named arrays out.

        What comes out is the caller's own: it may write into it, and no later call does.
        Where the file has fixed lengths only, the runner picks the smallest that fits and pads.
        Where the caller of the file looks rows up, the runner does: it takes the ids all the same.
        """
        ...


Call = Callable[[], dict[str, np.ndarray]]
"""A call that is ready to be made, named arrays out."""


class RepeatingRunner(Runner, Protocol):
    """A runner that has a quicker way for a call that is made again and again."""

    def repeated(self, method: str, inputs: Arrays) -> Call:
        """The call on the memory of these arrays, into which the caller writes between calls.

        What comes out is written again by the next call.
        """
        ...


def repeated(runner: Runner, method: str, inputs: Arrays) -> Call:
    """See ``RepeatingRunner.repeated``, for any runner.

    A decoder hands in its cache at every step. To look at all inputs and to copy all outputs each
    time is a share of a small program's step that counts (benchmarks/README.md, "repeated calls").
    """
    # Not asked of the protocol, which takes longer.
    bind: Callable[[str, Arrays], Call] | None = getattr(runner, "repeated", None)
    return bind(method, inputs) if bind else partial(runner.run, method, inputs)


class StatefulRunner(Runner, Protocol):
    """A runner whose file keeps state between calls (Core ML on iOS 18)."""

    def reset(self) -> None:
        """All states zero again."""
        ...

    def read_states(self, method: str) -> dict[str, np.ndarray]:
        """Copies of the states of the function that ran last for ``method``, by name."""
        ...

    def write_states(self, method: str, states: Arrays) -> None:
        """Replaces states of that function, as a search does that goes on from another beam."""
        ...


@dataclass(frozen=True)
class RowsInput:
    """An input that takes rows of a table: float32, of the shape of the ids and the width."""

    method: str
    name: str


@dataclass(frozen=True)
class RowTable:
    """A table that stands once in a file, as the output layer, and whose rows the caller looks up.

    Row i is ``width`` numbers of ``dtype`` (int8, float16 or float32) at the byte ``offset`` + i *
    width * size of a number; int8 rows are multiplied by the float32 at ``scales_offset`` + 4 i.
    ``inputs`` are where the rows go; everything else about an embedding is inside the program.

    An input takes rows of several tables where words are in bands. Row i is then that of the word
    ``first`` + i, and its numbers go to ``column`` and on of what is handed in; a word has zeros
    where tables without it have their columns.
    """

    name: str
    offset: int
    rows: int
    width: int
    dtype: str
    scales_offset: int | None
    inputs: tuple[RowsInput, ...]
    first: int = 0
    column: int = 0


RUN = "run"
"""The module of a format's folder that runs its files."""


def load(
    format: str, path: Path, elsewhere: Elsewhere | None = None, threads: int | None = None
) -> Runner:
    """Opens a finished file with the runtime of its format; no checkpoint is needed.

    With ``elsewhere`` the file is opened here, and its methods run there. ``threads``: of a program
    that is to be measured, which is then ready to its last method; None leaves the number to the
    runtime.
    """
    runtime = door(format, RUN)
    with refusing(f"{path} cannot be opened", "; make it again"):
        found: Runner = runtime.load(path, elsewhere, threads)
    return found


def door(format: str, name: str) -> ModuleType:
    """A module of a format's folder, and with it the libraries that it needs."""
    if format not in FACTS:
        raise Refused(f"there is no format {format!r}; the formats are {', '.join(FACTS)}")
    try:
        with quiet():
            return import_module(f"exporters.{format}.{name}")
    except ModuleNotFoundError as missing:
        facts = FACTS[format]
        extra = facts.run_extra if name == RUN else facts.extra
        raise Refused(
            f"the format {format!r} needs the package {missing.name!r}, which is not installed: "
            f"pip install 'mobilec[{extra}]'"
        ) from missing
