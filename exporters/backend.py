"""The doors of every back end, and what goes through them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import torch

from exporters.constants import FileMethod
from exporters.precision.emulate import Arithmetic
from exporters.precision.rules import Precision, Rule
from exporters.program import Program
from exporters.progress import Progress
from exporters.runtime import door


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


class Backend(Protocol):
    """One format. An instance stands in ``exporters/<name>/backend.py`` as ``BACKEND``."""

    format: str
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

    def arithmetic(self, options: Lowering) -> Arithmetic:
        """How its runtime computes what was lowered so."""
        ...

    def constants(self, path: Path) -> Iterable[FileMethod]:
        """Every constant of the finished file as the numbers that it stands for, method by method
        (Core ML: function by function)."""
        ...


def backend(name: str) -> Backend:
    """The back end of a format; imports its libraries only now."""
    found: Backend = door(name, "backend").BACKEND
    return found
