"""The tokenizers of a translator, one for each side where they differ."""

from dataclasses import dataclass

from tokenizers import Tokenizer

from exporters.text.words import Unknown
from mobilec.checkpoint.ids.held import Held


@dataclass(frozen=True)
class Pair:
    """``target`` is the same object where one tokenizer does both. ``held``: what the ids of the
    source were held against, without what stands around a text."""

    source: Tokenizer
    target: Tokenizer
    unknown: Unknown | None = None
    held: Held = Held()
