"""Each operator that is evaluated here, against PyTorch's."""

from collections.abc import Callable

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from coremltools.converters.mil.mil import Builder as mb
from coremltools.converters.mil.mil import Operation, types

from exporters.coreml.operators import OPERATORS, rounded
from exporters.errors import Refused

TOLERANCE = 2e-6
"""float32 against float32, a few sums of a dozen numbers of order one."""

Build = Callable[..., object]


def _drawn(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def _operator(build: Build, *values: np.ndarray) -> Operation:
    """The last operator of a program over inputs, whose values are set as the evaluator does."""
    kinds = {"int32": types.int32, "float32": types.fp32, "float16": types.fp16}
    specs = [mb.TensorSpec(v.shape, dtype=kinds[v.dtype.name]) for v in values]
    if len(specs) == 1:
        program = mb.program(specs, opset_version=_newest())(lambda a: build(a))
    else:
        program = mb.program(specs, opset_version=_newest())(lambda a, b: build(a, b))
    function = program.functions["main"]
    for var, value in zip(function.inputs.values(), values, strict=True):
        var._sym_val = var.sym_type()
        var._sym_val.val = value
    return function.operations[-1]


def _newest() -> object:
    import coremltools

    return coremltools.target.iOS18


X, Y = _drawn(2, 3, 4), _drawn(2, 4, 5, seed=1)
TABLE, BIAS = _drawn(6, 4, seed=2), _drawn(6, seed=3)
GAMMA, BETA = _drawn(4, seed=4), _drawn(4, seed=5)
t = torch.tensor

CASES: dict[str, tuple[Build, tuple[np.ndarray, ...], torch.Tensor]] = {
    "add": (lambda x, y: mb.add(x=x, y=y), (X, X[:, :1]), t(X) + t(X[:, :1])),
    "sub": (lambda x, y: mb.sub(x=x, y=y), (X, X[:, :1]), t(X) - t(X[:, :1])),
    "mul": (lambda x, y: mb.mul(x=x, y=y), (X, X[:, :1]), t(X) * t(X[:, :1])),
    "linear": (
        lambda x: mb.linear(x=x, weight=TABLE, bias=BIAS),
        (X,),
        F.linear(t(X), t(TABLE), t(BIAS)),
    ),
    "matmul": (lambda x, y: mb.matmul(x=x, y=y), (X, Y), t(X) @ t(Y)),
    "matmul, both transposed": (
        lambda x, y: mb.matmul(x=x, y=y, transpose_x=True, transpose_y=True),
        (X.swapaxes(1, 2).copy(), Y.swapaxes(1, 2).copy()),
        t(X) @ t(Y),
    ),
    "softmax": (lambda x: mb.softmax(x=x, axis=1), (X * 30,), torch.softmax(t(X * 30), 1)),
    "layer_norm": (
        lambda x: mb.layer_norm(x=x, axes=[-1], gamma=GAMMA, beta=BETA, epsilon=1e-3),
        (X,),
        F.layer_norm(t(X), (4,), t(GAMMA), t(BETA), 1e-3),
    ),
    "layer_norm, plain": (
        lambda x: mb.layer_norm(x=x, axes=[1, 2], epsilon=1e-5),
        (X,),
        F.layer_norm(t(X), (3, 4)),
    ),
    "gelu": (lambda x: mb.gelu(x=x, mode="EXACT"), (X,), F.gelu(t(X))),
    "gelu, tanh": (
        lambda x: mb.gelu(x=x, mode="TANH_APPROXIMATION"),
        (X,),
        F.gelu(t(X), approximate="tanh"),
    ),
    "gelu, sigmoid": (
        lambda x: mb.gelu(x=x, mode="SIGMOID_APPROXIMATION"),
        (X,),
        t(X) * torch.sigmoid(1.702 * t(X)),
    ),
    "silu": (lambda x: mb.silu(x=x), (X,), F.silu(t(X))),
    "scatter": (
        lambda x: mb.scatter(
            data=x, indices=[2, 0], updates=TABLE[:4].reshape(2, 2, 4), axis=1, mode="update"
        ),
        (X,),
        t(X).index_copy(1, t([2, 0]), t(TABLE[:4].reshape(2, 2, 4))),
    ),
    "scatter_nd": (
        lambda x: mb.scatter_nd(data=x, indices=[[1, 2], [0, 1]], updates=TABLE[:2], mode="update"),
        (X,),
        t(X).index_put((t([1, 0]), t([2, 1])), t(TABLE[:2])),
    ),
    "gather_nd": (
        lambda x: mb.gather_nd(x=x, indices=[[1, 2], [0, 1]]),
        (X,),
        t(X)[[1, 0], [2, 1]],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_operator_is_pytorchs(name: str) -> None:
    build, inputs, expected = CASES[name]
    op = _operator(build, *inputs)
    assert op.op_type == name.split(",")[0]
    np.testing.assert_allclose(OPERATORS[op.op_type](op), expected, atol=TOLERANCE)


@pytest.mark.parametrize("name", ["add", "sub", "mul"])
def test_float16_is_rounded_as_numpy_rounds_it(name: str) -> None:
    """Of every pattern of bits: small numbers below the normal ones, infinities and none too."""
    x = np.arange(2**16, dtype=np.uint16).view(np.float16)
    y = np.random.default_rng(0).permutation(x)
    op = _operator(lambda a, b: getattr(mb, name)(x=a, y=b), x, y)
    numpys = {"add": np.add, "sub": np.subtract, "mul": np.multiply}[name]
    with np.errstate(all="ignore"):
        found, expected = rounded(OPERATORS[name](op), np.dtype(np.float16)), numpys(x, y)
    np.testing.assert_array_equal(found, expected)


def test_every_operator_here_has_a_case() -> None:
    assert {name.split(",")[0] for name in CASES} | {"dequantize"} == set(OPERATORS)


def test_dequantize_multiplies_by_its_scale() -> None:
    op = _operator(
        lambda x: mb.dequantize(
            input=mb.quantize(input=x, scale=np.float32(0.1), output_dtype="int8"),
            scale=np.float32(0.1),
        ),
        X,
    )
    op.input._sym_val = op.input.sym_type()
    op.input._sym_val.val = np.full(X.shape, -7, np.int8)
    np.testing.assert_allclose(OPERATORS["dequantize"](op), np.full(X.shape, -0.7), atol=1e-6)


def test_another_mode_of_scatter_is_refused_by_name() -> None:
    op = _operator(lambda x: mb.scatter(data=x, indices=[0], updates=X[:1], axis=0, mode="add"), X)
    with pytest.raises(Refused, match="'add'"):
        OPERATORS["scatter"](op)
