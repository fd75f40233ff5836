"""How wide the narrow matrices of a group may be under a budget, for each form of sharing."""

from exporters.errors import Refused
from mobilec.compression.linears.groups import Group


def parameters(group: Group, form: str, width: int, bank: int | None) -> int:
    """What takes the place of the n matrices (D, D) of a group, d wide:

    II    n (2 D d + d^2)        III    2 D d + n d^2        IV    2 D d + m d^2 + n m
    """
    narrow, square = 2 * group.width * width, width**2
    if form == "II":
        return group.pieces * (narrow + square)
    if bank is None:
        return narrow + group.pieces * square
    return narrow + bank * square + group.pieces * bank


def width_within(group: Group, form: str, bank: int | None, budget: float) -> int:
    """The largest width with at most that share of the group's parameters. Refused: none has."""
    dense = group.pieces * group.width**2
    for width in range(group.width, 0, -1):
        if parameters(group, form, width, bank) <= budget * dense:
            return width
    least = parameters(group, form, 1, bank) / dense
    raise Refused(
        f"a budget of {budget:.3g} cannot be met for the group {group.name!r}: at a width of 1 it "
        f"has {least:.3g} of its parameters, which is the nearest"
    )
