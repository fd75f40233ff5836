"""The words of a Marian checkpoint: two SentencePiece models, and one vocabulary or two."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from mobilec.checkpoint.declared import added_tokens, read_settings
from mobilec.checkpoint.translation import layouts
from mobilec.checkpoint.translation.added import with_added
from mobilec.checkpoint.translation.convert import Ids
from mobilec.checkpoint.translation.original import Original
from mobilec.checkpoint.translation.piece_model import (
    BPE,
    SPACE,
    PieceModel,
    parsed,
    read_piece_model,
)
from mobilec.compression.vocabulary.merging import made_by
from mobilec.compression.vocabulary.numbering import Numbering
from mobilec.compression.vocabulary.word_list import WordList

_SIDES = ("source.spm", "target.spm")
_NORMAL = 1
"""ModelProto.SentencePiece.Type: a piece that text is cut into."""


@dataclass(frozen=True)
class MarianWords:
    """Of the folder of a checkpoint with source.spm."""

    folder: Path

    @cached_property
    def lists(self) -> tuple[WordList, ...]:
        """One numbering for both sides, or one each."""
        if len(self._vocabularies) == 1:
            return (self._list(self._vocabularies[0][1], self._models, ()),)
        ids = [each for _, each in self._vocabularies]
        both = [name for name in ids[0].special if name in ids[1].names]
        return tuple(
            self._list(each, (model,), tuple(each.names[name] for name in both))
            for each, model in zip(ids, self._models, strict=True)
        )

    def ids(self, text: str, place: int) -> tuple[int, list[int]]:
        """The number of the list, and the ids of a text: sources stand at even places of the data,
        translations at odd ones."""
        side = place % 2
        return min(side, len(self._vocabularies) - 1), self._originals[side].ids(text)

    def write_(self, numberings: tuple[Numbering, ...]) -> None:
        """Takes words out of the vocabularies, and their pieces out of both models."""
        kept = []
        for (file, ids), numbering in zip(self._vocabularies, numberings, strict=True):
            names = {n: numbering.new(id) for n, id in ids.names.items() if id in numbering}
            text = json.dumps(names, ensure_ascii=False, indent=2)
            file.write_text(text, encoding="utf-8")
            kept.append(names)
        for name, names in zip(_SIDES, (kept[0], kept[-1]), strict=True):
            _cut_(self.folder / name, names)
        (self.folder / "tokenizer.json").unlink(missing_ok=True)

    @cached_property
    def _models(self) -> tuple[PieceModel, ...]:
        return tuple(read_piece_model(self.folder / name) for name in _SIDES)

    @cached_property
    def _vocabularies(self) -> tuple[tuple[Path, Ids], ...]:
        settings, added = read_settings(self.folder), added_tokens(self.folder)
        files = [self.folder / "vocab.json"]
        own = self.folder / "target_vocab.json"
        if settings.get("separate_vocabs") and own.is_file():
            files.append(own)
        made = ((file, layouts.marian(file, settings)) for file in files)
        return tuple((file, with_added(ids, added, file)) for file, ids in made)

    @cached_property
    def _originals(self) -> tuple[Original, ...]:
        ids = (self._vocabularies[0][1], self._vocabularies[-1][1])
        return tuple(Original(model, each) for model, each in zip(self._models, ids, strict=True))

    def _list(self, ids: Ids, models: tuple[PieceModel, ...], first: tuple[int, ...]) -> WordList:
        fixed = {ids.names[name] for name in ids.special}
        fixed |= {ids.names[token.content] for token in ids.added}
        for model in models:
            # Unknown characters are scored below the lowest piece: it stays, or cuts would change.
            lowest = min(model.scores, key=lambda piece: model.scores[piece])
            fixed |= {ids.names[name] for name in (lowest, *_bytes(model)) if name in ids.names}
        return WordList(
            names=dict(ids.names),
            fixed=frozenset(fixed),
            needed=_needed_with(ids, models),
            says=lambda name: name.replace(SPACE, " "),
            marks=("", SPACE),
            special=frozenset(ids.names[name] for name in ids.special),
            placed=ids.size,
            first=first,
        )


def _bytes(model: PieceModel) -> list[str]:
    return [f"<0x{byte:02X}>" for byte in range(256)] if model.byte_fallback else []


def _needed_with(ids: Ids, models: tuple[PieceModel, ...]) -> Callable[[int], set[int]]:
    merging = [model.scores for model in models if model.kind == BPE]
    words = {id: name for name, id in ids.names.items()}

    def needed(id: int) -> set[int]:
        names = {words[id]}
        for scores in merging:
            made = made_by(list(words[id]), _rank(scores))
            names |= {part for pair in made for part in (*pair, "".join(pair))}
        return {ids.names[name] for name in names if name in ids.names}

    return needed


def _rank(scores: dict[str, float]) -> Callable[[str, str], float | None]:
    def rank(left: str, right: str) -> float | None:
        score = scores.get(left + right)
        return None if score is None else -score

    return rank


def _cut_(file: Path, names: dict[str, int]) -> None:
    """Pieces without an id go; those that are no text stay, as the model's own numbers need."""
    model: Any = parsed(file)
    kept = [p for p in model.pieces if p.type != _NORMAL or p.piece in names]
    del model.pieces[:]
    model.pieces.extend(kept)
    model.trainer_spec.vocab_size = len(kept)
    file.write_bytes(model.SerializeToString())
