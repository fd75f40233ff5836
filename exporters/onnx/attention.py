"""Attention as the one operator that ONNX has for it since opset 23.

    softmax(Q K^T s + M) V

Capture spells it out for the back ends that need it so, with batched products of three dimensions.
ONNX Runtime runs ``Attention`` as one kernel, quicker than the products and than the contrib
operator MultiHeadAttention (benchmarks/README.md, "attention of an .onnx"). An attention of another
form (ModernBERT's, MPNet's, DeBERTa's) stays spelled out. So does that of a decoder's step: over
the source the operator saves next to nothing; over the cache it would need the new key and value
copied behind all others.
"""

from typing import Any

import onnx_ir as ir
from onnxscript.rewriter import pattern


def _products(
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


def _attention(
    op: Any,
    query: ir.Value,
    key: ir.Value,
    value: ir.Value,
    mask: ir.Value,
    scale: ir.Value,
    result_shape: ir.Value,
    **_: ir.Value,
) -> Any:
    """query, key, value (1, heads, time, width).

    ONNX lets the mask broadcast, ONNX Runtime 1.32 refuses one row for all tokens: it is expanded,
    from its own shape, so that all layers share the expanded one.
    """
    assert scale.const_value is not None
    one = op.Constant(value_ints=[1])
    rows = op.Expand(mask, op.Concat(one, op.Shape(mask, start=-1), one, axis=0))
    factor = scale.const_value.numpy().item()
    context = op.Attention(query, key, value, rows, scale=factor)
    return op.Reshape(op.Transpose(context, perm=[0, 2, 1, 3]), result_shape)


def _of_one_sequence(
    _context: Any,
    query: ir.Value,
    key: ir.Value,
    value: ir.Value,
    scale: ir.Value,
    **_: ir.Value,
) -> bool:
    """Whether all have four dimensions, the first of them 1, and the same number of tokens."""
    shapes = [operand.shape for operand in (query, key, value)]
    if any(shape is None or len(shape) != 4 or shape[0] != 1 for shape in shapes):
        return False
    lengths = {str(shape[2]) for shape in shapes if shape is not None}
    return len(lengths) == 1 and scale.const_value is not None and scale.const_value.size == 1


def _split_heads(
    op: Any,
    query: ir.Value,
    key: ir.Value,
    value: ir.Value,
    rows: ir.Value,
    query_shape: ir.Value,
    key_shape: ir.Value,
    value_shape: ir.Value,
    result_shape: ir.Value,
) -> Any:
    """``Attention`` between what splits the heads and what joins them again."""
    split = op.Transpose(op.Reshape(query, query_shape), perm=[0, 2, 1, 3], _outputs=["split"])
    context = op.Attention(
        split,
        op.Transpose(op.Reshape(key, key_shape), perm=[0, 2, 1, 3]),
        op.Transpose(op.Reshape(value, value_shape), perm=[0, 2, 1, 3]),
        rows,
        _outputs=["context"],
    )
    return op.Reshape(op.Transpose(context, perm=[0, 2, 1, 3]), result_shape)


def _of_whole_heads(
    _context: Any,
    query: ir.Value,
    key: ir.Value,
    value: ir.Value,
    split: ir.Value,
    context: ir.Value,
    **_: ir.Value,
) -> bool:
    """Whether what is split, and what is joined again, is (1, time, heads * width).

    A reshape before or behind may have become one with the split: a factorized projection folds its
    input and its result itself.
    """
    (turned,) = context.consumers()
    (joined,) = turned.outputs[0].consumers()
    heads, size = (None, None) if split.shape is None else (split.shape[1], split.shape[3])
    if not isinstance(heads, int) or not isinstance(size, int):
        return False
    width = heads * size
    shapes = [each.shape for each in (query, key, value, joined.outputs[0])]
    return all(s is not None and len(s) == 3 and s[0] == 1 and s[2] == width for s in shapes)


def _whole_heads(
    op: Any,
    query: ir.Value,
    key: ir.Value,
    value: ir.Value,
    rows: ir.Value,
    split: ir.Value,
    context: ir.Value,
    **_: ir.Value,
) -> Any:
    """query, key, value (1, time, heads * width): the operator splits the heads itself."""
    inner = context.producer()
    assert inner is not None and split.shape is not None
    heads, scale = split.shape[1], inner.attributes["scale"].as_float()
    return op.Attention(query, key, value, rows, q_num_heads=heads, kv_num_heads=heads, scale=scale)


ATTENTION = (
    pattern.RewriteRule(_products, _attention, _of_one_sequence),
    pattern.RewriteRule(_split_heads, _whole_heads, _of_whole_heads),
)
"""The rules in their order, each for a ``pattern.RewriteRuleSet`` of its own."""
