"""Attention with its leading 1: four dimensions instead of three.

    softmax(Q K^T s + M) V  over (1, heads, time, width), not (heads, time, width)

Capture drops the leading 1, because XNNPACK takes batched products of three dimensions. ONNX
Runtime multiplies either as fast, and each of the reshapes is a node to run: without them MiniLM
takes 0.97, 0.99 and 0.99 of the time at 16, 64 and 128 tokens. Five dimensions, with the three
heads split after one transposition, take 1.02 to 1.05 times as long as four.
"""

from typing import Any

import onnx_ir as ir
from onnxscript.rewriter import pattern


def _three(
    op: Any,
    query: ir.Value,
    key: ir.Value,
    value: ir.Value,
    mask: ir.Value,
    scale: ir.Value,
    query_shape: ir.Value,
    key_shape: ir.Value,
    value_shape: ir.Value,
    result_shape: ir.Value,
) -> Any:
    """What capture's ``bmm_attention`` and the reshapes around it are exported to."""
    scaled = op.Mul(op.Reshape(query, query_shape), scale)
    keys = op.Transpose(op.Reshape(key, key_shape), perm=[0, 2, 1])
    scores = op.Add(op.MatMul(scaled, keys), mask)
    context = op.MatMul(op.Softmax(scores), op.Reshape(value, value_shape))
    return op.Reshape(op.Transpose(context, perm=[1, 0, 2]), result_shape)


def _four(
    op: Any,
    query: ir.Value,
    key: ir.Value,
    value: ir.Value,
    mask: ir.Value,
    scale: ir.Value,
    result_shape: ir.Value,
    **_: ir.Value,
) -> Any:
    """The same without the reshapes; a mask of three dimensions broadcasts as it did."""
    keys = op.Transpose(key, perm=[0, 1, 3, 2])
    scores = op.Add(op.MatMul(op.Mul(query, scale), keys), mask)
    context = op.MatMul(op.Softmax(scores, axis=-1), value)
    return op.Reshape(op.Transpose(context, perm=[0, 2, 1, 3]), result_shape)


def _leading_ones(
    _context: Any, query: ir.Value, key: ir.Value, value: ir.Value, **_: ir.Value
) -> bool:
    """Whether all that is reshaped has four dimensions, the first of them 1."""
    shapes = (operand.shape for operand in (query, key, value))
    return all(shape is not None and len(shape) == 4 and shape[0] == 1 for shape in shapes)


FOUR_DIMENSIONS = pattern.RewriteRule(_three, _four, _leading_ones)
"""The rule, for ``pattern.RewriteRuleSet``."""
