"""One SentencePiece model file, read and refused where tokenizer.json has no words for it."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from sentencepiece import sentencepiece_model_pb2 as protocol

from exporters.errors import Refused

SPACE = "▁"
"""What stands for a space in pieces."""

UNIGRAM, BPE, OTHER = "unigram", "bpe", "other"
_KINDS = {1: UNIGRAM, 2: BPE}
_NORMAL, _USER_DEFINED, _UNUSED, _BYTE = 1, 4, 5, 6
"""ModelProto.SentencePiece.Type of sentencepiece_model.proto."""

_FILES = ("sentencepiece.bpe.model", "spiece.model", "sentencepiece.model", "spm.model")
"""The names that families give to their one SentencePiece model."""

_USER_DEFINED_SCORE = -0.1
"""unigram_model.cc, PopulateNodes: length times the largest score (at most FLT_MIN, as scores of
pieces are negative) less this. Next to scores of pieces it is a reward: such a symbol is nearly
always cut out, inside a word too."""


@dataclass(frozen=True)
class PieceModel:
    """``names``: of all pieces, in the order of their ids. ``scores``: of those that text is cut
    into, by name. ``charsmap``: what characters are replaced by, compiled; empty for none.
    ``byte_fallback``: an unknown character becomes the pieces of its bytes. ``content``: the
    file's. ``unconverted``: what in it tokenizer.json has no words for. ``symbols``: pieces that
    the user of SentencePiece defined; they are cut out wherever they stand.
    """

    path: Path
    kind: str
    names: tuple[str, ...]
    scores: dict[str, float]
    charsmap: bytes
    strips_spaces: bool
    adds_space: bool
    byte_fallback: bool
    content: bytes = field(repr=False)
    unconverted: tuple[str, ...] = ()
    symbols: frozenset[str] = frozenset()

    @cached_property
    def alphabet(self) -> frozenset[str]:
        """Every character that stands in a piece."""
        return frozenset().union(*self.scores)


def piece_model_file(folder: Path) -> Path | None:
    """The SentencePiece model of a folder that has one for both sides."""
    return next((folder / name for name in _FILES if (folder / name).is_file()), None)


def read_piece_model(path: Path) -> PieceModel:
    """Reads a .spm or .model file. Refused: what tokenizer.json has no words for."""
    model = piece_model(path, parsed(path))
    refuse_unconverted(model)
    return model


def piece_model(path: Path, model: Any) -> PieceModel:
    """A parsed file of any kind; not all of them can be converted."""
    trainer, normalizer = model.trainer_spec, model.normalizer_spec
    return PieceModel(
        path=path,
        kind=_KINDS.get(trainer.model_type, OTHER),
        names=tuple(piece.piece for piece in model.pieces),
        scores={p.piece: _score(p) for p in model.pieces if p.type in (_NORMAL, _USER_DEFINED)},
        charsmap=normalizer.precompiled_charsmap,
        strips_spaces=normalizer.remove_extra_whitespaces,
        adds_space=normalizer.add_dummy_prefix,
        byte_fallback=trainer.byte_fallback,
        content=model.SerializeToString(),
        unconverted=tuple(_unconverted(model)),
        symbols=frozenset(p.piece for p in model.pieces if p.type == _USER_DEFINED),
    )


def _score(piece: Any) -> float:
    return float(piece.score) if piece.type == _NORMAL else _USER_DEFINED_SCORE


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


def refuse_unconverted(model: PieceModel) -> None:
    """Refuses a model that cannot become a tokenizer.json."""
    if model.unconverted:
        raise Refused(
            f"{model.path} {' and '.join(model.unconverted)}, which is not converted; put the "
            "tokenizer.json that the model was trained with beside it"
        )


def _unconverted(model: Any) -> list[str]:
    trainer, normalizer = model.trainer_spec, model.normalizer_spec
    merges = _KINDS.get(trainer.model_type) == BPE
    kinds = {
        "cuts text into words or characters": trainer.model_type not in _KINDS,
        "has user defined symbols": merges and any(p.type == _USER_DEFINED for p in model.pieces),
        "has unused pieces": any(p.type == _UNUSED for p in model.pieces),
        "marks spaces after words": trainer.treat_whitespace_as_suffix,
        "leaves spaces unmarked": not normalizer.escape_whitespaces,
    }
    return [what for what, holds in kinds.items() if holds]
