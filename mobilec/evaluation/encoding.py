"""Text to the inputs of a program."""

import torch
from tokenizers import Tokenizer

LONGEST = 128
"""Tokens of a text, where nobody asked for another length."""


def longest_text(positions: int | None) -> int:
    """``LONGEST``, or what a model has room for. ``positions``: see
    ``mobilec.checkpoint.describe.Description``."""
    return LONGEST if positions is None else min(LONGEST, positions)


class Encoder:
    """A tokenizer that cuts at a longest length, special tokens kept."""

    def __init__(self, tokenizer: Tokenizer, longest: int) -> None:
        self._tokenizer = Tokenizer.from_str(tokenizer.to_str())
        self._tokenizer.enable_truncation(longest)

    def ids(self, text: str) -> list[int]:
        return self._tokenizer.encode(text).ids

    def inputs(self, text: str) -> tuple[torch.Tensor, torch.Tensor]:
        """input_ids and attention_mask, each (1, time) int64, without padding."""
        ids = torch.tensor([self.ids(text)], dtype=torch.int64)
        return ids, torch.ones_like(ids)
