"""The decoder's cache: transformers' interface over tensors that the caller owns.

Nothing is written inside the program. It returns the new token's keys and values, and the caller
writes them: mutable buffers, and caches that go in and come out whole, are slower
(benchmarks/README.md, "caches of the caller").
"""

from dataclasses import dataclass
from typing import Any

import torch
from transformers import EncoderDecoderCache

Pair = tuple[torch.Tensor, torch.Tensor]
"""Key and value."""


@dataclass(frozen=True)
class Grown:
    """The keys (or values) of the tokens before and of the new one, not joined.

    past (hypotheses * heads, capacity, width), new (hypotheses * heads, 1, width).
    """

    past: torch.Tensor
    new: torch.Tensor

    @property
    def shape(self) -> torch.Size:
        """T5 asks how many keys there are, for a bias that our mask already has."""
        return self.past.shape


@dataclass(frozen=True)
class CrossLayer:
    """Key and value of the source for one layer, (heads, length, width)."""

    keys: torch.Tensor
    values: torch.Tensor


class CrossPart:
    """What the attention over the source reads."""

    def __init__(self, pairs: list[Pair]) -> None:
        self.layers = [CrossLayer(*pair) for pair in pairs]


class RowOfLayer:
    """What a recurrent layer reads of the step before, (hypotheses, width), and replaces."""

    def __init__(self, row: torch.Tensor) -> None:
        self.row = row

    def replace(self, row: torch.Tensor, steps: int) -> None:  # noqa: ARG002  (it is one)
        self.row = row


class SelfPart:
    """What a decoder remembers of the translation so far: keys and values, which attention adds
    to, and rows, which recurrent layers replace."""

    is_sliding: tuple[bool, ...] = ()
    is_linear: tuple[bool, ...] = ()
    is_compileable = False

    def __init__(
        self, position: torch.Tensor, past: list[Pair], rows: tuple[torch.Tensor, ...]
    ) -> None:
        self.position, self.past = position, past
        self.layers = [RowOfLayer(row) for row in rows]
        self.added: list[torch.Tensor] = []

    @property
    def new(self) -> tuple[torch.Tensor, ...]:
        """What the step brings, in the order of the states."""
        return (*self.added, *(layer.row for layer in self.layers))

    def get_seq_length(self, layer: int = 0) -> torch.Tensor:  # noqa: ARG002
        """The position as a tensor, so that what a family derives from it is in the graph."""
        return self.position

    def update(
        self, key: torch.Tensor, value: torch.Tensor, layer: int, *_: object, **__: object
    ) -> tuple[Grown, Grown]:
        """key and value of the new token (hypotheses, heads, 1, width)."""
        new_key, new_value = (x.reshape(-1, 1, x.shape[-1]) for x in (key, value))
        self.added += [new_key, new_value]
        past_key, past_value = self.past[layer]
        return Grown(past_key, new_key), Grown(past_value, new_value)


class StepCache(EncoderDecoderCache):
    """The cache of one step. transformers looks at its class, and at what is set here."""

    self_attention_cache: Any
    cross_attention_cache: Any

    def __init__(
        self,
        position: torch.Tensor,
        cross: list[Pair],
        past: list[Pair],
        rows: tuple[torch.Tensor, ...] = (),
    ) -> None:
        # Not the parent's: it would make tensors of its own.
        self.self_attention_cache = SelfPart(position, past, rows)
        self.cross_attention_cache = CrossPart(cross)
        self.is_updated = dict.fromkeys(range(len(cross)), True)


def pairs(tensors: tuple[torch.Tensor, ...]) -> list[Pair]:
    """Key, value, key, value, ... by layer."""
    return [(tensors[i], tensors[i + 1]) for i in range(0, len(tensors), 2)]
