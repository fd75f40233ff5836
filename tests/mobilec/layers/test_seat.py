"""Seats: one module at several paths is replaced at all of them, and keeps its mode and dtype."""

import pytest
import torch
from torch import nn

from mobilec.layers.low_rank import LowRankLinear
from mobilec.layers.seat import holders, replace_, seats_of

SIZES = {"in_features": 4, "out_features": 4, "rank": 2, "bias": True}


def shared() -> nn.Sequential:
    layer = nn.Linear(4, 4)
    return nn.Sequential(layer, nn.Sequential(nn.ReLU(), layer))


def test_every_seat_of_a_module():
    model = shared()
    assert seats_of(model, model[0]) == ("0", "1.1")


@pytest.mark.parametrize("path", ["0", "1.1"])
def test_a_replacement_takes_every_seat(path):
    model, layer = shared(), LowRankLinear.from_sizes(SIZES)
    assert replace_(model, path, layer) == ("0", "1.1")
    assert model[0] is layer and model[1][1] is layer


def test_a_replacement_gets_mode_and_dtype():
    model = shared().double().eval()
    replace_(model, "0", LowRankLinear.from_sizes(SIZES))
    assert {p.dtype for p in model[0].parameters()} == {torch.float64}
    assert not any(module.training for module in model.modules())


def test_what_is_planned_stays_without_memory():
    with torch.device("meta"):
        layer = LowRankLinear.from_sizes(SIZES)
    model = shared()
    replace_(model, "0", layer)
    assert all(p.is_meta for p in model[0].parameters())


def test_the_holders_of_a_tied_weight():
    table, head = nn.Embedding(7, 4), nn.Linear(4, 7)
    head.weight = table.weight
    model = nn.Sequential(table, nn.Linear(4, 4), head)
    assert list(holders(model, table.weight)) == ["0", "2"]
