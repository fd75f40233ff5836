"""The DExTra embedding: as many layers that expand as layers that reduce (DeLighT, Mehta et al.,
ICLR 2021, section 3.1).

    z^1 = F(T[id]; W^1, g^1),  z^l = F(S(z^(l-1)); W^l, g^l),  r = P z^(N-1)

F is a linear layer in g^l groups with an activation. The widths grow evenly to m_w d_i over the
first half of the N layers and fall evenly to d_o over the second; P is the last of them, without
activation. The groups are g^l = min(2^(l-1), g_max) in the first half and those in reverse in the
second. S shuffles features, so that groups see each other; there is no residual connection.
"""

from collections.abc import Iterator
from typing import NamedTuple

import torch
from torch import nn

from mobilec.layers.expanded_table import ExpandedTable, Hidden
from mobilec.layers.group_linear import GroupLinear, shuffled


class _Held(NamedTuple):
    """Where a number of the narrow row is: f(v) at ``plus`` and f(-v) at ``minus``. At first it
    stands at one place as it is."""

    number: int
    plus: int
    minus: int | None = None


def dextra_groups(largest: int, depth: int) -> tuple[int, ...]:
    """g^1 to g^N; N is even."""
    half = tuple(min(2**level, largest) for level in range(depth // 2))
    return (*half, *reversed(half))


def dextra_widths(inner: int, widest: int, width: int, groups: tuple[int, ...]) -> tuple[int, ...]:
    """Outputs of all layers but the last. Each is rounded up, so that pairs of numbers stay in one
    group before and after the shuffle."""
    half = len(groups) // 2
    up = [inner + (widest - inner) * (level + 1) / half for level in range(half)]
    down = [widest + (width - widest) * (level + 1) / half for level in range(half - 1)]
    steps = (2 * a * b for a, b in zip(groups, groups[1:], strict=False))
    return tuple(-(-int(w) // step) * step for w, step in zip((*up, *down), steps, strict=True))


class Shuffled(Hidden):
    """All layers but the last."""

    def __init__(
        self, inner: int, widths: tuple[int, ...], groups: tuple[int, ...], activation: str
    ) -> None:
        """``groups``: of all layers, the last one (which is not here) included."""
        super().__init__(widths, groups, activation)
        before = (inner, *widths)
        for level, width in enumerate(widths):
            self.layers.append(GroupLinear(before[level], width, groups[level]))

    @property
    def features(self) -> int:
        return self.widths[-1]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., inner) to (..., features)."""
        pairs = zip(self.layers, self.schedule, self.schedule[1:], strict=False)
        for layer, own, following in pairs:
            x = self.activation(layer(x))
            if own > 1 and following > 1:
                x = shuffled(x, own)
        return x

    def carry_(self, inner: int) -> torch.Tensor:
        """Every layer hands each number v on as a pair: f(v) - f(-v) = v for the gelu, as for
        relu and silu. The places that are left over keep their random weights, in pairs as well.
        """
        held = [_Held(number, number) for number in range(inner)]
        with torch.no_grad():
            for level, layer in enumerate(self.layers):
                assert isinstance(layer, GroupLinear), "all layers are"
                held = _carry_on_(layer, held, self.schedule[level + 1])
        found = torch.zeros(self.features, inner, dtype=next(self.parameters()).dtype)
        # Without an activation v - (-v) is twice v, in every layer.
        share = 0.5 ** len(self.layers) if isinstance(self.activation, nn.Identity) else 1.0
        for number, plus, minus in held:
            found[plus, number] = share
            if minus is not None:
                found[minus, number] = -share
        return found


def _carry_on_(layer: GroupLinear, held: list[_Held], following: int) -> list[_Held]:
    """Fills a layer so that it hands on what it is given; returns where, after the shuffle."""
    count = len(layer.groups)
    size, out = layer.in_features // count, layer.out_features // count
    carried: list[_Held] = []
    for number, group in enumerate(layer.groups):
        assert isinstance(group, nn.Linear), "groups are plain linears"
        weight, bias = group.weight, group.bias
        weight[1::2], bias[1::2] = -weight[::2], -bias[::2]
        mine = [each for each in held if each.plus // size == number]
        for (own, plus, minus), slot in zip(mine, _slots(out, count, following), strict=False):
            weight[slot : slot + 2], bias[slot : slot + 2] = 0.0, 0.0
            for at, sign in ((plus, 1.0), (minus, -1.0)):
                if at is not None:
                    weight[slot, at % size], weight[slot + 1, at % size] = sign, -sign
            at, beside = (_place(number, slot + side, out, count, following) for side in (0, 1))
            carried.append(_Held(own, at, beside))
    return carried


def _slots(out: int, count: int, following: int) -> Iterator[int]:
    """First places of pairs in the output of a group, in the turn of the groups that they go to."""
    targets: dict[int, list[int]] = {}
    for slot in range(0, out - 1, 2):
        place = _place(0, slot, out, count, following)
        targets.setdefault(place // (out * count // following), []).append(slot)
    for turn in range(max(map(len, targets.values()))):
        yield from (slots[turn] for slots in targets.values() if turn < len(slots))


def _place(group: int, at: int, out: int, count: int, following: int) -> int:
    """Where the output ``at`` of a group stands for the next layer."""
    return at * count + group if count > 1 and following > 1 else group * out + at


class DextraTable(ExpandedTable):
    """See the module."""

    name = "dextra-table"

    @staticmethod
    def network(
        inner: int, widths: tuple[int, ...], groups: tuple[int, ...], activation: str
    ) -> Hidden:
        return Shuffled(inner, widths, groups, activation)
