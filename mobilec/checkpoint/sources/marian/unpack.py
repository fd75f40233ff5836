"""A folder of Marian's files as a folder in Hugging Face format, made once and kept.

All that reads a checkpoint reads that one: its tokenizers, what it is compressed and trained by,
and transformers itself. Weights that are stored as integers become the floats that they stand for;
the integers are found in these again when they are rounded for a phone
(``exporters.precision.int8``).
"""

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from safetensors.torch import save_file
from transformers import GenerationConfig

from exporters.bundle.digest import digest
from exporters.errors import Refused
from exporters.families.marian_nmt.config import MarianNmtConfig
from exporters.whole.folder import built_beside
from mobilec.checkpoint.sources.marian.archive import read_archive
from mobilec.checkpoint.sources.marian.folder import Folder, read_folder
from mobilec.checkpoint.sources.marian.gzipped import read_bytes
from mobilec.checkpoint.sources.marian.layout import placed, places
from mobilec.checkpoint.sources.marian.named import PACKED
from mobilec.checkpoint.sources.marian.options import Options
from mobilec.checkpoint.sources.marian.vocabulary import END, UNKNOWN, pieces_of, words_of
from mobilec.fetching.cache import user_cache

MADE_OF = "marian.json"
"""What an unpacked folder was made of: names of files and their sha256."""
_FORM = 3
"""A folder that was unpacked by an earlier version in another way is made anew."""
_LANGUAGES = re.compile(r"\.([a-z]{2})([a-z]{2})\.")
"""As Mozilla's files have them: model.enpt.intgemm.alphas.bin."""
_CARD = "README.md"
SHORTLIST = "lex.s2t.bin"
"""Marian's own, unpacked."""


@dataclass(frozen=True)
class Unpacked:
    """``folder``: in Hugging Face format. ``sha256``: of Marian's own model file."""

    folder: Path
    sha256: str


def unpacked(folder: Path) -> Unpacked:
    """The translator in ``folder``. Refused: files that do not fit each other, networks that are
    not served, a cache that cannot be written."""
    found = read_folder(folder)
    hashes = {file.name: digest(file)[0] for file in _files(found, folder)}
    key = hashlib.sha256(json.dumps([_FORM, hashes], sort_keys=True).encode()).hexdigest()
    place = user_cache("marian").part(key[:32]) / folder.resolve().name
    if not place.is_dir():
        _make(found, folder, hashes, place)
    return Unpacked(place, hashes[found.model.name])


def _files(found: Folder, folder: Path) -> Iterator[Path]:
    yield found.model
    yield from dict.fromkeys((*found.vocabularies, *found.pieces))
    # Its name may be what names the languages.
    yield from filter(None, (found.shortlist,))
    # How it is searched stands in a yml; which one was chosen is known by then.
    yield from sorted(folder.glob("*.yml"))
    if (folder / _CARD).is_file():
        yield folder / _CARD


def _make(found: Folder, folder: Path, hashes: dict[str, str], place: Path) -> None:
    archive = read_archive(found.model)
    options = Options(archive.options, found.model)
    config = options.config()
    where = places(config, options.one_table, "decoder_ff_logit_out_b" in archive.tensors)
    tensors = placed(config, where, archive.tensors, found.model)
    try:
        with built_beside(place, overwrite=False) as made:
            words = _write_words(found, config, made)
            save_file(tensors, made / "model.safetensors", metadata={"format": "pt"})
            config.save_pretrained(made)
            _generation(found, config, words).save_pretrained(made)
            if found.shortlist is not None:
                (made / SHORTLIST).write_bytes(read_bytes(found.shortlist))
            _write(made / MADE_OF, {"form": _FORM, "files": hashes})
            if (folder / _CARD).is_file():
                shutil.copy(folder / _CARD, made)
    except Refused:
        if place.is_dir():  # another process was quicker
            return
        raise
    except OSError as full:
        raise Refused(
            f"{found.model} could not be unpacked into {place.parent} ({full}); set "
            "XDG_CACHE_HOME to a folder with room for four times its size"
        ) from full


@dataclass(frozen=True)
class _Words:
    source: dict[str, int]
    target: dict[str, int]


def _write_words(found: Folder, config: MarianNmtConfig, made: Path) -> _Words:
    """SentencePiece's models and the ids of their pieces, as transformers' Marian has them."""
    files = (found.vocabularies * 2)[:2]
    pieces = found.pieces or files
    for side, file in zip(("source", "target"), pieces, strict=True):
        if _lists_words(file):
            raise Refused(
                f"{file} lists words, and how a text is cut into them is not known; put the "
                "source.spm and target.spm that the model was trained with beside it"
            )
        (made / f"{side}.spm").write_bytes(read_bytes(file))
    source, target = (
        _names(file, made / f"{side}.spm")
        for side, file in zip(("source", "target"), files, strict=True)
    )
    _refuse_others(source, config.vocab_size, files[0])
    _refuse_others(target, config.decoder_vocab_size or config.vocab_size, files[1])
    separate = source != target
    if separate and config.share_encoder_decoder_embeddings:
        raise Refused(
            f"{found.model} has one table for both languages, and {files[0].name} and "
            f"{files[1].name} have other words; they are another model's"
        )
    _write(made / "vocab.json", source)
    if separate:
        _write(made / "target_vocab.json", target)
    own, other = _languages(found)
    _write(
        made / "tokenizer_config.json",
        {
            "tokenizer_class": "MarianTokenizer",
            "separate_vocabs": separate,
            "source_lang": own,
            "target_lang": other,
            "unk_token": UNKNOWN,
            "eos_token": END,
            "pad_token": END,
            "model_max_length": config.max_position_embeddings,
        },
    )
    return _Words(source, target)


def _lists_words(file: Path) -> bool:
    """A vocabulary in YAML, where others are SentencePiece's models."""
    return file.name.removesuffix(PACKED).endswith(".yml")


def _names(file: Path, pieces: Path) -> dict[str, int]:
    if _lists_words(file):
        return words_of(file, bytes(read_bytes(file)))
    return pieces_of(pieces)


def _refuse_others(words: dict[str, int], rows: int, file: Path) -> None:
    if max(words.values()) >= rows or (not _lists_words(file) and len(words) != rows):
        raise Refused(
            f"{file} has {len(words):,} words, up to the id {max(words.values()):,}, and the model "
            f"has a table of {rows:,}; they are of different models"
        )


def _languages(found: Folder) -> tuple[str | None, str | None]:
    """Of a translator between two languages, where the names of its files agree on them."""
    named = (found.model, *found.vocabularies, *filter(None, (found.shortlist,)))
    pairs = {match.groups() for file in named if (match := _LANGUAGES.search(file.name))}
    return next(iter(pairs)) if len(pairs) == 1 else (None, None)  # type: ignore[return-value]


def _generation(found: Folder, config: MarianNmtConfig, words: _Words) -> GenerationConfig:
    """Marian's search by transformers' names: it never says an unknown word, and words are
    searched for until every hypothesis has ended."""
    beams, normalize = found.settings.get("beam-size", 1), found.settings.get("normalize", 0)
    if type(beams) is not int or beams < 1:
        raise Refused(f"{found.model.parent} sets beam-size to {beams!r}; it is 1 or more")
    if not isinstance(normalize, int | float) or not isfinite(normalize):
        raise Refused(f"{found.model.parent} sets normalize to {normalize!r}; it is a number")
    if found.settings.get("word-penalty") and beams > 1:
        raise Refused(
            f"{found.model.parent} sets word-penalty to {found.settings['word-penalty']!r}, which "
            "no search on phones has; set it to 0"
        )
    target = words.target
    named = set(target.values())
    rows = config.decoder_vocab_size or config.vocab_size
    unsaid = [id for id in range(rows) if id not in named or id == target[UNKNOWN]]
    searched: dict[str, Any] = {}
    if beams > 1:
        searched = {"early_stopping": True, "length_penalty": float(normalize)}
    return GenerationConfig(
        decoder_start_token_id=target[END],
        eos_token_id=target[END],
        pad_token_id=words.source[END],
        num_beams=beams,
        suppress_tokens=unsaid,
        **searched,
    )


def _write(file: Path, content: dict[str, Any]) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
