"""Two names that change places in one step, so that neither is ever without its file or folder.

Linux: renameat2(2) with RENAME_EXCHANGE; macOS: renamex_np(2) with RENAME_SWAP.
"""

import ctypes
import errno
import os
import sys
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_RENAME_SWAP = 2
_CANNOT = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM)
"""What a system or a file system says that has no such call."""


def exchanged(one: Path, other: Path) -> bool:
    """Both exist and have changed places; False where this cannot be done here, and nothing was.

    Raises ``OSError`` as a rename does: FileNotFoundError where one is missing.
    """
    called = _call(os.fsencode(one), os.fsencode(other))
    if called == 0:
        return True
    if called is None or called in _CANNOT:
        return False
    raise OSError(called, os.strerror(called), str(one), None, str(other))


def _call(one: bytes, other: bytes) -> int | None:
    """0, the number of the error, or None where the system's library does not know the call."""
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            status = library.renamex_np(one, other, ctypes.c_uint(_RENAME_SWAP))
        else:
            place = ctypes.c_int(_AT_FDCWD)
            status = library.renameat2(place, one, place, other, ctypes.c_uint(_RENAME_EXCHANGE))
    except (AttributeError, OSError, TypeError):
        return None
    return ctypes.get_errno() if status else 0
