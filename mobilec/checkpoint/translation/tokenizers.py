"""The tokenizers of a translator, one for each side where they differ."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer
from transformers import PreTrainedConfig

from exporters.errors import Refused
from exporters.families.registry import TRANSLATORS
from exporters.text.words import Unknown, Words
from mobilec.checkpoint.declared import added_tokens, read_settings
from mobilec.checkpoint.ids.held import Held
from mobilec.checkpoint.ids.texts import texts_for
from mobilec.checkpoint.tokenizer import fingerprint, settle
from mobilec.checkpoint.translation import layouts
from mobilec.checkpoint.translation.added import with_added
from mobilec.checkpoint.translation.beside import held_by_pieces
from mobilec.checkpoint.translation.check import check_source, check_target
from mobilec.checkpoint.translation.codes import forms
from mobilec.checkpoint.translation.convert import Ids, source_tokenizer, target_tokenizer
from mobilec.checkpoint.translation.original import Original
from mobilec.checkpoint.translation.pair import Pair
from mobilec.checkpoint.translation.piece_model import (
    PieceModel,
    piece_model_file,
    read_piece_model,
)
from mobilec.checkpoint.vocabulary import check_encodes, check_rows


def read_pair(folder: Path, config: PreTrainedConfig, source: str) -> Pair:
    """The tokenizers of a checkpoint's folder.

    What a model was trained with comes first: Marian's SentencePiece models and vocab.json, and
    M2M100's, of which a tokenizer.json beside them would be a copy. Then tokenizer.json, which must
    give the ids of a SentencePiece model beside it, or is replaced by a conversion; then a
    SentencePiece model alone. All that is converted is checked against SentencePiece.
    """
    rows = _Rows(config.model_type, config.vocab_size, getattr(config, "decoder_vocab_size", None))
    made = _remembered(folder, rows, source, fingerprint(folder))
    own = Tokenizer.from_str(made.source)
    target = own if made.target is None else Tokenizer.from_str(made.target)
    return Pair(own, target, made.unknown, made.held)


@dataclass(frozen=True)
class _Rows:
    """What of config.json matters to a tokenizer."""

    model_type: str
    vocab_size: int
    decoder_vocab_size: int | None


@dataclass(frozen=True)
class _Written:
    """A ``Pair`` as text, so that nobody changes what is remembered."""

    source: str
    target: str | None
    unknown: Unknown | None
    held: Held


@lru_cache(maxsize=4)
def _remembered(folder: Path, rows: _Rows, source: str, _fingerprint: str) -> _Written:
    pair = _read_pair(folder, rows, source)
    target = None if pair.target is pair.source else pair.target.to_str()
    return _Written(pair.source.to_str(), target, pair.unknown, pair.held)


def _read_pair(folder: Path, config: _Rows, source: str) -> Pair:
    settings = read_settings(folder)
    if (folder / "source.spm").is_file():
        return _marian(folder, config, settings)
    model, vocabulary = piece_model_file(folder), folder / "vocab.json"
    family = TRANSLATORS.get(config.model_type)
    named = layouts.NAMED.get(family.named_pieces) if family else None
    if model is not None and vocabulary.is_file() and named is not None:
        return _converted(folder, config, model, lambda _: named(vocabulary, settings))
    if model is not None and not (folder / "tokenizer.json").is_file():
        return _converted(folder, config, model, _layout(config, settings, model))
    found = settle(folder, special=not forms(config.model_type) and model is None)
    check_encodes(found.tokenizer, source)
    check_rows(found.tokenizer.get_vocab(with_added_tokens=True), config.vocab_size, source)
    if model is not None:
        return held_by_pieces(folder, model, found.tokenizer)
    return Pair(found.tokenizer, found.tokenizer, None, found.held)


def _layout(config: _Rows, settings: Mapping[str, Any], file: Path) -> Callable[[PieceModel], Ids]:
    """How the family numbers its pieces."""
    family = TRANSLATORS.get(config.model_type)
    if family is not None and (layout := layouts.PIECES.get(family.pieces)):
        return lambda model: layout(model, settings)
    raise Refused(
        f"{file} would have to be converted, and how {config.model_type!r} models number its "
        f"pieces is not known; put the model's tokenizer.json into {file.parent}"
    )


def _converted(
    folder: Path, config: _Rows, file: Path, layout: Callable[[PieceModel], Ids]
) -> Pair:
    """One SentencePiece model for both sides."""
    model = read_piece_model(file)
    ids = with_added(layout(model), added_tokens(folder), file)
    check_rows(ids.names, config.vocab_size, str(folder))
    tokenizer = source_tokenizer(model, ids)
    pair = Pair(tokenizer, tokenizer, _unknown(model, ids))
    return replace(pair, held=_check(pair, model, model, ids, ids, folder))


def _marian(folder: Path, config: _Rows, settings: Mapping[str, Any]) -> Pair:
    """Two models, which may be the same. One vocabulary for both, or for each its own."""
    for name in ("target.spm", "vocab.json"):
        if not (folder / name).is_file():
            raise Refused(f"{folder} has source.spm without {name}; download it again")
    model, other = (read_piece_model(folder / f"{side}.spm") for side in ("source", "target"))
    file, added = folder / "vocab.json", added_tokens(folder)
    ids = with_added(layouts.marian(file, settings), added, file)
    own = folder / "target_vocab.json"
    separate = bool(settings.get("separate_vocabs")) and own.is_file()
    others = layouts.marian(own, settings) if separate else ids
    check_rows(ids.names, config.vocab_size, str(folder))
    check_rows(others.names, config.decoder_vocab_size or config.vocab_size, str(folder))
    source = source_tokenizer(model, ids)
    same = model.content == other.content and ids == others
    target = source if same else target_tokenizer(other, others)
    pair = Pair(source, target, _unknown(model, ids))
    return replace(pair, held=_check(pair, model, other, ids, others, folder))


def _unknown(model: PieceModel, ids: Ids) -> Unknown | None:
    if model.scores.keys() <= ids.names.keys():
        return None
    return Unknown(ids.size, ids.names[ids.unknown])


def _check(
    pair: Pair, model: PieceModel, other: PieceModel, ids: Ids, others: Ids, folder: Path
) -> Held:
    words = Words(pair.source, pair.target, unknown=pair.unknown)
    sources, targets = _texts(model, ids), _texts(other, others)
    check_source(words, Original(model, ids), sources, folder)
    check_target(pair.target, Original(other, others), targets, folder)
    files = " and ".join(dict.fromkeys((model.path.name, other.path.name)))
    return Held((f"SentencePiece ({files})",), len(sources))


def _texts(model: PieceModel, ids: Ids) -> tuple[str, ...]:
    typed = (*(token.content for token in ids.added), *ids.special)
    return texts_for(model.scores, typed)
