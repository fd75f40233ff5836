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
    lock = _new(output)
    try:
        yield lock.path.with_suffix(_PARTIAL)
    finally:
        _tidy(lock, output)


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
            _tidy(lock, output)


def remove(place: Path) -> None:
    """A file, a link or a folder, as far as that is possible."""
    if place.is_symlink() or place.is_file():
        place.unlink(missing_ok=True)
    else:
        shutil.rmtree(place, ignore_errors=True)


def _new(output: Path) -> Lock:
    lock = None
    while lock is None:
        key = secrets.token_hex(_KEY_BYTES)
        lock = new(output.parent / f".{output.name}.{key}{SUFFIX}")
    return lock


def _tidy(lock: Lock, output: Path) -> None:
    """What stood at the output and was put aside goes back, if nothing else stands there by now."""
    old = lock.path.with_suffix(_OLD)
    if os.path.lexists(old) and not os.path.lexists(output):
        old.rename(output)
    remove(old)
    remove(lock.path.with_suffix(_PARTIAL))
    lock.release()
