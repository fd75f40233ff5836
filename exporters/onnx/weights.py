"""The form of a weight that is multiplied in integers: one that every processor multiplies right.

ONNX Runtime multiplies uint8 activations with int8 weights on x86 without VNNI by ``vpmaddubsw``,
which adds two products in 16 bits and saturates: 2 x 255 x 127 is 64,770, and the most is 32,767.
Two forms are exact everywhere (onnxruntime/core/mlas/lib: platform.cpp, qgemm_kernel_*.cpp):

    uint8 with the zero point 128    both operands are widened to 16 bits first
    int8 in -63..63                  2 x 255 x 63 is 32,130: nothing can saturate

The first keeps all 8 bits. The second runs on the kernels for signed weights, which x86 with VNNI
has the quicker ones for. docs/onnx.md has the times.
"""

import torch

from exporters.precision.int8 import LARGEST, quantize_rows

MIDDLE = 128
"""The zero point of uint8: as far from 0 as from 255."""

REDUCED = 63
"""The largest magnitude of a signed weight of which two products fit into 16 bits."""


def multiplied_rows(weight: torch.Tensor, reduce_range: bool) -> tuple[torch.Tensor, torch.Tensor]:
    """(rows, width) float to values of the same shape, uint8 or (``reduce_range``) int8 of 7 bits,
    and float32 scales (rows,)."""
    values, scales = quantize_rows(weight, REDUCED if reduce_range else LARGEST)
    return (values if reduce_range else unsigned(values)), scales


def unsigned(values: torch.Tensor) -> torch.Tensor:
    """int8 to uint8 with the zero point MIDDLE, any shape."""
    return (values.to(torch.int16) + MIDDLE).to(torch.uint8)


def without_zero_point(values: torch.Tensor) -> torch.Tensor:
    """What stored values stand for before their scale, any shape, in float32."""
    return values.float() - MIDDLE if values.dtype is torch.uint8 else values.float()
