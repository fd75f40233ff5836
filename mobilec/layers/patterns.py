"""Where heads look that ask nobody: patterns of attention by the places of tokens alone.

With n places, of a query i and of a key j, both from 0, and f(x) = (x + 1)^3:

    current         1 where j = i
    previous        1 where j = i - 1
    next            1 where j = i + 1
    left-context    f(j) where j <= i - 2
    right-context   f(n - 1 - j) where j >= i + 2
    end             f(j)
    start           f(n - 1 - j)
    last            1 where j = n - 1

and 0 elsewhere, each row divided by its sum (Raganato, Scherrer and Tiedemann, Fixed Encoder
Self-Attention Patterns in Transformer-Based Machine Translation, Findings of EMNLP 2020, section
3). A row of zeros stays one: nothing is before the first token, so there its head says nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import torch
from torch import nn


class Places(NamedTuple):
    """i (batch, time, 1), j (batch, 1, time), n (batch, 1, 1) and j - i (batch, time, time), as
    floats."""

    query: torch.Tensor
    key: torch.Tensor
    places: torch.Tensor
    ahead: torch.Tensor


def _at(distance: float) -> Callable[[Places], torch.Tensor]:
    return lambda of: (of.ahead == distance).to(of.ahead.dtype)


def _left(of: Places) -> torch.Tensor:
    return _cubed((of.key + 1) * (of.ahead <= -2.0), of.query - 1)


def _right(of: Places) -> torch.Tensor:
    return _cubed((of.places - of.key) * (of.ahead >= 2.0), of.places - of.query - 2)


def _end(of: Places) -> torch.Tensor:
    return _cubed(of.key + 1, of.places)


def _start(of: Places) -> torch.Tensor:
    return _cubed(of.places - of.key, of.places)


def _last(of: Places) -> torch.Tensor:
    return (of.key == of.places - 1).to(of.key.dtype)


def _cubed(x: torch.Tensor, most: torch.Tensor) -> torch.Tensor:
    """x^3, in units of the largest of a row, which float16 has."""
    part = x / _at_least_1(most)
    return part * part * part


def _at_least_1(x: torch.Tensor) -> torch.Tensor:
    """Without the largest number that there is, which a clamp of one side is lowered to."""
    return torch.relu(x - 1) + 1


PATTERNS: Mapping[str, Callable[[Places], torch.Tensor]] = {
    "current": _at(0.0),
    "previous": _at(-1.0),
    "next": _at(1.0),
    "left-context": _left,
    "right-context": _right,
    "end": _end,
    "start": _start,
    "last": _last,
}
"""Name to the weights (batch, time, time) before they are divided by their sum, which is at
least 1 wherever it is not 0."""

ONE_ROW = frozenset({"end", "start", "last"})
"""Patterns that are the same for all queries: (batch, 1, time)."""

_SEEN = -1.0
"""What is added to the score of a token is 0; to that of padding something far below."""


def seen(mask: torch.Tensor | None, like: torch.Tensor) -> torch.Tensor:
    """(batch, time) of 1 for tokens and 0 for padding, by any mask that transformers or a capture
    gives an encoder's attention; ``like``: (batch, time, width)."""
    if mask is None:
        return like.new_ones(like.shape[:2])
    row = mask if mask.dim() == 2 else mask[:, 0, 0]
    return (row > _SEEN if row.is_floating_point() else row).to(like.dtype)


class Patterns(nn.Module):
    """The patterns of a text, made once for all layers that hold this module."""

    def __init__(self) -> None:
        super().__init__()
        self._made = _Made()

    def forward(
        self, names: Sequence[str], mask: torch.Tensor | None, like: torch.Tensor
    ) -> torch.Tensor:
        """Weights (batch, names, time, time); ``mask`` and ``like`` as ``seen``."""
        kind = (like.shape[:2], like.dtype, like.device, torch.is_inference_mode_enabled())
        key = (tuple(names), kind)
        return self._made.get(mask, key, lambda: self._weights(names, seen(mask, like)))

    def _weights(self, names: Sequence[str], tokens: torch.Tensor) -> torch.Tensor:
        """tokens (batch, time) of 1 and 0. What padding looks at is nobody's matter."""
        place, time = torch.cumsum(tokens, dim=1) - 1, tokens.shape[1]
        query, key, keys = place.unsqueeze(2), place.unsqueeze(1), tokens.unsqueeze(1)
        places = Places(query, key, keys.sum(dim=2, keepdim=True), key - query)
        made = []
        for name in names:
            weights = PATTERNS[name](places) * keys
            weights = weights / _at_least_1(weights.sum(dim=2, keepdim=True))
            made.append(weights.expand(-1, time, -1) if name in ONE_ROW else weights)
        return torch.stack(made, dim=1)


class _Made:
    """The patterns of the last mask, for the layers after the first one. A copy begins anew."""

    def __init__(self) -> None:
        self._of: tuple[Any, ...] = ()
        self._weights: torch.Tensor | None = None

    def get(
        self, mask: torch.Tensor | None, key: object, make: Callable[[], torch.Tensor]
    ) -> torch.Tensor:
        """``mask`` is held, so that it is no other when it is the same."""
        if self._weights is None or self._of[0] is not mask or self._of[1] != key:
            self._of, self._weights = (mask, key), make()
        return self._weights

    def __deepcopy__(self, memo: dict[int, Any]) -> "_Made":
        memo[id(self)] = fresh = _Made()
        return fresh
