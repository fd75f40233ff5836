"""What was written is on the disk, and not only in the memory of the system."""

import errno
import os
from pathlib import Path

_UNKNOWN = (errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES)
"""Of systems that cannot do it for a folder, or for a file that may not be opened."""


def synchronize(place: Path) -> None:
    """A file, or a folder with all that is in it: contents first, then the folders' names."""
    if place.is_symlink():
        return
    if place.is_dir():
        for inner in place.iterdir():
            synchronize(inner)
    synchronize_names(place)


def synchronize_names(place: Path) -> None:
    """The content of a file, or which names a folder has; not what is under them."""
    try:
        opened = os.open(place, os.O_RDONLY)
    except OSError as error:
        if error.errno in _UNKNOWN:
            return
        raise
    try:
        os.fsync(opened)
    except OSError as error:
        if error.errno not in _UNKNOWN:
            raise
    finally:
        os.close(opened)
