"""The captured module against the stock model, before anything is built on it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import torch
from torch import nn
from transformers import PreTrainedModel

from exporters.capture.masks import MASKED
from exporters.capture.network import padding_id, with_attention
from exporters.program import Method
from exporters.text.encoder import TYPES

TOLERANCE = 1e-4
"""Largest difference of a logit, relative to the largest logit where that is over 1.

The same float32 sums in another order: 1e-6 to 1e-5 was seen over ten families. A lost mask or
positions that are off by one were never under 1e-2.
"""

LONGEST = 512
"""Longer inputs are not checked here: at 8192 tokens the scores of one layer alone take 3 GB."""

PADDING = 5
"""Tokens behind a padded input."""


@dataclass(frozen=True)
class Difference:
    """How far the captured logits are from the stock model's, and on which input.

    ``within``: whether a token of the text itself was the padding token. ``hidden``: whether the
    same text passes without padding behind it.
    """

    tokens: int
    padding: int
    largest: float
    allowed: float
    within: bool = False
    hidden: bool = False

    def __str__(self) -> str:
        among = " (one of them the padding token)" if self.within else ""
        text = (
            f"with {self.tokens} tokens{among} and {self.padding} of padding its logits are off by "
            f"{self.largest:.2g}, and {self.allowed:.2g} is allowed"
        )
        if self.hidden:
            text += (
                ". Without padding they are equal: its attention has scores beyond what a mask of "
                f"{MASKED:.0e} hides, as a network without norms may have"
            )
        return text


def difference(model: PreTrainedModel, method: Method) -> Difference | None:
    """The first input on which the capture is not the stock model with eager attention.

    The stock model always runs unpadded, so this also holds that padding changes nothing.
    """
    stock = with_attention(model, "eager")
    pad = padding_id(model.config)
    reads_types = TYPES in (spec.name for spec in method.inputs)
    passed: torch.Tensor | None = None
    for ids, padding in _inputs(method, pad, model.config.vocab_size):
        # A stretch of type 1 that does not end where the text does.
        types = {TYPES: (torch.arange(ids.shape[1]) % 4 // 2)[None]} if reads_types else {}
        with torch.no_grad():
            expected = stock(input_ids=ids, attention_mask=torch.ones_like(ids), **types).logits
        found = _difference(method.module, (ids, *types.values()), padding, pad, expected)
        if not found.largest <= found.allowed:
            finite = bool(torch.isfinite(expected).all())
            return replace(found, hidden=finite and padding > 0 and passed is ids)
        passed = ids
    return None


def _inputs(method: Method, pad: int, vocabulary: int) -> Iterator[tuple[torch.Tensor, int]]:
    """Seeded random ids, and how much padding follows them. Within a text the pad id is only in
    the last: a user may type it, and some models count no position for it."""
    length = method.dimensions["length"]
    longest = min(length.maximum, LONGEST)
    middle = (length.minimum + longest) // 2
    generator = torch.Generator().manual_seed(0)
    for tokens in sorted({length.minimum, middle, longest}):
        ids = torch.randint(1, vocabulary, (1, tokens), generator=generator)
        ids = (ids + pad) % vocabulary
        for padding in sorted({0, min(PADDING, longest - tokens)}):
            yield ids, padding
    typed = ids.clone()
    typed[:, 1 : longest - 1 : 3] = pad
    yield typed, 0


def _difference(
    module: nn.Module,
    given: tuple[torch.Tensor, ...],
    padding: int,
    pad: int,
    expected: torch.Tensor,
) -> Difference:
    """``given``: ids, and their types where the module reads them."""
    ids, *types = given
    padded = nn.functional.pad(ids, (0, padding), value=pad)
    rest = [nn.functional.pad(each, (0, padding)) for each in (torch.ones_like(ids), *types)]
    with torch.no_grad():
        largest = (module(padded, *rest) - expected).abs().max().item()
    allowed = TOLERANCE * max(1.0, expected.abs().max().item())
    return Difference(ids.shape[1], padding, largest, allowed, within=bool((ids == pad).any()))
