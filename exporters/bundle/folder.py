"""A folder that appears whole or not at all: built beside its place, then renamed into it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from exporters.errors import Refused

MARK = "manifest.json"
"""The file by which a folder is known as one that may be replaced."""
_PARTIAL = ".partial"
_OLD = ".old"


def refuse_taken(output: Path, overwrite: bool, mark: str = MARK) -> None:
    """Before the slow work: is there room for the folder, and may something be replaced?"""
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

    ``mark``: only a folder that has a file of this name is overwritten.

    What a killed process left behind is cleaned up by the next one.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    _clean_abandoned(output)
    refuse_taken(output, overwrite, mark)
    partial = output.parent / f".{output.name}.{os.getpid()}{_PARTIAL}"
    partial.mkdir()
    try:
        yield partial
        _take_place(partial, output, overwrite, mark)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _take_place(partial: Path, output: Path, overwrite: bool, mark: str) -> None:
    """A rename is all or nothing; the old bundle is gone only once the new one stands."""
    refuse_taken(output, overwrite, mark)
    _synchronize(partial)
    old = partial.with_name(partial.name + _OLD)
    if output.exists():
        output.rename(old)
    partial.rename(output)
    shutil.rmtree(old, ignore_errors=True)


def _synchronize(folder: Path) -> None:
    for file in (p for p in folder.rglob("*") if p.is_file()):
        with file.open("rb") as stream:
            os.fsync(stream.fileno())


def _clean_abandoned(output: Path) -> None:
    """A process that was killed between the two renames of ``_take_place`` gets its old back."""
    for left in output.parent.glob(f".{output.name}.*{_PARTIAL}*"):
        process = left.name.removeprefix(f".{output.name}.").split(".")[0]
        if not process.isdigit() or _runs(int(process)):
            continue
        if left.suffix == _OLD and not output.exists():
            left.rename(output)
        else:
            shutil.rmtree(left, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
