import numpy as np
import torch
from torch import nn

from exporters.eager import TorchRunner
from exporters.program import Method, Program, TensorSpec


class Both(nn.Module):
    def forward(self, a: torch.Tensor, b: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return a + b, a * b


class One(nn.Module):
    def forward(self, a: torch.Tensor) -> torch.Tensor:
        return 2 * a


def spec(name: str) -> TensorSpec:
    return TensorSpec(name, torch.float32, (2,))


def test_runs_a_method_by_names() -> None:
    both = Method("both", Both(), (spec("a"), spec("b")), (spec("sum"), spec("product")))
    one = Method("one", One(), (spec("a"),), (spec("twice"),))
    runner = TorchRunner(Program("some", "kind", (both, one), 0, 0))
    a, b = np.array([1, 2], np.float32), np.array([3, 4], np.float32)
    outputs = runner.run("both", {"b": b, "a": a})
    assert {name: array.tolist() for name, array in outputs.items()} == {
        "sum": [4, 6],
        "product": [3, 8],
    }
    assert runner.run("one", {"a": a})["twice"].tolist() == [2, 4]
