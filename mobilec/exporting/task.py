"""What an export asks of a task. Each has one file beside this one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch

from exporters.bundle.decoding import Decoding
from exporters.bundle.manifest import Limits, TextFile
from exporters.bundle.text_entry import Text
from exporters.program import Program
from exporters.text.encoder import Asked
from mobilec.checkpoint.describe import Description
from mobilec.checkpoint.ids.held import Held
from mobilec.checkpoint.load import Checkpoint
from mobilec.evaluation.measure import Answer, Measure
from mobilec.exporting.options import ExportOptions

Tolerances = Mapping[str, float]
"""Format to the largest error that a runtime may show on the goldens."""


@dataclass(frozen=True)
class Contents:
    """What a bundle holds and says besides its programs.

    ``golden_texts``: the sentences of the goldens. ``write``: puts the tokenizers and the
    goldens into a folder, and gives their entries.
    ``decoding``: how a translation is searched for. ``notes``: what the user should know.
    """

    golden_texts: tuple[Asked, ...]
    write: Callable[[Path], tuple[TextFile, ...]]
    text: Text
    limits: Limits
    decoding: Decoding | None = None
    notes: tuple[str, ...] = ()


class Captured(Protocol):
    """A model of the task, captured. PyTorch has not been asked for anything yet."""

    @property
    def program(self) -> Program: ...

    @property
    def measure(self) -> Measure: ...

    def held(self) -> Held:
        """Holds the ids that the program is given against what else can make them. Refused: ids
        that contradict the checkpoint."""
        ...

    def samples(self, data: Path) -> Sequence[tuple[torch.Tensor, ...]]:
        """Inputs of the program's first method from a file of the user's, for calibration."""
        ...

    def ask(self, tolerances: Tolerances) -> Contents:
        """Asks PyTorch for the goldens."""
        ...

    def worst_layers(
        self, texts: Sequence[Any], doing: Callable[[str], None]
    ) -> list[tuple[str, ...]]:
        """Paths of the layers that can be int8, the one that int8 hurts most first; layers with
        the same weights are one entry. ``texts``: as examples ask them."""
        ...

    def emulated(self, kept: Sequence[str]) -> Answer:
        """The program in PyTorch as int8 rounds it, but for the layers ``kept``."""
        ...


class Exporting(Protocol):
    """Of one task."""

    def bounds(self, about: Description) -> tuple[int | None, ...]:
        """What bounds a text in tokens where nobody asked for lengths; None for no limit."""
        ...

    def refuse(self, options: ExportOptions, about: Description) -> None:
        """Refuses what cannot be done with such a model; capture knows what families can use."""
        ...

    def methods(self, format_name: str, options: ExportOptions) -> dict[str, str]:
        """What a file will have: method to the shapes of its inputs in words."""
        ...

    def facts(self, options: ExportOptions, about: Description) -> dict[str, str]:
        """What a plan shows of this task alone: name to value, in words."""
        ...

    def captured(self, checkpoint: Checkpoint, options: ExportOptions) -> Captured:
        """The model as a program, proven equal to it."""
        ...
