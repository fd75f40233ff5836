"""The words of a translator: source text to ids, ids back to target text."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tokenizers import Tokenizer

from exporters.text.folding import folded
from exporters.text.handling import Handling
from exporters.text.pieces import Piece
from exporters.text.sentences import split


@dataclass(frozen=True)
class Unknown:
    """Ids from ``first`` on are pieces that the tokenizer cuts out and that the model has no row
    for; it was trained to read ``id`` in their place.

    Marian checkpoints have a vocabulary beside their SentencePiece models that lacks some of the
    models' pieces. A tokenizer.json cannot give two pieces one id, so those have ids past the end.
    """

    first: int
    id: int


@dataclass(frozen=True)
class Words:
    """``source`` and ``target``: tokenizers, without truncation and padding; they may be the same.

    ``prefix``: stands before every text. ``language``, ``target_language``: of source and target,
    in any form of a code. ``scripts``: codes of ISO 15924 of the scripts that the source may be in,
    empty for any.
    """

    source: Tokenizer
    target: Tokenizer
    prefix: str = ""
    language: str | None = None
    unknown: Unknown | None = None
    target_language: str | None = None
    scripts: tuple[str, ...] = ()

    def ids(self, text: str) -> list[int]:
        """The ids of one sentence, special tokens included; never cut."""
        ids = self.source.encode(self.prefix + text).ids
        unknown = self.unknown
        if unknown is None:
            return ids
        return [unknown.id if id >= unknown.first else id for id in ids]

    def read(self, text: str, handling: Handling) -> str:
        """A piece as the tokenizer is to read it: its letters folded, unless it does that."""
        return folded(text, self.scripts) if self._folds and not handling.as_is else text

    @cached_property
    def _folds(self) -> bool:
        return self.ids("Ａﬁ") != self.ids("Afi")

    def pieces(
        self, text: str, longest: int, handling: Handling | None = None
    ) -> tuple[Piece, ...]:
        """What is translated one at a time: no piece has more than ``longest`` ids."""
        asked = handling or Handling()

        def fits(part: str) -> bool:
            return len(self.ids(self.read(part, asked))) <= longest

        return split(text, self.language, fits, self.scripts, asked)

    def text(self, tokens: Sequence[int]) -> str:
        """What a translation says; special tokens are left out, spaces at its ends too."""
        return self.target.decode(list(tokens), skip_special_tokens=True).strip()
