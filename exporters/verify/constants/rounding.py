"""How far a stored number may be from the one that it stands for, by the form it is stored in.

8 bits: half a step of q = round(w / s), s = max|w| / L of the *expected* row, so that a file whose
own steps are too wide does not excuse itself; and what a step that is itself rounded to float16
is off by, so often as the number has steps. float16: half of the last of 11 bits. float32: what
is stored as it is, is equal; what was computed first is off by the order of its sums.
"""

import numpy as np

from exporters.constants import FileConstant

_HALF = 2.0**-11
_HALF_LEAST = 2.0**-25
"""Half of the smallest float16 above 0."""
_SINGLE = 2.0**-22
_SUMMED = 8e-6
"""Of a step in float32: the order in which it was divided, and the product that made it."""
_SUMS = {"float16": 4 * _HALF, "float32": 2.0**-18}
"""Of the largest number of a tensor that was computed from others, some of them rounded."""


def allowed(constant: FileConstant, expected: np.ndarray, computed: bool) -> np.ndarray:
    """How far each number of ``expected`` (rows, width), or of any shape where it is not in 8 bits,
    may be off; broadcasts to it. ``computed``: from other constants."""
    if constant.levels is not None:
        step = np.abs(expected).max(axis=-1, keepdims=True) / constant.levels
        half = constant.scales == "float16"
        of_scale = _HALF * step + _HALF_LEAST if half else _SUMMED * step
        return 0.5 * step + constant.levels * of_scale
    if constant.step is not None:
        return np.asarray(0.5001 * constant.step)
    if computed:
        share = _SUMS.get(constant.stored, _SUMS["float32"])
        return np.full((1,) * expected.ndim, share * np.abs(expected).max(initial=0))
    if constant.stored == "float16":
        return _HALF * np.abs(expected) + _HALF_LEAST
    return _SINGLE * np.abs(expected)


def same_number(value: float, expected: float, stored: str) -> bool:
    """Whether a single number is one that stands in the code."""
    if stored == "float16":
        return abs(value - expected) <= 2 * _HALF * abs(expected) + 2 * _HALF_LEAST
    return abs(value - expected) <= 1e-6 * abs(expected)
