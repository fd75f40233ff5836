"""Where the ARM set-up of this machine lies: one folder a set of versions, in the user's cache."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from exporters.bundle.folder import built_beside

PACKAGES = ("executorch", "onnxruntime", "numpy", "torch")
"""Of each the ARM wheel of the version that is installed here."""


@dataclass(frozen=True)
class Cache:
    """``folder`` holds a folder for each part of the set-up, each whole or not there."""

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


def installed() -> dict[str, str]:
    """Package to version, without what follows a + (torch names its CUDA there)."""
    return {name: version(name).partition("+")[0] for name in PACKAGES}


def default_cache() -> Cache:
    """$XDG_CACHE_HOME/mobilec/arm64/<versions>, with ~/.cache where the variable is not set."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    versions = "-".join(installed().values())
    return Cache(Path(home) / "mobilec" / "arm64" / versions)


def size_bytes(folder: Path) -> int:
    """Of all files in a folder."""
    return sum(file.lstat().st_size for file in folder.rglob("*") if not file.is_dir())
