"""How far a program may be from PyTorch, with the reason of each figure."""

from dataclasses import dataclass

from exporters.precision.rules import Precision


@dataclass(frozen=True)
class Tolerance:
    """``relative``: of the centred error, see verify/error.py. ``padding``: the same measure
    between a padded and an unpadded run of one program.
    """

    relative: float
    padding: float
    reason: str


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
        0.25, 0.25, "weights and activations in 255 steps; MobileBERT, the worst seen, has 0.17"
    ),
    Precision.INT8_STATIC: Tolerance(
        0.5, 0.25, "one range for all inputs; a mask inside a range would give 1 and more"
    ),
}
"""A wrong program (a transposed weight, a mask that is ignored) has errors around 1."""
