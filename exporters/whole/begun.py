"""What is being built beside its place: under names of its own, held by a lock.

.NAME.0123abcd.lock       held by whoever builds
.NAME.0123abcd.partial    what is built, or what stood under the name before
.NAME.0123abcd.old        what stood there before, where names cannot be exchanged
"""

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from exporters.whole.lock import SUFFIX, Lock, abandoned, new

_PARTIAL, _OLD = ".partial", ".old"
_KEY_BYTES = 4


@contextmanager
def begun(output: Path) -> Iterator[Path]:
    """A path beside ``output`` that no other process has, where nothing is yet.

    When the block ends, what is left there is taken away.
    """
    path, lock = _fresh(output), None
    try:
        # A signal may come at any moment, and the name is known before there is such a file.
        while (lock := new(path)) is None:
            path = _fresh(output)
        yield path.with_suffix(_PARTIAL)
    finally:
        _tidied(path, lock, output)


def old_of(partial: Path) -> Path:
    """Where that which stood at the output is put aside."""
    return partial.with_suffix(_OLD)


def clean_abandoned(output: Path) -> None:
    """Takes away what killed processes left of ``output``; one that was killed after it had put
    the old one aside gets that back."""
    key = f"[0-9a-f]{{{2 * _KEY_BYTES}}}"
    name = re.compile(rf"\.{re.escape(output.name)}\.{key}{re.escape(SUFFIX)}")
    for left in sorted(p for p in output.parent.iterdir() if name.fullmatch(p.name)):
        lock = abandoned(left)
        if lock is not None:
            _tidied(left, lock, output)


def remove(place: Path) -> None:
    """A file, a link or a folder, as far as that is possible."""
    if place.is_symlink() or place.is_file():
        place.unlink(missing_ok=True)
    else:
        shutil.rmtree(place, ignore_errors=True)


def _fresh(output: Path) -> Path:
    """The name of a lock that nobody has."""
    return output.parent / f".{output.name}.{secrets.token_hex(_KEY_BYTES)}{SUFFIX}"


def _tidied(path: Path, lock: Lock | None, output: Path) -> None:
    """Whoever is interrupted while tidying up begins once more before he goes."""
    try:
        _tidy(path, lock, output)
    except BaseException:
        _tidy(path, lock, output)
        raise


def _tidy(path: Path, lock: Lock | None, output: Path) -> None:
    """What stood at the output and was put aside goes back, if nothing else stands there by now.
    ``lock``: None where its making was interrupted."""
    old = path.with_suffix(_OLD)
    if os.path.lexists(old) and not os.path.lexists(output):
        old.rename(output)
    remove(old)
    remove(path.with_suffix(_PARTIAL))
    if lock is None:
        path.unlink(missing_ok=True)
    else:
        lock.release()
