"""Lowered programs of tests, kept by content: what was lowered once is taken from a folder.

To lower a tiny model takes 3 to 30 seconds, and the same program is lowered by many tests, in
several processes, and again in the next run. Only that is saved: quantizing, loading, reading and
every gate run each time on a copy of the file. An entry is named by all that it depends on: the
program, the options, the source of the back end and of all that it imports, the versions of the
libraries. It is written whole, under a lock, and carries its own hash: what is damaged is made
anew. ``MOBILEC_LOWER_AFRESH=1`` makes everything anew and keeps nothing.
"""

import hashlib
import os
import platform
import shutil
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from filelock import FileLock

from exporters.backend import Backend, Lowering
from exporters.backend import backend as fresh_backend
from exporters.program import Program
from exporters.progress import Progress
from tests.lowering.content import Unknown, content_of
from tests.lowering.sources import ROOT, digest_of

AFRESH = "MOBILEC_LOWER_AFRESH"
PLACE = ROOT / "build" / "lowered"
FORM = 1
"""Of an entry: another number, and no older entry is looked at."""
LARGEST_BYTES = 3 * 2**30
"""More than this is not kept from one run to the next: what was used last stays."""
VERSIONS = (
    *("torch", "torchao", "transformers", "numpy", "executorch"),
    *("onnx", "onnxscript", "onnx-ir", "onnxruntime", "coremltools"),
)


class Store:
    """Files of lowered programs in a folder, which any number of processes may share."""

    def __init__(self, place: Path = PLACE) -> None:
        self._place = place

    def lower(
        self, end: Backend, program: Program, path: Path, options: Lowering, progress: Progress
    ) -> None:
        """As ``Backend.lower``."""
        try:
            key = key_of(end, program, options)
        except Unknown:
            end.lower(program, path, options, progress)
            return

        def lowered() -> bool:
            end.lower(program, path, options, progress)
            return True

        self.once(key, path, lowered)

    def once(self, key: str, path: Path, make: Callable[[], bool]) -> None:
        """``path`` as it is kept under a name; else as ``make`` leaves it, which is kept where it
        says so. Another process that wants the same waits."""
        with self._locked(key):
            entry = _Entry(self._place / key)
            if not entry.give(path) and make():
                entry.keep(path)

    @contextmanager
    def _locked(self, key: str) -> Iterator[None]:
        self._place.mkdir(parents=True, exist_ok=True)
        with FileLock(self._place / f"{key}.lock"):
            yield

    def prune(self, largest_bytes: int = LARGEST_BYTES) -> None:
        """Takes away what was used longest ago, until the rest is small enough."""
        entries = [place for place in self._place.glob("*") if place.is_dir()]
        kept = 0
        for place in sorted(entries, key=lambda p: p.stat().st_mtime, reverse=True):
            kept += sum(file.stat().st_size for file in place.rglob("*") if file.is_file())
            if kept > largest_bytes:
                shutil.rmtree(place, ignore_errors=True)


def key_of(end: Backend, program: Program, options: Lowering) -> str:
    """The name of an entry. A back end whose ``lower`` a test has replaced has none (Unknown)."""
    content, modules = content_of(end, type(end).lower, program, options)
    sources = digest_of({type(end).__module__, *modules})
    return hashlib.sha256(f"{FORM} {content} {sources} {surroundings()}".encode()).hexdigest()


@cache
def surroundings() -> str:
    return " ".join((platform.machine(), platform.python_version(), *map(_version, VERSIONS)))


def _version(package: str) -> str:
    try:
        return f"{package}-{version(package)}"
    except PackageNotFoundError:
        return f"{package}-missing"


class _Entry:
    """A folder with a file or a folder as ``lower`` wrote it, and the hash of its content."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._held, self._hash = folder, folder / "held", folder / "sha256"

    def give(self, path: Path) -> bool:
        """Copies what is held to ``path``; False where nothing is, or what is not what it was."""
        if not self._sound():
            shutil.rmtree(self._folder, ignore_errors=True)
            return False
        _copy(self._held, path)
        now = time.time()
        os.utime(self._folder, (now, now))
        return True

    def _sound(self) -> bool:
        try:
            return self._hash.read_text() == _digest(self._held)
        except (OSError, UnicodeDecodeError):
            return False

    def keep(self, path: Path) -> None:
        """Holds a copy of ``path``, whole or not at all; where that fails, nothing is lost."""
        try:
            work = Path(mkdtemp(dir=self._folder.parent, prefix=f".{self._folder.name[:8]}-"))
            try:
                _copy(path, work / "held")
                (work / "sha256").write_text(_digest(work / "held"))
                work.rename(self._folder)
            finally:
                shutil.rmtree(work, ignore_errors=True)
        except OSError as full:
            warnings.warn(f"a lowered program could not be kept: {full}", stacklevel=2)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target)
    else:
        shutil.copyfile(source, target)


def _digest(place: Path) -> str:
    """sha256 of a file, or of the names and contents of all files of a folder."""
    files = sorted(p for p in place.rglob("*") if p.is_file()) if place.is_dir() else [place]
    found = hashlib.sha256()
    for file in files:
        found.update(file.relative_to(place).as_posix().encode())
        found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()


class StoredBackend:
    """A back end whose files come out of the store where it has them; else it is the same."""

    def __init__(self, end: Backend, store: Store) -> None:
        self._end, self._store = end, store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._end, name)

    def lower(self, program: Program, path: Path, options: Lowering, progress: Progress) -> None:
        self._store.lower(self._end, program, path, options, progress)


def stored(end: Backend) -> Backend:
    """The back end with the store of this repository, unless all is to be made afresh."""
    return end if os.environ.get(AFRESH) else StoredBackend(end, Store())


def backend(name: str) -> Backend:
    """As ``exporters.backend.backend``, with the store."""
    return stored(fresh_backend(name))
