"""Files that are locked by whoever is at work.

A lock, and not the number of a process: the system lets go of it when the process ends, however
that ends; and two containers, or two machines at one disk, may have processes of one number.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ModuleNotFoundError:  # not a Unix
    fcntl = None  # type: ignore[assignment]

SUFFIX = ".lock"
_NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL)
"""Of disks that have no locks. There nobody knows who is at work, so nothing is tidied up."""


class Lock:
    """A file that this process holds, or has made where there are no locks."""

    def __init__(self, path: Path, opened: int) -> None:
        self.path, self._opened = path, opened

    def release(self) -> None:
        """The name goes first: whoever opened it before finds that it is no longer this file."""
        self.path.unlink(missing_ok=True)
        # Whoever was interrupted here does it once more.
        with suppress(OSError):
            os.close(self._opened)


def new(path: Path) -> Lock | None:
    """A lock of which nobody had the file; None where somebody has it."""
    try:
        opened = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o644)
    except FileExistsError:
        return None
    # Between these two somebody may have taken it for abandoned and tidied it up.
    return _kept(path, opened, _locked(opened) is not False)


def abandoned(path: Path) -> Lock | None:
    """The lock of a process that is gone; None where it is held, or nobody can tell."""
    try:
        opened = os.open(path, os.O_RDWR)
    except OSError:
        return None
    return _kept(path, opened, _locked(opened) is True)


@contextmanager
def alone(place: Path) -> Iterator[bool]:
    """Whether no other process is in such a block for ``place`` (which need not exist)."""
    path = place.with_name(f".{place.name}{SUFFIX}")
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = new(path) or abandoned(path)
    try:
        yield lock is not None
    finally:
        if lock is not None:
            lock.release()


def _kept(path: Path, opened: int, ours: bool) -> Lock | None:
    if ours and _is_still(path, opened):
        return Lock(path, opened)
    os.close(opened)
    return None


def _locked(opened: int) -> bool | None:
    """Whether the lock is ours now; None where the disk has none."""
    if fcntl is None:
        return None
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno in _NO_LOCKS:
            return None
        raise
    return True


def _is_still(path: Path, opened: int) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(opened))
    except FileNotFoundError:
        return False
