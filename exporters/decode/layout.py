"""The names and shapes of what a decoder is handed at each step."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from exporters.dimension import Dimension

if TYPE_CHECKING:
    from exporters.program import Method

IDS, MASK = "input_ids", "attention_mask"
TOKEN, POSITION, LOGITS = "token", "position", "logits"
STANDS_FOR = {"source_rows": IDS, "token_rows": TOKEN}
"""An input that takes rows of a table to the one whose ids they stand for."""


@dataclass(frozen=True)
class Layout:
    """The sizes of a decoder's state; its tensors are named and ordered by them.

    ``capacity``: how many tokens a hypothesis may have behind it. ``hypotheses``: how many one
    step extends. The source is the same for all of them, so cross keys and values have no axis
    for hypotheses: (heads, length, width), against (hypotheses * heads, capacity, width) of the
    cache, in which the rows of one hypothesis lie together and are moved in one piece.

    The names are kept: to spell them anew took 20 us of each sentence.
    """

    layers: int
    heads: int
    width: int
    capacity: int
    hypotheses: int

    @cached_property
    def cross(self) -> tuple[str, ...]:
        """Keys and values of the source, as ``encode`` returns them."""
        return self._names("cross_key", "cross_value")

    @cached_property
    def past(self) -> tuple[str, ...]:
        """The cache, which the caller owns."""
        return self._names("key", "value")

    @cached_property
    def new(self) -> tuple[str, ...]:
        """What a step returns and the caller writes into the cache, in the order of ``past``."""
        return self._names("new_key", "new_value")

    @property
    def past_shape(self) -> tuple[int, int, int]:
        return (self.hypotheses * self.heads, self.capacity, self.width)

    def _names(self, key: str, value: str) -> tuple[str, ...]:
        return tuple(f"{kind}_{layer}" for layer in range(self.layers) for kind in (key, value))


def layout_of(decode: "Method") -> Layout:
    """The layout that a program's ``decode`` method was captured with."""
    shapes = {spec.name: spec.shape for spec in decode.inputs}
    return Layout(
        layers=sum(name.startswith("key_") for name in shapes),
        heads=_fixed(shapes["cross_key_0"][0]),
        width=_fixed(shapes["key_0"][2]),
        capacity=_fixed(shapes["key_0"][1]),
        hypotheses=_fixed(shapes[TOKEN][0]),
    )


def _fixed(size: int | Dimension) -> int:
    assert isinstance(size, int), f"{size} is known only at run time"
    return size
