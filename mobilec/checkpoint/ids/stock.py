"""The tokenizer of a folder as transformers has it."""

import logging
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer, models

_LONGEST_REASON = 200
_PROBE = "a \U0001f600"
"""Opened and unable to read is not open."""


@dataclass(frozen=True)
class Stock:
    """What ``AutoTokenizer`` makes of a folder."""

    tokenizer: Any
    version: str

    @property
    def kind(self) -> str:
        """The class that transformers chose."""
        return type(self.tokenizer).__name__

    @property
    def name(self) -> str:
        return f"{self.kind} of transformers {self.version}"

    @property
    def backend(self) -> Tokenizer | None:
        """Its tokenizer.json; None where Python or SentencePiece does the work."""
        made = getattr(self.tokenizer, "_tokenizer", None)
        return made if isinstance(made, Tokenizer) else None

    def ids(self, texts: Sequence[str], special: bool = True) -> list[list[int]]:
        """The ids of each text; ``special``: with what stands around a text."""
        with _quiet():
            ids: list[list[int]] = self.tokenizer(list(texts), add_special_tokens=special).input_ids
        return ids

    def cut(self, text: str, pair: str | None, longest: int, side: str) -> Mapping[str, list[int]]:
        """What a model is given of a text, or of it and its pair, of ``longest`` tokens at most."""
        self.tokenizer.truncation_side = side
        with _quiet():
            made: Mapping[str, list[int]] = self.tokenizer(
                text, pair, truncation=True, max_length=longest
            )
        return made


def open_stock(folder: Path) -> Stock | str:
    """Or the reason why transformers cannot open the folder. No code beside a model is run."""
    from transformers import AutoTokenizer, __version__

    try:
        with _quiet():
            made = AutoTokenizer.from_pretrained(
                folder, trust_remote_code=False, local_files_only=True
            )
            made(_PROBE)
    except Exception as failed:  # a class for each family, each with errors of its own
        reason = " ".join(f"{type(failed).__name__}: {failed}".split())
        return reason[:_LONGEST_REASON]
    found = Stock(made, __version__)
    if found.backend is not None and isinstance(found.backend.model, models.BPE):
        found.backend.model.dropout = None  # ids would be those of chance
    return found


@contextmanager
def _quiet() -> Iterator[None]:
    """Without transformers' remarks: what matters of them is said in our words."""
    said = logging.getLogger("transformers")
    level = said.level
    said.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        said.setLevel(level)
