"""Every form of every linear layer through the back ends: what the file computes is the layer."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from exporters.backend import Lowering
from exporters.dimension import Dimension
from exporters.errors import Refused
from exporters.formats import FORMATS
from exporters.precision.rules import Precision
from exporters.program import Method, Program, TensorSpec
from exporters.progress import Silent
from exporters.runtime import load
from exporters.verify.error import relative
from mobilec.layers.linear_layer import CompressedLinear
from tests.lowering.store import backend
from tests.mobilec.layers.linears import CUT, SHAPES, WIDTH, dense

LONGEST = 24
LARGEST_ERROR = {Precision.FP32: 1e-5, Precision.INT8: 0.1}
"""Relative. fp32: other orders of the same sums. int8: up to five roundings one after the other;
0.04 was seen, and a form with its factors in another order is near 1."""


KINDS = ("factored", "expanded")
"""Forms that are built differently; those that merge factors are these with fewer of them."""


PIECED = ("pieced tucker", "shared tucker", "bank")
"""Layers that treat a wide input otherwise than a narrow one."""


class Everything(nn.Module):
    """Forms of all layers, side by side; the narrow input goes in four times where it is wide.

    Their results are added up by the shape of the layer with factors of their own, so that a file
    has two outputs and not twenty.
    """

    def __init__(self) -> None:
        super().__init__()
        self.forms = nn.ModuleList(
            nn.ModuleList(_forms(CUT[name](dense(*shape)).eval()) for name in names)
            for shape, names in zip(SHAPES[1:], (CUT, PIECED), strict=True)
        )

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, ...]:
        wide = torch.cat([x, x, x, x], dim=-1)
        return tuple(
            _weighted_sum([form(given) for layer in layers for form in layer])
            for given, layers in zip((x, wide), self.forms, strict=True)
        )


def _forms(layer: CompressedLinear) -> nn.ModuleList:
    return nn.ModuleList(layer.forms()[name] for name in layer.forms() if name in KINDS)


def _weighted_sum(results: list[torch.Tensor]) -> torch.Tensor:
    total = results[0]
    for number, result in enumerate(results[1:], start=2):
        total = total + result * (1.0 / number if number % 2 else -1.0 / number)
    return total


def program() -> Program:
    length = Dimension("length", 2, LONGEST)
    x = TensorSpec("x", torch.float32, (1, length, WIDTH))
    outputs = tuple(
        TensorSpec(f"y_{n}", torch.float32, (1, length, out))
        for n, (_, out) in enumerate(SHAPES[1:])
    )
    method = Method("forward", Everything().eval(), (x,), outputs)
    return Program("text-classification", "layers", (method,), 0, 1)


@pytest.mark.parametrize("precision", LARGEST_ERROR)
@pytest.mark.parametrize("format", FORMATS)
def test_the_file_computes_what_the_layers_do(
    format: str, precision: Precision, tmp_path: Path
) -> None:
    try:
        end = backend(format)
    except Refused as missing:
        pytest.skip(str(missing))
    made, options = program(), Lowering(precision, (LONGEST,))
    path = tmp_path / f"layers{end.suffix(1, 18)}"
    end.lower(end.quantize(made, options), path, options, Silent())
    x = torch.randn(1, LONGEST, WIDTH, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        expected = made.methods[0].module(x)
    found = load(format, path).run("forward", {"x": x.numpy()})
    for number, each in enumerate(expected):
        error = relative(each[0].numpy(), np.asarray(found[f"y_{number}"])[0])
        assert error < LARGEST_ERROR[precision], number
