"""The constants of a written file as a back end reads them back: what a method multiplies by, looks
rows up in and adds, in the numbers that the stored bytes stand for."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class FileConstant:
    """A constant where a method reads it.

    ``load``: its numbers, dequantized where it is quantized, float32 or int64, in any shape and
    order of axes. ``stored``: the dtype of the bytes. ``place``: equal for what are the same bytes,
    by whichever method they are read and whatever scales they are multiplied by.

    ``levels``: of 8 bits, the magnitude that the largest number of a row has in them, and
    ``scales``: the dtype of the steps of the rows. ``step``: of whole numbers whose steps do not
    follow from a row.
    """

    name: str
    stored: str
    place: Hashable
    load: Callable[[], np.ndarray] = field(repr=False)
    levels: int | None = None
    scales: str = "float32"
    step: np.ndarray | None = field(default=None, repr=False)


@dataclass(frozen=True)
class FileScalar:
    """A single number of a method: an operand, or an attribute of an operator. ``calibrated``: a
    scale of activations that was found on real inputs, which no program holds."""

    name: str
    value: float
    stored: str = "float32"
    calibrated: bool = False


@dataclass(frozen=True)
class FileMethod:
    """Everything that one method of a file reads. ``method``: of the program; a file may have it
    several times, each under a ``name`` and for one ``length`` of all that is dynamic.

    Constants that nothing reads on the way to an output are not here. ``idle``: operators whose
    results nothing takes, which no back end leaves in a file.
    """

    name: str
    method: str
    length: int | None
    constants: tuple[FileConstant, ...]
    scalars: tuple[FileScalar, ...]
    idle: tuple[str, ...] = ()
