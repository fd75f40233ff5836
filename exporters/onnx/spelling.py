"""How ONNX spells the products: standard operators only, in the form that ONNX Runtime runs best.

Biases are added with ``Sum``, not ``Add``: ONNX Runtime fuses ``Add`` before ``Gelu`` to BiasGelu,
which takes twice as long as both (benchmarks/README.md, "Sum, not Add").
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import onnx_ir as ir
import torch
from onnxscript import opset23

from exporters.onnx import products
from exporters.onnx.weights import MIDDLE

OPSET = 23
"""The first with ``Attention`` (see attention.py), which ONNX Runtime runs since 1.23; ``Gelu`` is
there since 20. Without both it would be 17, for ``LayerNormalization``, and 1.1 times the time."""

op: Any = opset23
"""While torch.onnx translates, these build nodes from ``ir.Value``; their types say ``Tensor``."""

_FLOAT = ir.DataType.FLOAT.value


def linear_per_tensor(
    x: ir.Value, values: ir.Value, scales: ir.Value, bias: ir.Value | None
) -> ir.Value:
    """ONNX Runtime fuses this into DynamicQuantizeMatMul, or into MatMulIntegerToFloat where
    several products share the quantized ``x``.

    For one token its own MatMulNBits (8 bits, blocks of 128, accuracy level 4) takes 0.61, 0.66 and
    0.74 of the time (512 x 58,101, 512 x 2,048 and 512 x 512, one thread, x86 with VNNI). But it is
    no operator of ONNX, its weights have a layout that nothing else reads, and on phones nobody
    measured it.
    """
    quantized, scale, zero_point = op.DynamicQuantizeLinear(x)
    product = op.Cast(_integer_product(quantized, values, zero_point), to=_FLOAT)
    scaled = op.Mul(product, op.Mul(scale, scales))
    # Here the bias is an Add: the fused kernel adds it, and no BiasGelu can form.
    return scaled if bias is None else op.Add(scaled, bias)


def linear_per_token(
    x: ir.Value,
    zero_points: ir.Value,
    values: ir.Value,
    scales: ir.Value,
    bias: ir.Value | None,
) -> ir.Value:
    """Scales are one a token, so ``QuantizeLinear`` and ``DequantizeLinear`` take them along the
    tokens' axis: no division, cast or product of its own (5 % of the time of the whole network)."""
    assert x.shape is not None
    tokens = products.token_axis(tuple(x.shape))
    assert tokens is not None, "a single token has the scale of the tensor"
    others = _constant(np.array([d for d in range(len(x.shape)) if d != tokens], np.int64))
    largest = op.ReduceMax(op.Abs(x), others, keepdims=0)
    token_scales = op.Mul(largest, _constant(np.float32(1.0 / products.LARGEST)))
    quantized = op.QuantizeLinear(x, token_scales, zero_points, axis=tokens)
    product = _integer_product(quantized, values, _constant(np.uint8(MIDDLE)))
    scaled = op.Mul(op.DequantizeLinear(product, token_scales, axis=tokens), scales)
    return _with_bias(scaled, bias)


def linear_static(
    x: ir.Value,
    scale: ir.Value,
    zero_point: ir.Value,
    values: ir.Value,
    scales: ir.Value,
    bias: ir.Value | None,
) -> ir.Value:
    """Quantize and dequantize around ``MatMul``, which every ONNX runtime knows how to fuse;
    ONNX Runtime makes MatMulIntegerToFloat of it at load."""
    quantized = op.QuantizeLinear(x, scale, zero_point)
    restored = op.DequantizeLinear(quantized, scale, zero_point)
    weight = op.DequantizeLinear(values, scales, *_zero_points(values), axis=1)
    return _with_bias(op.MatMul(restored, weight), bias)


def _integer_product(quantized: ir.Value, values: ir.Value, zero_point: ir.Value) -> ir.Value:
    """int32; the zero point of the weights is a constant, or ONNX Runtime would fuse nothing."""
    own = [_constant(np.uint8(MIDDLE))] if values.dtype == ir.DataType.UINT8 else []
    return op.MatMulInteger(quantized, values, zero_point, *own)


def _zero_points(values: ir.Value) -> list[ir.Value]:
    """(features,): ``DequantizeLinear`` wants as many zero points as it has scales."""
    if values.dtype != ir.DataType.UINT8:
        return []
    features = None if values.shape is None else values.shape[1]
    assert isinstance(features, int), "a weight has fixed sizes"
    return [_constant(np.full(features, MIDDLE, np.uint8))]


def _with_bias(product: ir.Value, bias: ir.Value | None) -> ir.Value:
    return product if bias is None else op.Sum(product, bias)


def _constant(value: np.ndarray | np.generic) -> ir.Value:
    return op.Constant(value=ir.tensor(np.asarray(value)))


_OPERATORS = torch.ops.mobilec_onnx
SPELLINGS: dict[Callable[..., object], Callable[..., ir.Value]] = {
    _OPERATORS.linear_per_tensor.default: linear_per_tensor,
    _OPERATORS.linear_per_token.default: linear_per_token,
    _OPERATORS.linear_static.default: linear_static,
}
"""Operator of products.py to what is written for it."""
