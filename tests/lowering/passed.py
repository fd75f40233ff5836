"""What Maven and Swift found, kept where everything passed, by all that they found it from.

Each compiles and tests for minutes what most changes leave as it is. What a run that passed has
left is kept in the store of lowered programs, under a name that is the hash of every file and word
that it was given. A run in which something failed is never kept, and ``MOBILEC_LOWER_AFRESH=1``
makes each run afresh.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from exporters.processor import this_processor
from tests.lowering.sources import ROOT
from tests.lowering.store import AFRESH, Store, surroundings

FOUND = ROOT / "build" / "found"
"""A folder for each kind of run: what the last one left."""
SHARED = ROOT / "tests" / "fixtures"
SCHEMAS = ROOT / "mobilec" / "benchmarking"
"""Beside their own sources, what the tests of both apps read of this repository."""
_MADE = {"target", "build", ".build", ".gradle", ".kotlin", "Bundles", "xcuserdata"}
"""Folders among sources that builds write into."""


def passed(key: str, folder: Path, run: Callable[[Path], bool], store: Store | None = None) -> None:
    """``folder`` as ``run`` filled it when it last passed with this key; else as it fills it now,
    empty to begin with. ``run`` says whether everything passed."""

    def afresh() -> bool:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return run(folder)

    if os.environ.get(AFRESH):
        afresh()
    else:
        (store or Store()).once(key, folder, afresh)


def sources(*places: Path) -> list[Path]:
    """Every file of these folders, and of what both apps' tests read, but for what builds made."""
    shared = [*SHARED.rglob("*.json"), *SCHEMAS.glob("*.json")]
    own = (file for place in places for file in place.rglob("*") if not _made(file, place))
    return sorted({file for file in (*own, *shared) if file.is_file()})


def _made(file: Path, place: Path) -> bool:
    return not _MADE.isdisjoint(file.relative_to(place).parts)


def bundle_files(*sets: Path) -> list[Path]:
    """The manifests of sets of bundles (tests/bundles.py), which hold a hash of each file."""
    return sorted(file for place in sets for file in place.glob("*/manifest.json"))


def key_of(name: str, files: Iterable[Path], *words: str) -> str:
    """The hash of a kind of run, of files with their places, of words, and of this machine."""
    processor = this_processor()
    flags = " ".join(sorted(processor.flags))
    found = hashlib.sha256(f"{name}\0{surroundings()}\0{processor.name}\0{flags}\0".encode())
    for file in files:
        found.update(f"{file}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\0".encode())
    for word in words:
        found.update(f"{len(word)}\0{word}".encode())
    return found.hexdigest()
