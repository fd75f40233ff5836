"""A tokenizer as its model was trained with: SentencePiece itself, and the model's own ids."""

import re
from collections.abc import Callable, Iterator, Sequence

from sentencepiece import SentencePieceProcessor

from mobilec.checkpoint.translation.convert import Ids
from mobilec.checkpoint.translation.piece_model import SPACE, UNIGRAM, PieceModel

_UNKNOWN_PENALTY = 10.0
"""unigram_model.cc, kUnkPenalty: how much less likely than the rarest piece."""


class Original:
    """What a converted tokenizer is held against.

    ``before``: what a family does to a text first. ``around``: the ids before and behind every
    text, where that is not the end token alone.
    """

    def __init__(
        self,
        model: PieceModel,
        ids: Ids,
        before: Callable[[str], str] | None = None,
        around: tuple[list[int], list[int]] | None = None,
    ) -> None:
        self._processor = SentencePieceProcessor(model_proto=model.content)
        self._before, self._around = before, around or ([], [ids.names[ids.end]])
        forms = _taken_whole(ids)
        self._whole = sorted(forms, key=len, reverse=True)
        self._taken = re.compile("|".join(f"({forms[name]})" for name in self._whole))
        self.is_unigram = model.kind == UNIGRAM
        self._scores = model.scores
        self._unknown_score = min(model.scores.values()) - _UNKNOWN_PENALTY
        self._ids = ids
        self._unknown = ids.names[ids.unknown]
        self._names = {id: name for name, id in ids.names.items()}

    def pieces(self, text: str) -> list[str]:
        """The text cut up. Characters without a piece come as they are."""
        pieces: list[str] = self._processor.encode(text, out_type=str)
        return pieces

    def ids(self, text: str) -> list[int]:
        """The ids of a source, with what stands around it."""
        first, last = self._around
        known = (self._ids.names.get(name, self._unknown) for name in self.cut(text))
        return [*first, *known, *last]

    def cut(self, text: str) -> Iterator[str]:
        """The names in a text: tokens that are taken out of it whole, and the pieces between
        them."""
        at = 0
        # A pattern of hundreds of tokens is slow, and few texts have any.
        has_some = any(name in text for name in self._whole)
        for found in self._taken.finditer(text) if has_some else ():
            yield from self._between(text[at : found.start()])
            yield self._whole[(found.lastindex or 0) - 1]
            at = found.end()
        yield from self._between(text[at:])

    def _between(self, text: str) -> list[str]:
        return self.pieces(text if self._before is None else self._before(text)) if text else []

    def text(self, ids: Sequence[int]) -> str:
        """What ids say: special ones nothing."""
        names = (self._names[id] for id in ids)
        kept = [name for name in names if name not in self._ids.special]
        said: str = self._processor.decode_pieces(kept)
        return said.replace(SPACE, " ").strip()

    def likelihood(self, pieces: Sequence[str]) -> float:
        """The logarithm of how likely a text is cut like this, by a unigram model."""
        return sum(self._scores.get(piece, self._unknown_score) for piece in pieces)


def _taken_whole(ids: Ids) -> dict[str, str]:
    """Special and added tokens with patterns; some take the spaces beside them along."""
    forms = {name: re.escape(name) for name in ids.special}
    for token in ids.added:
        left, right = r"\s*" if token.lstrip else "", r"\s*" if token.rstrip else ""
        word = (r"(?<!\w)", r"(?!\w)") if token.single_word else ("", "")
        forms[token.content] = word[0] + left + re.escape(token.content) + right + word[1]
    return forms
