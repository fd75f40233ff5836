"""Debian packages, fetched and unpacked without root, through the mirror that apt knows here."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from exporters.errors import Refused

KEYS = Path("/usr/share/keyrings/debian-archive-keyring.gpg")

_TOOLS = ("apt-get", "dpkg-deb")
_CONFIGURATION = """
APT::Architecture "{native}";
APT::Architectures {{ {architectures} }};
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::Retries "3";
Dir "{root}/";
Dir::Etc "{root}/etc";
Dir::State "{root}/state";
Dir::State::status "{root}/status";
Dir::Cache "{root}/cache";
"""


@dataclass(frozen=True)
class Release:
    """A release of Debian by its name, and the architectures that are asked of it."""

    name: str
    architectures: tuple[str, ...]


def refuse_missing(purpose: str) -> None:
    """Says what this machine lacks, before anything is fetched. ``purpose``: what comes from
    Debian's packages, and what may be done without them."""
    missing = [tool for tool in _TOOLS if shutil.which(tool) is None]
    if missing:
        raise Refused(f"{' and '.join(missing)} not found: {purpose}")
    if not KEYS.exists():
        raise Refused(
            f"{KEYS} is missing, so packages could not be checked: "
            "apt-get install debian-archive-keyring"
        )


def fetch(packages: tuple[str, ...], folder: Path, release: Release) -> None:
    """The .deb files of ``packages`` into ``folder``; apt checks signature and hash of each."""
    with_apt = folder / "apt"
    _configured(with_apt, release)
    _apt(with_apt, folder, "update", "-qq")
    _apt(with_apt, folder, "download", "-qq", *packages)
    shutil.rmtree(with_apt)


def fetch_source(package: str, folder: Path, release: Release) -> Path:
    """The upstream part of a source package (.orig.tar.*) in ``folder``; apt checks signature and
    hash."""
    with_apt = folder / "apt"
    _configured(with_apt, release, ("deb", "deb-src"))
    _apt(with_apt, folder, "update", "-qq")
    _apt(with_apt, folder, "source", "--download-only", "-qq", package)
    shutil.rmtree(with_apt)
    found = sorted(folder.glob("*.orig.tar.*"))
    if len(found) != 1:
        raise Refused(f"the source of {package} in {release.name} has {len(found)} archives, not 1")
    return found[0]


def unpack(debs: Path, folder: Path) -> None:
    """The files of all packages in ``debs``, as they would lie under /."""
    for deb in sorted(debs.glob("*.deb")):
        _run(["dpkg-deb", "--extract", str(deb), str(folder)])


def _configured(folder: Path, release: Release, kinds: tuple[str, ...] = ("deb",)) -> None:
    """An apt of its own, which knows one release and nothing that is installed."""
    for name in ("etc/apt.conf.d", "etc/preferences.d", "state/lists/partial", "cache"):
        (folder / name).mkdir(parents=True)
    (folder / "cache" / "archives" / "partial").mkdir(parents=True)
    (folder / "status").touch()
    known = ",".join(release.architectures)
    place = f"[signed-by={KEYS} arch={known}] {_mirror()} {release.name} main\n"
    (folder / "etc" / "sources.list").write_text("".join(f"{kind} {place}" for kind in kinds))
    settings = _CONFIGURATION.format(
        native=release.architectures[0],
        architectures=" ".join(f'"{name}";' for name in release.architectures),
        root=folder.resolve(),
    )
    (folder / "apt.conf").write_text(settings)


def _mirror() -> str:
    """The archive of Debian as this machine reaches it."""
    wanted = "$(ORIGIN)|$(LABEL)|$(COMPONENT)|$(REPO_URI)"
    for row in _run(["apt-get", "indextargets", "--format", wanted]).splitlines():
        origin, label, component, uri = row.split("|")
        if (origin, label, component) == ("Debian", "Debian", "main"):
            return uri
    raise Refused(
        "apt knows no archive of Debian here, or has not read it yet: apt-get update. "
        "Its packages are fetched from there"
    )


def _apt(root: Path, folder: Path, *words: str) -> None:
    _run(["apt-get", *words], folder, {"APT_CONFIG": str((root / "apt.conf").resolve())})


def _run(
    command: list[str], folder: Path | None = None, settings: dict[str, str] | None = None
) -> str:
    environment = {**os.environ, "LC_ALL": "C.UTF-8", **(settings or {})}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise Refused(f"{' '.join(command[:3])} failed: {done.stderr.strip()[-400:]}")
    return done.stdout
