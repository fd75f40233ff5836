import torch
from torch import nn

from exporters.capture.capture import CaptureOptions, capture
from exporters.capture.masks import MASKED
from exporters.families.modernbert import Masks, split
from tests import models


def test_split_linears_share_the_storage_of_the_joined_one() -> None:
    joined = nn.Linear(4, 6)
    parts = split(joined, 3)
    x = torch.randn(2, 4, generator=torch.Generator().manual_seed(0))
    torch.testing.assert_close(torch.cat([part(x) for part in parts], -1), joined(x))
    assert parts[2].weight.data_ptr() == joined.weight[4:].data_ptr()
    assert {(part.in_features, part.out_features) for part in parts} == {(4, 2)}


def test_split_without_bias_stays_without() -> None:
    assert all(part.bias is None for part in split(nn.Linear(4, 6, bias=False), 2))


class _Two(nn.Sequential):
    """Two linears in the seat of one."""

    out_features = 6


def test_what_is_no_plain_linear_is_split_by_its_outputs() -> None:
    joined = _Two(nn.Linear(4, 2), nn.Linear(2, 6))
    parts = split(joined, 3)
    x = torch.randn(2, 4, generator=torch.Generator().manual_seed(0))
    torch.testing.assert_close(torch.cat([part(x) for part in parts], -1), joined(x))
    assert len({id(p) for part in parts for p in part.parameters()}) == 4


def test_local_layers_see_a_window_and_global_ones_everything() -> None:
    masks = Masks(window=1, max_length=8)(torch.tensor([[1, 1, 1, 0]]))
    assert masks["full_attention"].tolist() == [[[0, 0, 0, MASKED]]]
    far, both = MASKED, 2 * MASKED
    assert masks["sliding_attention"].tolist() == [
        [[0, 0, far, both], [0, 0, 0, both], [far, 0, 0, far], [far, far, 0, far]]
    ]


def test_a_wider_window_gives_other_logits() -> None:
    """So the comparison with the stock model holds the window too."""
    narrow, wide = (models.tiny("modernbert", local_attention=size) for size in (8, 64))
    ids = torch.arange(5, 45).reshape(1, -1)
    modules = [
        capture(model, "text-classification", CaptureOptions(64)).methods[0].module
        for model in (narrow, wide)
    ]
    logits = [module(ids, torch.ones_like(ids)) for module in modules]
    assert (logits[0] - logits[1]).abs().max() > 1e-2
