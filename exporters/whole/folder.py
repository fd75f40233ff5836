"""A folder that appears whole or not at all: built beside its place, then put there in one step."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from exporters.errors import Refused
from exporters.whole.begun import begun, clean_abandoned, old_of, remove
from exporters.whole.disk import synchronize, synchronize_names
from exporters.whole.exchange import exchanged

MARK = "manifest.json"
"""The file by which a folder is known as one that may be replaced."""
_TAKEN = (errno.ENOTEMPTY, errno.EEXIST)


def refuse_place(output: Path, overwrite: bool, mark: str = MARK) -> None:
    """Before the slow work: may the folder be written, and may something be replaced?

    What is written for it is taken away at once, and no folder is left.
    """
    try:
        refuse_taken(output, overwrite, mark)
        standing = next(place for place in output.absolute().parents if place.exists())
        if not standing.is_dir():
            raise Refused(f"{output} cannot be written: {standing} is a file; give another -o")
        with begun(standing / output.name) as tried:
            tried.mkdir()
    except OSError as error:
        raise Refused(f"{output} cannot be written ({error.strerror}); give another -o") from error


def refuse_taken(output: Path, overwrite: bool, mark: str = MARK) -> None:
    """Refuses a place that holds something, unless it is one of ours that may be replaced."""
    if output.name in ("", ".."):
        raise Refused(f"{output} is a folder that stands already; name one that is to be made")
    if output.is_dir() and not any(output.iterdir()):
        return
    if output.exists() or output.is_symlink():
        if not overwrite:
            raise Refused(f"{output} holds something already; give --overwrite, or another -o")
        if not (output / mark).is_file():
            what = "a bundle" if mark == MARK else f"made by mobilec (it has no {mark})"
            raise Refused(
                f"{output} is not {what}, so it is not replaced; move it away, or give another "
                "place"
            )


@contextmanager
def built_beside(output: Path, overwrite: bool, mark: str = MARK) -> Iterator[Path]:
    """Gives a folder to fill; it takes the name ``output`` when the block ends without an error.

    ``mark``: only a folder that has a file of this name is overwritten. What a killed process left
    is tidied up by the next one; what another process is building stays.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    clean_abandoned(output)
    refuse_taken(output, overwrite, mark)
    with begun(output) as partial:
        partial.mkdir()
        yield partial
        synchronize(partial)
        _take_place(partial, output, overwrite, mark)
        synchronize_names(output.parent)


def _take_place(partial: Path, output: Path, overwrite: bool, mark: str) -> None:
    """One step, where the system can exchange two names; what stood there is gone only once the
    new one stands. Another process that takes the place meanwhile is overwritten, or not, as if it
    had been there before."""
    while True:
        refuse_taken(output, overwrite, mark)
        try:
            if _is_full(output):
                if not exchanged(partial, output):
                    _put_aside(output, old_of(partial))
                    partial.rename(output)
            else:
                partial.rename(output)
            return
        except FileNotFoundError:
            if not partial.exists():
                raise
        except OSError as error:
            if error.errno not in _TAKEN:
                raise


def _is_full(output: Path) -> bool:
    """An empty folder may be renamed over; a link, even to one, may not."""
    if output.is_symlink() or not output.is_dir():
        return os.path.lexists(output)
    return any(output.iterdir())


def _put_aside(output: Path, old: Path) -> None:
    """Where names cannot be exchanged, there is a moment in which the output is only there; who
    is killed then is mended by the next process that builds it."""
    remove(old)
    output.rename(old)
