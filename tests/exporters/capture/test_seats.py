import torch
from torch import nn

from exporters.capture.seats import reseated


def test_replaces_what_is_chosen_and_shares_the_rest() -> None:
    net = nn.Sequential(nn.Linear(2, 2), nn.Sequential(nn.ReLU(), nn.Linear(2, 1)))
    twin = reseated(net, lambda path, _: nn.Tanh() if path == "1.0" else None)
    assert isinstance(twin[1][0], nn.Tanh)
    assert isinstance(net[1][0], nn.ReLU)
    assert twin[0] is not net[0]
    assert twin[0].weight is net[0].weight


def test_a_shared_module_is_asked_once_and_stays_shared() -> None:
    layer = nn.Linear(2, 2)
    asked = []

    def choose(path: str, module: nn.Module) -> nn.Module | None:
        asked.append(path)
        return nn.Identity() if module is layer else None

    twin = reseated(nn.Sequential(layer, nn.ReLU(), layer), choose)
    assert asked == ["", "0", "1"]
    assert twin[0] is twin[2]


def test_the_copy_can_be_changed_alone() -> None:
    net = nn.Sequential(nn.Linear(2, 2))
    twin = reseated(net, lambda *_: None)
    twin[0].weight = nn.Parameter(torch.zeros(2, 2))
    twin.add_module("more", nn.ReLU())
    assert net[0].weight.abs().sum() > 0
    assert len(net) == 1
