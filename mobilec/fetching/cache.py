"""Where fetched things lie: folders in the user's cache, each whole or not there."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from exporters.whole.folder import built_beside


@dataclass(frozen=True)
class Cache:
    """``folder`` holds a folder for each part of a set-up, each whole or not there."""

    folder: Path

    def part(self, name: str) -> Path:
        return self.folder / name

    def has(self, name: str) -> bool:
        return self.part(name).is_dir()

    @contextmanager
    def made(self, name: str) -> Iterator[Path]:
        """A folder to fill, which becomes the part ``name`` when the block ends well."""
        with built_beside(self.part(name), overwrite=False) as folder:
            yield folder

    def remove(self) -> None:
        """Takes everything away."""
        shutil.rmtree(self.folder, ignore_errors=True)


def user_cache(name: str) -> Cache:
    """$XDG_CACHE_HOME/mobilec/``name``, with ~/.cache where the variable is not set."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Cache(Path(home) / "mobilec" / name)


def size_bytes(folder: Path) -> int:
    """Of all files in a folder."""
    return sum(file.lstat().st_size for file in folder.rglob("*") if not file.is_dir())
