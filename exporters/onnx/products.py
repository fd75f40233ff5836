"""The int8 products as PyTorch operators: what they compute, and how ONNX spells it.

PyTorch has no operator that takes uint8 times uint8 to int32, so each product is an operator of our
own. Its body here is the arithmetic that the ONNX nodes do, in the same order, so a quantized
program can be run in PyTorch and compared with its file value by value.

Activations are unsigned with the zero point in the middle: ONNX Runtime has no kernel for two
signed operands on x86, where the same graph is 15 to 40 times slower.

Shapes: ``x`` (..., width) with tokens along one axis: (1, time, width), or (hypotheses, 1, width)
of a decoder's step. ``values`` (width, features): uint8 with the zero point MIDDLE, or int8 of 7
bits (weights.py says why no others). ``scales`` (features,) float32, ``bias``
(features,) float32 or None; the result is (..., features) float32.
"""

from collections.abc import Sequence

import torch

from exporters.onnx.weights import MIDDLE, without_zero_point

LARGEST = 127
"""A row's largest magnitude becomes MIDDLE - LARGEST or MIDDLE + LARGEST."""


def token_axis(shape: Sequence[object]) -> int | None:
    """The axis that tokens lie along, of all but the last; None where there is a single token.

    A size that is known only at run time may be 1 then; it is no ``int`` while the program is made.
    """
    axes = (a for a, size in enumerate(shape[:-1]) if not (isinstance(size, int) and size == 1))
    return next(axes, None)


@torch.library.custom_op("mobilec_onnx::linear_per_tensor", mutates_args=())
def linear_per_tensor(
    x: torch.Tensor, values: torch.Tensor, scales: torch.Tensor, bias: torch.Tensor | None
) -> torch.Tensor:
    """One scale and zero point for all of ``x``, from its range (DynamicQuantizeLinear)."""
    low, high = x.amin().clamp(max=0.0), x.amax().clamp(min=0.0)
    scale = (high - low) / 255
    divisor = torch.where(scale == 0, torch.ones_like(scale), scale)
    zero_point = torch.round(-low / divisor).clamp(0, 255)
    quantized = (torch.round(x / divisor) + zero_point).clamp(0, 255)
    return _with_bias(_integer_product(quantized, zero_point, values) * (scales * scale), bias)


@torch.library.custom_op("mobilec_onnx::linear_per_token", mutates_args=())
def linear_per_token(
    x: torch.Tensor,
    zero_points: torch.Tensor,  # noqa: ARG001
    values: torch.Tensor,
    scales: torch.Tensor,
    bias: torch.Tensor | None,
) -> torch.Tensor:
    """One scale a token: s = max|x| / 127, q = round(x / s) + 128, y = (q - 128) w s_token s_w + b,
    with w as it is less its zero point.

    ``zero_points``: (tokens,) uint8 of MIDDLE; an operand for the graph's sake, in which all
    products share it. A row of zeros has s = 0. What 0 / 0 is quantized to does not matter: it is
    multiplied by 0.
    """
    token_scales = x.abs().amax(dim=-1, keepdim=True) * torch.tensor(1.0 / LARGEST)
    quantized = torch.nan_to_num(torch.round(x / token_scales)) + MIDDLE
    product = _integer_product(quantized.clamp(0, 255), torch.tensor(float(MIDDLE)), values)
    return _with_bias(product * token_scales * scales, bias)


@torch.library.custom_op("mobilec_onnx::linear_static", mutates_args=())
def linear_static(
    x: torch.Tensor,
    scale: torch.Tensor,
    zero_point: torch.Tensor,
    values: torch.Tensor,
    scales: torch.Tensor,
    bias: torch.Tensor | None,
) -> torch.Tensor:
    """A constant ``scale`` () float32 and ``zero_point`` () uint8, found by calibration."""
    quantized = (torch.round(x / scale) + zero_point).clamp(0, 255)
    return _with_bias(_integer_product(quantized, zero_point, values) * (scale * scales), bias)


def _integer_product(
    quantized: torch.Tensor, zero_point: torch.Tensor, values: torch.Tensor
) -> torch.Tensor:
    """Exact as an int32 sum is: both operands less their zero points; float64 holds it."""
    weights = without_zero_point(values)
    return ((quantized - zero_point).double() @ weights.double()).float()


def _with_bias(product: torch.Tensor, bias: torch.Tensor | None) -> torch.Tensor:
    return product if bias is None else product + bias


@linear_per_tensor.register_fake
def _(x: torch.Tensor, values: torch.Tensor, *_: object) -> torch.Tensor:
    return _empty(x, values)


@linear_per_token.register_fake
def _(x: torch.Tensor, _zero: torch.Tensor, values: torch.Tensor, *_: object) -> torch.Tensor:
    return _empty(x, values)


@linear_static.register_fake
def _(
    x: torch.Tensor, _scale: torch.Tensor, _zero: torch.Tensor, values: torch.Tensor, *_: object
) -> torch.Tensor:
    return _empty(x, values)


def _empty(x: torch.Tensor, values: torch.Tensor) -> torch.Tensor:
    """The shape of a product: (..., time, width) and (width, features) to (..., time, features)."""
    return x.new_empty((*x.shape[:-1], values.shape[1]))
