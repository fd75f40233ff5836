"""A tokenizer as its model was trained with: SentencePiece itself, and the model's own ids."""

from collections.abc import Sequence

from sentencepiece import SentencePieceProcessor

from mobilec.checkpoint.translation.convert import Ids
from mobilec.checkpoint.translation.piece_model import SPACE, UNIGRAM, PieceModel

_UNKNOWN_PENALTY = 10.0
"""unigram_model.cc, kUnkPenalty: how much less likely than the rarest piece."""


class Original:
    """What a converted tokenizer is held against."""

    def __init__(self, model: PieceModel, ids: Ids) -> None:
        self._processor = SentencePieceProcessor(model_file=str(model.path))
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
        """The ids of a source, its end included."""
        known = (self._ids.names.get(piece, self._unknown) for piece in self.pieces(text))
        return [*known, self._ids.names[self._ids.end]]

    def text(self, ids: Sequence[int]) -> str:
        """What ids say: special ones nothing."""
        names = (self._names[id] for id in ids)
        kept = [name for name in names if name not in self._ids.special]
        said: str = self._processor.decode_pieces(kept)
        return said.replace(SPACE, " ").strip()

    def likelihood(self, pieces: Sequence[str]) -> float:
        """The logarithm of how likely a text is cut like this, by a unigram model."""
        return sum(self._scores.get(piece, self._unknown_score) for piece in pieces)
