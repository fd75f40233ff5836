"""What is stored does not grow with the square of a length."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from exporters.backend import Lowering, backend
from exporters.coreml import folding
from exporters.precision.rules import Precision
from exporters.program import Method, Program, TensorSpec
from exporters.progress import Silent
from exporters.reading import read
from exporters.runtime import load

TIME, HEADS = 40, 4
PAIRS = HEADS * TIME * TIME


class ByDistance(nn.Module):
    """A bias for each head and each pair of positions, from a row for each distance."""

    def __init__(self) -> None:
        super().__init__()
        generator = torch.Generator().manual_seed(0)
        self.rows = nn.Buffer(torch.randn(2 * TIME + 1, HEADS, generator=generator))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(1, time) to (heads, time)."""
        position = torch.arange(TIME)
        distance = position.reshape(1, -1) - position.reshape(-1, 1)
        bias = nn.functional.embedding(distance + TIME, self.rows).permute(2, 0, 1)
        return (bias * x.reshape(1, 1, -1)).sum(-1)


@pytest.mark.parametrize(
    ("largest", "precision", "stored"),
    [(1000, Precision.FP32, 4), (1000, Precision.FP16, 2), (PAIRS, Precision.FP32, 4)],
)
def test_what_is_large_and_made_of_less_is_computed(
    largest: int,
    precision: Precision,
    stored: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(folding, "LARGEST", largest)
    module, end = ByDistance().eval(), backend("coreml")
    taken = (TensorSpec("x", torch.float32, (1, TIME)),)
    given = (TensorSpec("y", torch.float32, (HEADS, TIME)),)
    program = Program("any", "any", (Method("forward", module, taken, given),), 0, 0)
    path, options = tmp_path / "model.mlpackage", Lowering(precision, (TIME,))
    end.lower(end.quantize(program, options), path, options, Silent())
    found = sum(tensor.size_bytes for tensor in read("coreml", path).tensors)
    assert (found >= stored * PAIRS) == (largest == PAIRS)
    x = torch.randn(1, TIME, generator=torch.Generator().manual_seed(1))
    y = load("coreml", path).run("forward", {"x": x.numpy()})["y"]
    tolerance = {Precision.FP32: 1e-4, Precision.FP16: 0.05}[precision]
    np.testing.assert_allclose(y, module(x).numpy(), atol=tolerance)
