"""The tokenizers of a translator, one for each side where they differ."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer
from transformers import PreTrainedConfig

from exporters.errors import Refused
from exporters.text.words import Unknown, Words
from mobilec.checkpoint.tokenizer import read_settings, read_tokenizer
from mobilec.checkpoint.translation import layouts
from mobilec.checkpoint.translation.check import check_source, check_target
from mobilec.checkpoint.translation.convert import Ids, source_tokenizer, target_tokenizer
from mobilec.checkpoint.translation.original import Original
from mobilec.checkpoint.translation.piece_model import PieceModel, read_piece_model
from mobilec.checkpoint.translation.sample import sample
from mobilec.checkpoint.vocabulary import check_rows, check_vocabulary

_MODELS = ("sentencepiece.bpe.model", "spiece.model", "sentencepiece.model", "spm.model")
"""The names that families give to their one SentencePiece model."""


@dataclass(frozen=True)
class Pair:
    """``target`` is the same object where one tokenizer does both."""

    source: Tokenizer
    target: Tokenizer
    unknown: Unknown | None = None


def read_pair(folder: Path, config: PreTrainedConfig, source: str) -> Pair:
    """The tokenizers of a checkpoint's folder.

    What a model was trained with comes first: Marian's SentencePiece models and vocab.json, and
    M2M100's, of which a tokenizer.json beside them would be a copy. Then tokenizer.json, then a
    SentencePiece model alone. All that is converted is checked against SentencePiece.
    """
    settings = read_settings(folder)
    if (folder / "source.spm").is_file():
        return _marian(folder, config, settings)
    model, vocabulary = _model_file(folder), folder / "vocab.json"
    if model is not None and vocabulary.is_file() and config.model_type == "m2m_100":
        return _converted(folder, config, model, lambda _: layouts.m2m100(vocabulary, settings))
    if model is not None and not (folder / "tokenizer.json").is_file():
        return _converted(folder, config, model, _layout(config, settings, model))
    tokenizer = read_tokenizer(folder)
    check_vocabulary(tokenizer, config, source)
    return Pair(tokenizer, tokenizer)


def _model_file(folder: Path) -> Path | None:
    return next((folder / name for name in _MODELS if (folder / name).is_file()), None)


def _layout(
    config: PreTrainedConfig, settings: Mapping[str, Any], file: Path
) -> Callable[[PieceModel], Ids]:
    """How the family numbers its pieces."""
    if config.model_type in ("t5", "mt5"):
        return lambda model: layouts.t5(model, settings)
    if config.model_type == "m2m_100":
        return layouts.nllb
    if config.model_type == "mbart":
        fifty = str(settings.get("tokenizer_class", "")).startswith("MBart50")
        return layouts.mbart50 if fifty else layouts.mbart
    raise Refused(
        f"{file} would have to be converted, and how {config.model_type!r} models number its "
        f"pieces is not known; put the model's tokenizer.json into {file.parent}"
    )


def _converted(
    folder: Path, config: PreTrainedConfig, file: Path, layout: Callable[[PieceModel], Ids]
) -> Pair:
    """One SentencePiece model for both sides."""
    model = read_piece_model(file)
    ids = layout(model)
    check_rows(ids.names, config.vocab_size, str(folder))
    tokenizer = source_tokenizer(model, ids)
    pair = Pair(tokenizer, tokenizer, _unknown(model, ids))
    _check(pair, model, model, ids, ids, folder)
    return pair


def _marian(folder: Path, config: PreTrainedConfig, settings: Mapping[str, Any]) -> Pair:
    """Two models. One vocabulary for both, or for each its own."""
    for name in ("target.spm", "vocab.json"):
        if not (folder / name).is_file():
            raise Refused(f"{folder} has source.spm without {name}; download it again")
    model, other = (read_piece_model(folder / f"{side}.spm") for side in ("source", "target"))
    ids = layouts.marian(folder / "vocab.json", settings)
    own = folder / "target_vocab.json"
    separate = bool(settings.get("separate_vocabs")) and own.is_file()
    others = layouts.marian(own, settings) if separate else ids
    check_rows(ids.names, config.vocab_size, str(folder))
    check_rows(others.names, config.decoder_vocab_size or config.vocab_size, str(folder))
    pair = Pair(source_tokenizer(model, ids), target_tokenizer(other, others), _unknown(model, ids))
    _check(pair, model, other, ids, others, folder)
    return pair


def _unknown(model: PieceModel, ids: Ids) -> Unknown | None:
    if model.scores.keys() <= ids.names.keys():
        return None
    return Unknown(ids.size, ids.names[ids.unknown])


def _check(
    pair: Pair, model: PieceModel, other: PieceModel, ids: Ids, others: Ids, folder: Path
) -> None:
    words = Words(pair.source, pair.target, unknown=pair.unknown)
    check_source(words, Original(model, ids), sample(tuple(model.scores)), folder)
    check_target(pair.target, Original(other, others), sample(tuple(other.scores)), folder)
