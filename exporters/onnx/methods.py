"""Which files a program is made of: one, or a folder of methods."""

from collections.abc import Callable, Mapping
from pathlib import Path

from exporters.errors import Refused
from exporters.onnx.limits import METHODS

SUFFIX = ".onnx"
Metadata = Callable[[Path], Mapping[str, str]]
"""What a file says of itself (see limits.py), by whoever can read it."""


def method_files(path: Path, metadata: Metadata) -> tuple[Path, ...]:
    """The .onnx files of a program in the order of its methods; ``path`` itself where it is one.

    Refuses a folder of which one is missing.
    """
    if not path.is_dir():
        return (path,)
    found = sorted(path.glob(f"*{SUFFIX}"))
    if not found:
        raise Refused(f"{path} is a folder without {SUFFIX} files; export or download it again")
    # Each names them all. The smallest is the least work to open.
    first = min(found, key=lambda file: file.stat().st_size)
    files = tuple(path / f"{name}{SUFFIX}" for name in _promised(first, metadata))
    for file in files:
        if not file.is_file():
            raise Refused(f"{file} is missing, which {first.name} names; download it again")
    return files


def _promised(path: Path, metadata: Metadata) -> list[str]:
    """The methods of the folder that ``path`` lies in."""
    said = metadata(path)
    if METHODS not in said:
        raise Refused(f"{path} was not made by mobilec: it does not name the methods beside it")
    return said[METHODS].split(",")
