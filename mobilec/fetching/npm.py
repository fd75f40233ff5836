"""Packages of the npm registry, fetched by npm and unpacked without being installed."""

import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from exporters.errors import Refused
from mobilec.fetching.pinned import refuse_changed


@dataclass(frozen=True)
class Package:
    """A package of npm. Nothing that it would run when it is installed is run."""

    name: str
    version: str
    sha256: str

    @property
    def coordinate(self) -> str:
        return f"{self.name}@{self.version}"

    @property
    def file_name(self) -> str:
        """As npm packs it; the scope of a name becomes its first part."""
        return f"{self.name.removeprefix('@').replace('/', '-')}-{self.version}.tgz"


def fetch(package: Package, folder: Path) -> Path:
    """The archive of ``package`` in ``folder``; its hash is checked."""
    if shutil.which("npm") is None:
        raise Refused(f"npm not found: {package.coordinate} comes from its registry; install npm")
    command = ["npm", "pack", "--silent", "--ignore-scripts", package.coordinate]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    archive = folder / package.file_name
    if done.returncode or not archive.is_file():
        said = done.stderr.strip()[-400:]
        raise Refused(f"npm could not fetch {package.coordinate}: {said}")
    refuse_changed(archive, package.sha256, f"{package.coordinate} as npm fetched it")
    return archive


def unpack(archive: Path, inside: str, folder: Path) -> None:
    """The files below ``inside`` of the package, by their names there, into ``folder``."""
    prefix = PurePosixPath("package") / inside
    with tarfile.open(archive) as tar:
        for member in tar:
            path = PurePosixPath(member.name)
            if member.isfile() and path.is_relative_to(prefix):
                target = folder / path.relative_to(prefix)
                target.parent.mkdir(parents=True, exist_ok=True)
                source = tar.extractfile(member)
                assert source is not None, "it is a file"
                with source, target.open("wb") as out:
                    shutil.copyfileobj(source, out)
