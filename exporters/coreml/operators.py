"""Operators of ML programs that coremltools does not evaluate, or only slowly.

Each takes the operator, whose inputs hold their values, and returns its output, which the caller
rounds to the dtype that the file declares. Products and sums are made in float32. torch changes
between float16 and float32, to the same bits as numpy, as numpy does it ten times as slowly. The
definitions are those of coremltools' documentation (converters/mil/mil/ops/defs).
"""

from collections.abc import Callable
from functools import partial

import numpy as np
import torch
from coremltools.converters.mil.mil import Operation, Var
from scipy.special import erf

from exporters.errors import Refused


def rounded(array: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """``array`` in ``dtype``: itself where it has it already."""
    if array.dtype == np.float32 and dtype == np.float16:
        return torch.from_numpy(np.require(array, requirements="C")).half().numpy()
    return array.astype(dtype, copy=False)


def _float(var: Var) -> np.ndarray:
    array = np.asarray(var.val)
    if array.dtype != np.float16:
        return array.astype(np.float32, copy=False)
    return torch.from_numpy(np.require(array, requirements="C")).float().numpy()


def elementwise(function: np.ufunc, op: Operation) -> np.ndarray:
    """``x`` and ``y``, broadcast; float16 in float32, which is rounded to what float16 gives."""
    x, y = np.asarray(op.x.val), np.asarray(op.y.val)
    if x.dtype == y.dtype == np.float16:
        return function(_float(op.x), _float(op.y))
    return function(x, y)


def linear(op: Operation) -> np.ndarray:
    """x (..., in), weight (out, in), bias (out,) to (..., out)."""
    product = _float(op.x) @ _float(op.weight).T
    return product if op.bias is None else product + _float(op.bias)


def matmul(op: Operation) -> np.ndarray:
    """x (..., m, k) and y (..., k, n), each transposed first where asked, to (..., m, n)."""
    x, y = _float(op.x), _float(op.y)
    x = np.swapaxes(x, -1, -2) if op.transpose_x.val else x
    y = np.swapaxes(y, -1, -2) if op.transpose_y.val else y
    return x @ y


def softmax(op: Operation) -> np.ndarray:
    x, axis = _float(op.x), int(op.axis.val)
    powers = np.exp(x - x.max(axis, keepdims=True))
    return powers / powers.sum(axis, keepdims=True)


def layer_norm(op: Operation) -> np.ndarray:
    """(x - mean) / sqrt(variance + epsilon) * gamma + beta over ``axes``."""
    x, axes = _float(op.x), tuple(int(a) for a in op.axes.val)
    centred = x - x.mean(axes, keepdims=True)
    variance = (centred * centred).mean(axes, keepdims=True)
    normed = centred / np.sqrt(variance + np.float32(op.epsilon.val))
    normed = normed if op.gamma is None else normed * _float(op.gamma)
    return normed if op.beta is None else normed + _float(op.beta)


def gelu(op: Operation) -> np.ndarray:
    x = _float(op.x)
    if op.mode.val == "EXACT":
        return 0.5 * x * (1 + erf(x / np.sqrt(np.float32(2))))
    if op.mode.val == "TANH_APPROXIMATION":
        return 0.5 * x * (1 + np.tanh(np.sqrt(np.float32(2 / np.pi)) * (x + 0.044715 * x**3)))
    return x / (1 + np.exp(-1.702 * x))


def silu(op: Operation) -> np.ndarray:
    x = _float(op.x)
    return x / (1 + np.exp(-x))


def dequantize(op: Operation) -> np.ndarray:
    """coremltools evaluates it, under the name that it keeps for constants."""
    return op.materialized_val_inference()


def scatter(op: Operation) -> np.ndarray:
    """``data`` with its slices at ``indices`` of ``axis`` replaced by ``updates``."""
    _only_update(op)
    data, axis = np.array(op.data.val), int(op.axis.val)
    indices = np.asarray(op.indices.val)
    rows = op.updates.val.reshape((*data.shape[:axis], indices.size, *data.shape[axis + 1 :]))
    np.moveaxis(data, axis, 0)[indices.reshape(-1)] = np.moveaxis(rows, axis, 0)
    return data


def scatter_nd(op: Operation) -> np.ndarray:
    """``data`` with the slices at ``indices`` (..., k), each of k coordinates, replaced."""
    _only_update(op)
    data, indices = np.array(op.data.val), np.asarray(op.indices.val)
    data[tuple(np.moveaxis(indices, -1, 0))] = op.updates.val
    return data


def gather_nd(op: Operation) -> np.ndarray:
    """The slices of ``x`` at ``indices`` (..., k), each of k coordinates."""
    if op.batch_dims.val:
        raise Refused(f"gather_nd {op.name} has batch dimensions, which are not evaluated here")
    return op.x.val[tuple(np.moveaxis(np.asarray(op.indices.val), -1, 0))]


def _only_update(op: Operation) -> None:
    if op.mode.val != "update":
        raise Refused(f"{op.op_type} {op.name} has the mode {op.mode.val!r}; evaluated is 'update'")


OPERATORS: dict[str, Callable[[Operation], np.ndarray]] = {
    "add": partial(elementwise, np.add),
    "sub": partial(elementwise, np.subtract),
    "mul": partial(elementwise, np.multiply),
    "linear": linear,
    "matmul": matmul,
    "softmax": softmax,
    "layer_norm": layer_norm,
    "gelu": gelu,
    "silu": silu,
    "dequantize": dequantize,
    "scatter": scatter,
    "scatter_nd": scatter_nd,
    "gather_nd": gather_nd,
}
