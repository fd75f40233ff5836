"""Operands of an int8 product at the edge of what int8 holds, and the one right answer.

    y = x W^T,  x = q_x 2^-7 with q_x in -128..127,  W = q_w 2^-7 with q_w in -127..127

All scales are powers of two and all inputs lie on the grid already, so a runtime that quantizes
finds these very numbers again, and what it answers is the sum of integers, rounded once. Neighbours
of the largest magnitude and one sign are what 16-bit sums saturate at; both widths are as long as
those of small and large layers. The numbers come from formulas: no generator changes them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

UNIT = 2.0**-7
FEATURES = 8
ROWS = 16
NARROW, WIDE = 256, 1536
WIDTHS = {"narrow": (ROWS, NARROW), "wide": (ROWS, WIDE), "row": (1, WIDE)}
"""Input to (rows, width). A single row has kernels of its own; it shares the wide weights."""


@dataclass(frozen=True)
class Lowest:
    """The smallest activation of the inputs with many rows, and of the single row.

    Where a scale comes from the largest magnitude alone, -128 would make it no power of two.
    """

    rows: int = -128
    row: int = -128


@dataclass(frozen=True)
class ProbeFile:
    """A file with these operands, in the folder ``probes`` of its format. ``largest``: the
    magnitude of its largest weight. ``rounded``: how the format rounds what comes out."""

    file: str
    lowest: Lowest
    largest: int = 127
    reduce_range: bool = False
    rounded: type[np.floating] = np.float32


def weights(width: int, largest: int = 127) -> np.ndarray:
    """(FEATURES, width) int64 in -largest..largest, the largest magnitude in every row."""
    feature, at = np.ogrid[:FEATURES, :width]
    values = (at * at * (2 * feature + 3) + 41 * at * feature + at * at // 7) % (
        2 * largest + 1
    ) - largest
    values[0], values[1] = largest, -largest
    values[2] = np.where(at // 2 % 2, largest, -largest)
    values[:, 0] = largest
    return values


def activations(rows: int, width: int, lowest: int) -> np.ndarray:
    """(rows, width) int64 in lowest..127, both in every row."""
    row, at = np.ogrid[:rows, :width]
    values = (at * at * (3 * row + 5) + 29 * at * (row + 1) + at // 3) % (128 - lowest) + lowest
    values[0] = 127
    values[1:2] = lowest
    values[2:3] = np.where(at // 2 % 2, 127, lowest)
    values[:, -2:] = (127, lowest)
    return values


def inputs(lowest: Lowest) -> dict[str, np.ndarray]:
    """(1, rows, width) float32 of each input."""
    return {name: _scaled(_activations(name, lowest), UNIT) for name in WIDTHS}


def expected(lowest: Lowest, largest: int = 127) -> dict[str, np.ndarray]:
    """(1, rows, FEATURES) float32 of each output: the sum of integers, rounded once."""
    found = {}
    for name, (_, width) in WIDTHS.items():
        sums = _activations(name, lowest) @ weights(width, largest).T
        found[result_of(name)] = _scaled(sums, UNIT * UNIT)
    return found


def result_of(name: str) -> str:
    """The output that an input gives."""
    return f"{name}_product"


def wrong(answers: Mapping[str, np.ndarray], right: Mapping[str, np.ndarray]) -> int:
    """How many results differ in any bit of their value."""
    return sum(int(np.sum(answers[name] != array)) for name, array in right.items())


def _activations(name: str, lowest: Lowest) -> np.ndarray:
    rows, width = WIDTHS[name]
    return activations(rows, width, lowest.row if rows == 1 else lowest.rows)


def _scaled(integers: np.ndarray, unit: float) -> np.ndarray:
    return (integers.astype(np.float32) * np.float32(unit))[None]
