"""sha256 and bytes of what a bundle lists: a file, or a package that is a folder."""

import hashlib
from pathlib import Path

_CHUNK_BYTES = 1 << 20


def digest(path: Path) -> tuple[str, int]:
    """(sha256 in hex, bytes). Of a folder: over each file's relative path and sha256, sorted."""
    if path.is_file():
        return _file_digest(path)
    total, whole = 0, hashlib.sha256()
    for file in sorted(p for p in path.rglob("*") if p.is_file()):
        inner, size = _file_digest(file)
        whole.update(f"{file.relative_to(path).as_posix()}\0{inner}\n".encode())
        total += size
    return whole.hexdigest(), total


def _file_digest(path: Path) -> tuple[str, int]:
    whole = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            whole.update(chunk)
    return whole.hexdigest(), path.stat().st_size
