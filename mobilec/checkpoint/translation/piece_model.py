"""One SentencePiece model file, read and refused where tokenizer.json has no words for it."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sentencepiece import sentencepiece_model_pb2 as protocol

from exporters.errors import Refused

SPACE = "▁"
"""What stands for a space in pieces."""

UNIGRAM, BPE = "unigram", "bpe"
_KINDS = {1: UNIGRAM, 2: BPE}
_NORMAL, _USER_DEFINED, _UNUSED, _BYTE = 1, 4, 5, 6
"""ModelProto.SentencePiece.Type of sentencepiece_model.proto."""


@dataclass(frozen=True)
class PieceModel:
    """``names``: of all pieces, in the order of their ids. ``scores``: of those that text is cut
    into, by name. ``charsmap``: what characters are replaced by, compiled; empty for none.
    ``byte_fallback``: an unknown character becomes the pieces of its bytes.
    """

    path: Path
    kind: str
    names: tuple[str, ...]
    scores: dict[str, float]
    charsmap: bytes
    strips_spaces: bool
    adds_space: bool
    byte_fallback: bool

    @cached_property
    def alphabet(self) -> frozenset[str]:
        """Every character that stands in a piece."""
        return frozenset().union(*self.scores)


def read_piece_model(path: Path) -> PieceModel:
    """Reads a .spm or .model file."""
    model = parsed(path)
    trainer, normalizer = model.trainer_spec, model.normalizer_spec
    _refuse_unserved(path, model)
    return PieceModel(
        path=path,
        kind=_KINDS[trainer.model_type],
        names=tuple(piece.piece for piece in model.pieces),
        scores={p.piece: p.score for p in model.pieces if p.type == _NORMAL},
        charsmap=normalizer.precompiled_charsmap,
        strips_spaces=normalizer.remove_extra_whitespaces,
        adds_space=normalizer.add_dummy_prefix,
        byte_fallback=trainer.byte_fallback,
    )


def _message() -> Any:
    # Its classes are made while it is imported, so type checkers see none.
    return protocol.ModelProto()  # type: ignore[attr-defined]


def parsed(path: Path) -> Any:
    """The file as sentencepiece_model.proto has it."""
    model = _message()
    try:
        model.ParseFromString(path.read_bytes())
    except Exception as broken:  # protobuf's own error, whose place depends on its version
        raise Refused(f"{path} is no SentencePiece model ({broken}); download it again") from broken
    if not model.pieces:
        raise Refused(f"{path} is a SentencePiece model without pieces; download it again")
    return model


def _refuse_unserved(path: Path, model: Any) -> None:
    trainer, normalizer = model.trainer_spec, model.normalizer_spec
    unserved = {
        "cuts text into words or characters": trainer.model_type not in _KINDS,
        "has user defined symbols": any(p.type == _USER_DEFINED for p in model.pieces),
        "has unused pieces": any(p.type == _UNUSED for p in model.pieces),
        "marks spaces after words": trainer.treat_whitespace_as_suffix,
        "leaves spaces unmarked": not normalizer.escape_whitespaces,
    }
    if found := [what for what, holds in unserved.items() if holds]:
        raise Refused(
            f"{path} {' and '.join(found)}, which is not converted; put the tokenizer.json that "
            f"the model was trained with beside it"
        )
