"""The yml by which Marian's decoder is told what to load: decoder.yml, config*.yml."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exporters.errors import Refused
from mobilec.checkpoint.sources.marian.named import PACKED
from mobilec.checkpoint.sources.marian.yml import MOST_BYTES, read_mapping

_PATTERNS = ("decoder.yml", "*.decoder.yml", "config*.yml")
_MODELS, _VOCABULARIES, _SHORTLIST = ("models", "model"), "vocabs", "shortlist"
_FILES = {*_MODELS, _VOCABULARIES, _SHORTLIST, "relative-paths"}
_VOCABULARY_SUFFIXES = (".spm", ".yml")
_LONGEST_NAME = 255


@dataclass(frozen=True)
class Choice:
    """``vocabularies`` is empty where the yml names none. ``settings``: all that names no file."""

    file: Path
    model: Path
    vocabularies: tuple[Path, ...]
    shortlist: Path | None
    settings: Mapping[str, Any]


def chooses(folder: Path) -> bool:
    """Whether some yml in a folder names a model of Marian's."""
    for file in _files(folder):
        try:
            if _models(_read(file)):
                return True
        except Refused:
            continue
    return False


def choice(folder: Path) -> Choice | None:
    """None where no yml names a model. Refused: two that do, yml that is none, ensembles, files
    that are absent or lie elsewhere."""
    read = {file: _read(file) for file in _files(folder)}
    choosing = {file: said for file, said in read.items() if _models(said)}
    if len(choosing) > 1:
        listed = "; ".join(f"{file.name} names {_models(said)}" for file, said in choosing.items())
        raise Refused(f"{folder} has more than one yml that chooses ({listed}); leave one there")
    return next((_choice(file, said) for file, said in choosing.items()), None)


def _files(folder: Path) -> list[Path]:
    found = {file for pattern in _PATTERNS for file in folder.glob(pattern)}
    return sorted(file for file in found if file.is_file())


def _read(file: Path) -> dict[str, Any]:
    with file.open("rb") as opened:
        return read_mapping(opened.read(MOST_BYTES + 1), str(file))


def _models(said: Mapping[str, Any]) -> list[Any]:
    return next((_listed(said[key]) for key in _MODELS if said.get(key)), [])


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _choice(file: Path, said: Mapping[str, Any]) -> Choice:
    named = _models(said)
    if len(named) > 1:
        raise Refused(
            f"{file} names an ensemble of {len(named)} models ({named}); one model is read: leave "
            f"one of them under models"
        )
    settings = {key: value for key, value in said.items() if key not in _FILES}
    return Choice(
        file, _beside(file, named[0]), _vocabularies(file, said), _shortlist(file, said), settings
    )


def _vocabularies(file: Path, said: Mapping[str, Any]) -> tuple[Path, ...]:
    """One where it is named for both sides."""
    named = _listed(said.get(_VOCABULARIES) or [])
    if len(named) > 2:
        raise Refused(
            f"{file} names {len(named)} vocabularies ({named}): a source's and a target's are read"
        )
    found = tuple(dict.fromkeys(_beside(file, name) for name in named))
    for vocabulary in found:
        if not vocabulary.name.removesuffix(PACKED).endswith(_VOCABULARY_SUFFIXES):
            raise Refused(
                f"{file} names the vocabulary {vocabulary.name}; of SentencePiece (.spm) or a list "
                f"of words (.yml) are read, and factored ones are not"
            )
    return found


def _shortlist(file: Path, said: Mapping[str, Any]) -> Path | None:
    """``shortlist`` is a name, or a list that begins with it."""
    named = _listed(said.get(_SHORTLIST) or [])
    return _beside(file, named[0]) if named else None


def _beside(file: Path, name: Any) -> Path:
    """A file, perhaps gzipped, of the folder in which ``file`` lies and of no other."""
    folder = os.path.abspath(file.parent)
    if not isinstance(name, str) or "\0" in name or len(os.path.basename(name)) > _LONGEST_NAME:
        raise Refused(f"{file} names {name!r:.80}, which is no file")
    meant = os.path.abspath(os.path.join(folder, name))
    if os.path.dirname(meant) != folder:
        raise Refused(
            f"{file} names {name}, which is no file of its own folder; put it there and write its "
            f"name alone"
        )
    plain = file.parent / os.path.basename(meant)
    found = next((each for each in (plain, Path(f"{plain}{PACKED}")) if each.is_file()), None)
    if found is None:
        raise Refused(f"{file} names {name}, which is not there; download the whole model")
    return found
