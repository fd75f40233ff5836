"""What several layers make of one tensor with one weight is computed once in a .pte."""

import pytest
import torch
from torch import nn

from exporters.executorch.equal_products import merge_equal_products_
from exporters.executorch.forms import DynamicLinear

X = torch.randn(1, 5, 16, generator=torch.Generator().manual_seed(0))


class Three(nn.Module):
    """Query, key and value by one narrow matrix and three others, of ``x`` or of three inputs."""

    def __init__(self, form: type, apart: float) -> None:
        super().__init__()
        torch.manual_seed(1)
        self.down = form(nn.Linear(16, 4))
        self.up = nn.ModuleList(form(nn.Linear(4, 16)) for _ in range(3))
        self.apart = apart

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        given = [x + n * self.apart if self.apart else x for n in range(3)]
        return sum(up(self.down(each)) for up, each in zip(self.up, given, strict=True))


def merged(module: nn.Module) -> tuple[int, torch.Tensor]:
    """Linears that are left, and what the graph computes."""
    program = torch.export.export(module.eval(), (X,), strict=False)
    merge_equal_products_(program)
    linears = [n for n in program.graph.nodes if n.target is torch.ops.aten.linear.default]
    return len(linears), program.module()(X)


@pytest.mark.parametrize("form", [lambda linear: linear, DynamicLinear])
def test_one_input_is_multiplied_once(form):
    module = Three(form, apart=0)
    count, y = merged(module)
    assert count == 1 + 3
    assert torch.equal(y, module(X))


@pytest.mark.parametrize("form", [lambda linear: linear, DynamicLinear])
def test_three_inputs_are_multiplied_three_times(form):
    """The twin: equal weights alone are no reason."""
    module = Three(form, apart=0.5)
    count, y = merged(module)
    assert count == 3 + 3
    assert torch.equal(y, module(X))
