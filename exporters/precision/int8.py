"""int8 arithmetic: symmetric, one scale a row, the values -127 to 127, or of fewer bits.

q = round(w / s),  s = max|w| / 127,  w ~ q * s      (Jacob et al. 2018, section 2.1, with Z = 0)
"""

import torch

LARGEST = 127
SMALLEST_SCALE = 2.0**-24
"""Rows of zeros get this scale, so that no division by zero can happen; their product stays 0."""


def quantize_rows(
    weight: torch.Tensor, largest: int = LARGEST
) -> tuple[torch.Tensor, torch.Tensor]:
    """(rows, width) float to int8 values of the same shape and float32 scales of shape (rows,).

    ``largest``: the magnitude that the largest of a row gets; 63 takes one bit less. Quantizing
    what ``dequantize_rows`` gave returns the same values: the largest magnitude of a row is stored
    as ``largest``, so its scale is found again.
    """
    weight = weight.detach().float()
    scales = (weight.abs().amax(dim=1) / largest).clamp(min=SMALLEST_SCALE)
    values = torch.round(weight / scales[:, None]).clamp(-largest, largest)
    return values.to(torch.int8), scales


def dequantize_rows(values: torch.Tensor, scales: torch.Tensor) -> torch.Tensor:
    """int8 (rows, width) and scales (rows,) to float32 (rows, width)."""
    return values.float() * scales[:, None]
