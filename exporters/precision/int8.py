"""int8 arithmetic: symmetric, one scale a row, the values -127 to 127, or of fewer bits.

q = round(w / s),  s = max|w| / 127,  w ~ q * s      (Jacob et al. 2018, section 2.1, with Z = 0)
"""

import torch

LARGEST = 127
_NEAR = 1e-2
"""Of a step: how far from a whole number of steps a weight may be that was rounded before. In
float32 one step of 127 is off by 1e-5; of weights that were never rounded half are off by 0.25."""

SMALLEST_SCALE = 2.0**-24
"""Rows of zeros get this scale, so that no division by zero can happen; their product stays 0."""


def quantize_rows(
    weight: torch.Tensor, largest: int = LARGEST
) -> tuple[torch.Tensor, torch.Tensor]:
    """(rows, width) float to int8 values of the same shape and float32 scales of shape (rows,).

    ``largest``: the magnitude that the largest of a row gets; 63 takes one bit less. A matrix that
    was rounded with one scale for all of it keeps that scale and its values: Marian's students are
    stored so, and every row rounded again by its own scale would be rounded twice.

    Quantizing what ``dequantize_rows`` gave returns the same values: the largest magnitude of a
    row, or of a matrix with one scale, is stored as ``largest``, so its scale is found again.
    """
    weight = weight.detach().float()
    magnitudes = weight.abs()
    scales = (magnitudes.amax(dim=1) / largest).clamp(min=SMALLEST_SCALE)
    common = (magnitudes.amax() / largest).clamp(min=SMALLEST_SCALE)
    if _is_rounded(weight, common):
        scales = torch.where(scales > SMALLEST_SCALE, common, scales)
    values = torch.round(weight / scales[:, None]).clamp(-largest, largest)
    return values.to(torch.int8), scales


def _is_rounded(weight: torch.Tensor, step: torch.Tensor) -> bool:
    """Whether each is a whole number of steps. A few rows say no at once where it is not so."""
    few = weight[:: max(1, len(weight) // 8)]
    steps = (rows / step for rows in (few, weight))
    return all(bool((x - x.round()).abs().amax() < _NEAR) for x in steps)


def dequantize_rows(values: torch.Tensor, scales: torch.Tensor) -> torch.Tensor:
    """int8 (rows, width) and scales (rows,) to float32 (rows, width)."""
    return values.float() * scales[:, None]
