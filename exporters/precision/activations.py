"""How runtimes round activations before an int8 product: each as a trip to 8 bits and back.

x ~ (q - z) * s; all are of one row (a token) of x (..., width), or of all of x where it says so.
"""

from dataclasses import dataclass
from typing import Self

import torch

from exporters.precision.calibration import Range
from exporters.precision.int8 import LARGEST, SMALLEST_SCALE

_INVERSE = torch.tensor(1.0 / LARGEST)


def symmetric_tokens(x: torch.Tensor) -> torch.Tensor:
    """s = max|x| / 127, z = 0: the form of an .onnx (onnx/products.py, whose z in the middle of
    uint8 is the same)."""
    scale = (x.abs().amax(dim=-1, keepdim=True) * _INVERSE).clamp(min=1e-12)
    return torch.round(x / scale).clamp(-LARGEST - 1, LARGEST) * scale


def unsigned_tensor(x: torch.Tensor) -> torch.Tensor:
    """From the range of all of x, 0 inside it: ``DynamicQuantizeLinear`` of ONNX."""
    low, high = x.amin().clamp(max=0.0), x.amax().clamp(min=0.0)
    scale = ((high - low) / 255).clamp(min=1e-12)
    zero = torch.round(-low / scale).clamp(0, 255)
    return ((torch.round(x / scale) + zero).clamp(0, 255) - zero) * scale


def asymmetric_tokens(x: torch.Tensor) -> torch.Tensor:
    """From the range of each token, 0 inside it: XNNPACK's qd8 (src/xnnpack/quantization.h,
    xnn_f32_qd8_asymmetric_quantization_params), which leaves the end of the range exact whose
    error would be larger."""
    low = x.amin(dim=-1, keepdim=True).clamp(max=0.0)
    high = x.amax(dim=-1, keepdim=True).clamp(min=0.0)
    steps = torch.where(high == low, torch.ones_like(low), 255.0 / (high - low))
    at_low, at_high = low * steps, high * steps
    from_low = (-128.0 + at_low) + (127.0 + at_high) > 0
    zero = torch.round(torch.where(from_low, -128.0 - at_low, 127.0 - at_high).clamp(-128, 127))
    q = (torch.round(x * steps) + zero).clamp(-128, 127)
    return (q - zero) / steps


@dataclass(frozen=True)
class FixedGrid:
    """x ~ (q - zero) * scale with q from ``lowest`` to ``highest``, the same for all inputs.

    Each back end has a form of its own that it lowers; this one is apart from them on purpose, as
    what they made is held against it.
    """

    scale: float
    zero: int
    lowest: int
    highest: int

    @classmethod
    def over(cls, seen: Range, lowest: int = -LARGEST - 1, highest: int = LARGEST) -> Self:
        """From the smallest to the largest value that calibration saw (Jacob et al. 2018, section
        2.1)."""
        scale = max((seen.largest - seen.smallest) / (highest - lowest), SMALLEST_SCALE)
        zero = round(lowest - seen.smallest / scale)
        return cls(scale, max(lowest, min(highest, zero)), lowest, highest)

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        """x after a trip to the grid and back, any shape."""
        scale = torch.tensor(self.scale, dtype=torch.float32)
        q = (torch.round(x / scale) + self.zero).clamp(self.lowest, self.highest)
        return (q - self.zero) * scale
