"""Calibration: the grid of a layer's input, by hand and by watching."""

import pytest
import torch
from torch import nn

from exporters.coreml.activations import Grid, Int8Input, grid_over, input_grids


@pytest.mark.parametrize(
    ("smallest", "largest", "grid"),
    [
        (-2.0, 3.1, Grid(0.02, -28)),
        (-0.5, 0.5, Grid(1 / 255, 0)),  # -0.5, between two steps, becomes the even one
        (1.0, 5.1, Grid(0.02, -128)),  # 0 is held too
        (-5.1, -1.0, Grid(0.02, 127)),
        (0.0, 0.0, Grid(2.0**-24, -128)),
    ],
)
def test_the_ends_of_the_grid_are_the_extremes(smallest: float, largest: float, grid: Grid) -> None:
    found = grid_over(smallest, largest)
    assert found.scale == pytest.approx(grid.scale)
    assert found.zero_point == grid.zero_point


def test_inputs_lie_on_the_grid() -> None:
    hook = Int8Input(Grid(0.5, 2))
    (found,) = hook(nn.Identity(), (torch.tensor([0.0, 0.74, -0.76, 1000.0, -1000.0]),))
    assert found.tolist() == [0.0, 0.5, -1.0, 62.5, -65.0]


def test_each_layer_sees_its_own_extremes_over_all_samples() -> None:
    torch.manual_seed(0)
    root = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 2))
    samples = [(torch.tensor([[0.1, -2.0]]),), (torch.tensor([[3.0, 0.0]]),)]
    grids = input_grids(root, {"0": root[0], "2": root[2]}, samples)
    assert grids["0"] == grid_over(-2.0, 3.0)
    with torch.no_grad():
        inner = torch.cat([torch.relu(root[0](*s)) for s in samples])
    assert grids["2"] == grid_over(0.0, float(inner.max()))
    assert not root[0]._forward_pre_hooks
