"""A file that appears whole or not at all: written beside its place, then renamed into it."""

from pathlib import Path

from exporters.whole.begun import begun, clean_abandoned
from exporters.whole.disk import synchronize, synchronize_names


def write_whole(content: bytes | str, path: Path) -> None:
    """Writes ``path``, and the folders above it; what stands there is replaced."""
    path.parent.mkdir(parents=True, exist_ok=True)
    clean_abandoned(path)
    with begun(path) as partial:
        partial.write_bytes(content.encode() if isinstance(content, str) else content)
        synchronize(partial)
        partial.replace(path)
        synchronize_names(path.parent)
