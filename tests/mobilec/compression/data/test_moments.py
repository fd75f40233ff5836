from types import SimpleNamespace

import pytest
import torch
from torch import nn

from mobilec.compression.data.moments import output_error, second_moments, weight_error


class Net(nn.Module):
    """Two layers that read one tensor, and one that reads another; ``unused`` never runs."""

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.query, self.key, self.out = (nn.Linear(4, 4) for _ in range(3))
        self.unused = nn.Linear(4, 4)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.out(self.query(x) + self.key(x))


NET = Net()
X = torch.randn(3, 2, 5, 4, generator=torch.Generator().manual_seed(1))
CALIBRATION = SimpleNamespace(batches=tuple({"x": x} for x in X))


def moments():  # noqa: ANN201
    layers = {n: m for n, m in NET.named_modules() if isinstance(m, nn.Linear)}
    return second_moments(NET, layers, CALIBRATION)


def directions(x: torch.Tensor) -> torch.Tensor:
    """Each input with norm 1."""
    rows = x.reshape(-1, 4).double()
    return rows / rows.norm(dim=1, keepdim=True)


def test_they_are_the_mean_outer_products_of_the_inputs():
    found, rows = moments(), directions(X)
    torch.testing.assert_close(found["query"], rows.T @ rows / len(rows))
    inner = directions((NET.query(X) + NET.key(X)).detach())
    torch.testing.assert_close(found["out"], inner.T @ inner / len(inner))


def test_a_token_that_is_a_thousand_times_larger_counts_once():
    layers, loud = {"query": NET.query}, X.clone()
    loud[0, 0, 0] *= 1000
    given = SimpleNamespace(batches=tuple({"x": x} for x in loud))
    torch.testing.assert_close(second_moments(NET, layers, given)["query"], moments()["query"])


def test_layers_that_read_one_tensor_share_one():
    found = moments()
    assert found["query"] is found["key"]
    assert found["out"] is not found["query"]
    assert "unused" not in found


def test_the_model_runs_without_hooks_afterwards():
    moments()
    assert not any(module._forward_pre_hooks for module in NET.modules())


def test_the_output_error_is_that_of_the_outputs():
    near = NET.query.weight + 0.1 * torch.eye(4)
    rows = directions(X).float()
    exact, other = rows @ NET.query.weight.T, rows @ near.T
    expected = float(((exact - other).norm() / exact.norm()).detach())
    assert output_error(NET.query.weight, near, moments()["query"]) == pytest.approx(expected, 1e-5)
    assert output_error(NET.query.weight, near, None) is None
    assert weight_error(NET.query.weight, NET.query.weight) == 0
