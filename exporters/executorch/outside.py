"""What stays outside XNNPACK, why, and how much work it is."""

import math

from executorch.exir import schema

from exporters.executorch.contents import Kernel, dtype_name

_COMPUTED = ("float32", "float16", "int8")
_SIZES = "arithmetic on sizes that are known only at run time; it touches no tensor"
_LOOKUP = "a lookup of rows; XNNPACK has no gather"
_REASONS = {
    "embedding": _LOOKUP,
    "embedding_byte": _LOOKUP,
    "select_copy": "picks the row of one token; XNNPACK has no such operator",
    "slice_copy": "XNNPACK slices only where every size is fixed; the length is not",
    "_to_dim_order_copy": "turns one dtype into another; XNNPACK converts only to quantize",
    "gelu": "XNNPACK has GELU in float32 only",
    "et_view": "another shape for the same memory; it costs nothing",
    "view_copy": "a reshape with more than one size that is known only at run time",
    "native_layer_norm": "XNNPACK has no layer norm",
    "sym_size": _SIZES,
}
"""Operator to what is known of it; ``_UNKNOWN`` is said of all others."""
_UNKNOWN = "XNNPACK has no such operator, or refused these shapes"
_LEFT_FACTOR = {"mm": 0, "bmm": 0, "linear": 0, "addmm": 1}
"""Product of two matrices to the position of its left factor."""


def reason(kernel: Kernel) -> str:
    """Why the call was not delegated."""
    result = kernel.arguments[-1]
    if isinstance(result, schema.Tensor) and dtype_name(result) not in _COMPUTED:
        return f"its result is {dtype_name(result)}; XNNPACK computes in {', '.join(_COMPUTED)}"
    if kernel.operator.startswith("executorch_prim::") and kernel.overload == "Scalar":
        return _SIZES
    return _REASONS.get(kernel.plain, _UNKNOWN)


def multiply_adds(kernel: Kernel) -> int:
    """Of a product of two matrices at the longest length; 0 of all others."""
    at = _LEFT_FACTOR.get(kernel.plain)
    if at is None:
        return 0
    left, result = kernel.arguments[at], kernel.arguments[-1]
    assert isinstance(left, schema.Tensor) and isinstance(result, schema.Tensor)
    return math.prod(result.sizes) * left.sizes[-1]
