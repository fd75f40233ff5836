"""How far a program may be from PyTorch, with the reason of each figure."""

from dataclasses import dataclass, replace

from exporters.formats import FACTS
from exporters.precision.rules import Precision
from exporters.tasks.registry import TASKS


@dataclass(frozen=True)
class Tolerance:
    """``relative``: of the centred error, see verify/error.py. ``padding``: the same measure
    between a padded and an unpadded run of one program.
    """

    relative: float
    padding: float
    reason: str

    def with_most(self, asked: float | None) -> "Tolerance":
        """With the error that the user allowed instead; None changes nothing."""
        return self if asked is None else replace(self, relative=asked, reason=ASKED_FOR)


ASKED_FOR = "asked for"
"""Why a limit is another than that of its kind."""

TOLERANCES = {
    Precision.FP32: Tolerance(
        1e-3, 1e-3, "the same float32 arithmetic in another order; 1e-6 to 1e-5 is usual"
    ),
    Precision.FP16: Tolerance(
        5e-2, 5e-2, "11 bits of mantissa over a dozen layers; up to 0.02 is usual"
    ),
    Precision.INT8_WEIGHT: Tolerance(
        0.15, 5e-2, "weights in 255 steps, float activations; up to 0.05 is usual"
    ),
    Precision.INT8: Tolerance(
        0.25, 0.25, "weights and activations in 255 steps, of a kind of model that was never seen"
    ),
    Precision.INT8_STATIC: Tolerance(
        0.5, 0.25, "one range for all inputs; a mask inside a range would give 1 and more"
    ),
}
"""A wrong program (a transposed weight, a mask that is ignored) has errors around 1."""


def tolerance_for(task: str, precision: Precision, format_name: str) -> Tolerance:
    """Of a kind of model. ``task``: as a manifest names it.

    Where int8 is the weights' alone, the limit is that of int8 weights: the shipped models need
    0.0013 and 0.0033 of it.
    """
    if precision is Precision.INT8 and FACTS[format_name].float16:
        return TOLERANCES[Precision.INT8_WEIGHT]
    own: dict[Precision, Tolerance] = TASKS[task].tolerances()
    return own.get(precision, TOLERANCES[precision])
