"""Layers in groups, and how their numbers are joined and shuffled."""

import torch

from mobilec.layers.define_table import define_groups, define_widths
from mobilec.layers.dextra_table import dextra_groups, dextra_widths
from mobilec.layers.group_linear import GroupLinear, mixed, shuffled


def test_a_group_sees_its_own_part():
    layer, x = GroupLinear(8, 6, 2), torch.randn(3, 8)
    changed = x.clone()
    changed[:, 4:] += 1
    y, other = layer(x), layer(changed)
    assert torch.equal(y[:, :3], other[:, :3])
    assert not torch.allclose(y[:, 3:], other[:, 3:])
    assert layer.cost().multiply_adds == 8 * 6 // 2


def test_shuffled_takes_from_each_group_in_turn():
    assert shuffled(torch.arange(6), 2).tolist() == [0, 3, 1, 4, 2, 5]


def test_mixed_puts_groups_beside_each_other():
    found = mixed(torch.arange(4), torch.arange(10, 14), 2)
    assert found.tolist() == [0, 1, 10, 11, 2, 3, 12, 13]
    assert mixed(torch.arange(2), torch.arange(10, 12), 1).tolist() == [0, 1, 10, 11]


def test_define_has_the_groups_of_its_paper():
    """g^l = max(floor(g_max / 2^(l-1)), 1)."""
    assert define_groups(8, 5) == (8, 4, 2, 1, 1)
    assert define_widths(16, 64, (4, 2, 1)) == (32, 48, 64)
    assert define_widths(16, 50, (4, 2, 1)) == (28, 38, 50)


def test_dextra_expands_as_often_as_it_reduces():
    assert dextra_groups(4, 8) == (1, 2, 4, 4, 4, 4, 2, 1)
    assert dextra_widths(16, 64, 32, (1, 2, 2, 1)) == (40, 64, 48)
