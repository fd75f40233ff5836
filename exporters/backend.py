"""The four doors of every back end (quantize, lower, run, read) and the registry of back ends."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Protocol

import numpy as np
import torch

from exporters.constants import FileMethod
from exporters.errors import Refused
from exporters.precision.emulate import Arithmetic
from exporters.precision.rules import Precision, Rule
from exporters.program import Program
from exporters.progress import Progress
from exporters.quiet import quiet

Arrays = Mapping[str, np.ndarray]
"""Named arrays: the inputs or the outputs of one call."""

Elsewhere = Callable[[str, list[np.ndarray]], list[np.ndarray]]
"""Runs a method on another machine: its name and inputs in the file's order, to its outputs."""


@dataclass(frozen=True)
class Lowering:
    """Everything a back end is told.

    ``lengths``: ascending; formats with one dynamic length use the last as its bound, Core ML
    makes a function of each. ``rules``: see precision/rules.py. ``samples``: inputs of the
    program's first method for calibration (int8-static only). ``ios``: 17 or 18. ``standalone``:
    a .pte looks its rows up itself, although a table that is also the output layer then stands in
    the file twice; otherwise the caller looks them up (see ``RowTable``). ``reduce_range``: weights
    of an .onnx are signed and of 7 bits (see onnx/weights.py).
    """

    precision: Precision = Precision.INT8
    lengths: tuple[int, ...] = (32, 64, 128)
    rules: tuple[Rule, ...] = ()
    samples: Sequence[tuple[torch.Tensor, ...]] = field(default=(), repr=False)
    ios: int = 18
    standalone: bool = False
    reduce_range: bool = False

    def __post_init__(self) -> None:
        if not self.lengths or list(self.lengths) != sorted(set(self.lengths)):
            raise ValueError(f"lengths {self.lengths} must ascend and not repeat")


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

    A decoder hands in its cache at every step. In a small program (2 layers of 256, 32,000 words,
    0.3 ms) to look at all inputs and to copy all outputs took one part in twelve of a step.
    """
    # To ask for the protocol takes 5 us a sentence.
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
class StoredTensor:
    """One constant in a file. ``digest``: sha256 of its bytes; equal digests are duplicates."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    size_bytes: int
    digest: str


@dataclass(frozen=True)
class OperatorUse:
    """How often an operator stands in a method, and who runs it.

    ``inside``: True where the fast path runs it (XNNPACK delegate, ML program, ONNX Runtime).
    ``reason``: why it stays outside. ``multiply_adds``: of all these together, at the longest
    length; 0 where none. ``overloads``: of a kernel that the runtime must have, by name.
    """

    method: str
    operator: str
    count: int
    inside: bool
    multiply_adds: int = 0
    reason: str = ""
    overloads: tuple[str, ...] = ()


@dataclass(frozen=True)
class StoredMethod:
    """A method as the file declares it: tensors are (name, dtype, shape); None is dynamic."""

    name: str
    inputs: tuple[tuple[str, str, tuple[int | None, ...]], ...]
    outputs: tuple[tuple[str, str, tuple[int | None, ...]], ...]
    states: tuple[tuple[str, str, tuple[int | None, ...]], ...] = ()
    arena_bytes: int | None = None
    delegate_calls: int | None = None


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


@dataclass(frozen=True)
class Reading:
    """What a file holds, by the format's own reader. ``graph_bytes``: all but the tensors.

    ``weight_dtypes``: in which matrices of 8 bits are stored. ``saturating``: weights of int8
    products whose sums are cut off on some processor, which then answers differently.
    """

    format: str
    size_bytes: int
    tensors: tuple[StoredTensor, ...]
    methods: tuple[StoredMethod, ...]
    operators: tuple[OperatorUse, ...]
    row_tables: tuple[RowTable, ...] = ()
    weight_dtypes: tuple[str, ...] = ("int8",)
    saturating: tuple[str, ...] = ()

    @property
    def graph_bytes(self) -> int:
        return self.size_bytes - sum(t.size_bytes for t in self.tensors)


class Backend(Protocol):
    """One format. An instance stands in ``exporters/<name>/backend.py`` as ``BACKEND``."""

    format: str
    runtime: str
    precisions: Mapping[Precision, str]
    """What the format can do, and in one line what it means there."""

    def suffix(self, methods: int, ios: int) -> str:
        """What the name of a program with so many methods ends in, be it a file or a folder."""
        ...

    def quantize(self, program: Program, options: Lowering) -> Program:
        """The program in the form that this back end lowers best, in the asked precision.

        Refuses what cannot be done, before any slow work. ``program`` is left as it is.
        """
        ...

    def lower(self, program: Program, path: Path, options: Lowering, progress: Progress) -> None:
        """Writes the file (or package folder) ``path`` from a program that ``quantize`` gave."""
        ...

    def load(
        self, path: Path, elsewhere: Elsewhere | None = None, threads: int | None = None
    ) -> Runner:
        """Opens a finished file with its runtime; no checkpoint is needed.

        With ``elsewhere`` the file is opened here, and its methods run there. ``threads``: of a
        program that is to be measured, which is then ready to its last method; None leaves the
        number to the runtime.
        """
        ...

    def read(self, path: Path) -> Reading:
        """What the finished file holds."""
        ...

    def arithmetic(self, options: Lowering) -> Arithmetic:
        """How its runtime computes what was lowered so."""
        ...

    def constants(self, path: Path) -> Iterable[FileMethod]:
        """Every constant of the finished file as the numbers that it stands for, method by method
        (Core ML: function by function)."""
        ...


_BACKENDS = {
    "executorch": ("exporters.executorch.backend", "android"),
    "onnx": ("exporters.onnx.backend", "onnx"),
    "coreml": ("exporters.coreml.backend", "ios"),
}
"""Format to (module with ``BACKEND``, the pip extra that brings what it needs)."""

FORMATS = tuple(_BACKENDS)


def backend(name: str) -> Backend:
    """The back end of a format; imports its libraries only now."""
    if name not in _BACKENDS:
        raise Refused(f"there is no format {name!r}; the formats are {', '.join(FORMATS)}")
    module, extra = _BACKENDS[name]
    try:
        with quiet():
            return import_module(module).BACKEND
    except ModuleNotFoundError as missing:
        raise Refused(
            f"the format {name!r} needs the package {missing.name!r}, which is not installed: "
            f"pip install 'mobilec[{extra}]'"
        ) from missing
