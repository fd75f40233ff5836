"""How a many-to-many translator names languages, and how it is told them.

Sources: the tokenizers of transformers 5.23 (tokenization_marian, _m2m_100, _nllb, _mbart and
_mbart50); the ids around a text decide what a model translates into.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

SOURCE_FIRST, SOURCE_LAST, TARGET_FIRST = "source first", "source last", "target first"
FORCED_FIRST, START, IN_SOURCE = "forced first token", "start token", "in the source"


@dataclass(frozen=True)
class Form:
    """How a family names languages. ``pattern``: the whole token, its group is the code.

    ``place``: which language's token stands where around a source text. ``tells``: how the
    decoder learns the target language. ``default``: the source language that transformers takes,
    empty where no token names the source. ``other``: the form of a tokenizer of the same tokens
    whose settings tell it apart, and how; None where there is none.
    """

    pattern: str
    place: str
    tells: str
    default: str
    other: "tuple[Callable[[Mapping[str, Any]], bool], Form] | None" = None
