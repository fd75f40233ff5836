"""Which files of a folder are a translator of Marian's."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mobilec.checkpoint.sources.marian import named
from mobilec.checkpoint.sources.marian.choice import choice, chooses


@dataclass(frozen=True)
class Folder:
    """A translator's files, any of which may be gzipped (``gzipped.read_bytes``).

    ``vocabularies``: one for both sides, or the source's and the target's; .spm, or .yml of words.
    ``shortlist``: which target words a source word may become. ``settings``: of the yml that
    chooses them, as it writes them: beam-size, normalize, max-length-factor and others. ``pieces``:
    source.spm and target.spm, which come beside a vocabulary of words.
    """

    model: Path
    vocabularies: tuple[Path, ...]
    shortlist: Path | None
    settings: Mapping[str, Any]
    pieces: tuple[Path, ...] = ()


def is_marian(folder: Path) -> bool:
    """Whether a folder holds a model of Marian's, or a yml that names one."""
    return folder.is_dir() and (bool(named.models(folder)) or chooses(folder))


def read_folder(folder: Path) -> Folder:
    """What a yml chooses, and by the names of the files what it does not say.

    Refused: several files of which nothing says which is meant, absent ones, ensembles.
    """
    told = choice(folder)
    if told is None:
        model, shortlist = named.one_model(folder), named.shortlist(folder)
        return Folder(
            model, named.vocabularies(folder), shortlist, settings={}, pieces=named.pieces(folder)
        )
    vocabularies = told.vocabularies or named.vocabularies(folder)
    return Folder(told.model, vocabularies, told.shortlist, told.settings, named.pieces(folder))
