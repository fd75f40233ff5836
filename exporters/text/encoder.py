"""A text, or a text and its pair, to what a classifier reads."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from exporters.decode.state import IDS, MASK

Asked = str | tuple[str, str]
"""What is classified: a text, or a text and its pair."""

TYPES = "token_type_ids"
RIGHT, LEFT = "right", "left"
SIDES = (RIGHT, LEFT)
"""Of a text that is too long, the side that is cut off."""


@dataclass(frozen=True)
class Encoded:
    """``ids``: with special tokens, without padding. ``types``: of each the part that it is of, 0
    or 1; empty where the model reads none, and of a text alone, whose types a model knows."""

    ids: tuple[int, ...]
    types: tuple[int, ...] = ()

    def arrays(self, pad_id: int = 0, padding: int = 0) -> Mapping[str, np.ndarray]:
        """The inputs of a program by name, each (1, time) int64; behind the ids stand ``padding``
        pad ids of type 0, masked by 0."""
        rows = {
            IDS: [*self.ids, *[pad_id] * padding],
            MASK: [1] * len(self.ids) + [0] * padding,
        }
        if self.types:
            rows[TYPES] = [*self.types, *[0] * padding]
        return {name: np.array([row], np.int64) for name, row in rows.items()}


class Encoder:
    """A tokenizer that cuts at a longest length, special tokens kept.

    Of a pair the longer text is cut first, token by token until both are as long, then both: what
    transformers calls ``longest_first`` and does where it is asked to truncate. ``side``: that is
    cut off, of each text of a pair. ``token_types``: whether the model reads them.
    """

    def __init__(
        self, tokenizer: Tokenizer, longest: int, side: str = RIGHT, token_types: bool = False
    ) -> None:
        self._tokenizer = Tokenizer.from_str(tokenizer.to_str())
        self._tokenizer.enable_truncation(longest, strategy="longest_first", direction=side)
        self._token_types = token_types

    def encode(self, asked: Asked) -> Encoded:
        text, pair = parts(asked)
        found = self._tokenizer.encode(text, pair)
        types = found.type_ids if self._token_types and pair is not None else ()
        return Encoded(tuple(found.ids), tuple(types))

    def cuts(self, asked: Asked) -> bool:
        """Whether something of it is left out."""
        return bool(self._tokenizer.encode(*parts(asked)).overflowing)


def parts(asked: Asked) -> tuple[str, str | None]:
    """The text, and its pair where there is one."""
    return (asked, None) if isinstance(asked, str) else asked


def in_words(asked: Asked) -> str:
    """What was asked, for messages."""
    text, pair = parts(asked)
    return repr(text) if pair is None else f"{text!r} with {pair!r}"
