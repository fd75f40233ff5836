"""Debian packages, fetched and unpacked without root, through the mirror that apt knows here."""

import os
import shutil
import subprocess
from pathlib import Path

from exporters.errors import Refused

RELEASE = "trixie"
"""Debian 13: its qemu is 10. That of Debian 12 computes int8 matrix products wrongly."""
KEYS = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
EMULATOR = ("qemu-user:amd64",)
USERLAND = tuple(
    f"{package}:arm64"
    for package in (
        "libc6",
        "libgcc-s1",
        "libstdc++6",
        "libgomp1",
        "zlib1g",
        "python3.13-minimal",
        "libpython3.13-minimal",
        "libpython3.13-stdlib",
        "libexpat1",
        "libffi8",
        "libbz2-1.0",
        "liblzma5",
        "libssl3t64",
        "libuuid1",
    )
)
"""What Python 3.13 and the libraries of the wheels are linked against."""

_TOOLS = ("apt-get", "dpkg-deb")
_CONFIGURATION = """
APT::Architecture "amd64";
APT::Architectures { "amd64"; "arm64"; };
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::Retries "3";
Dir "@/";
Dir::Etc "@/etc";
Dir::State "@/state";
Dir::State::status "@/status";
Dir::Cache "@/cache";
"""


def refuse_missing() -> None:
    """Says what this machine lacks, before anything is fetched."""
    missing = [tool for tool in _TOOLS if shutil.which(tool) is None]
    if missing:
        raise Refused(
            f"{' and '.join(missing)} not found: the emulator and the ARM libraries come from "
            "Debian's packages. Set this up on Debian (in a container: debian:13), or run it on "
            "an ARM machine, where no emulator is needed"
        )
    if not KEYS.exists():
        raise Refused(
            f"{KEYS} is missing, so packages could not be checked: "
            "apt-get install debian-archive-keyring"
        )


def fetch(packages: tuple[str, ...], folder: Path) -> None:
    """The .deb files of ``packages`` into ``folder``; apt checks signature and hash of each."""
    with_apt = folder / "apt"
    _configured(with_apt)
    _apt(with_apt, folder, "update", "-qq")
    _apt(with_apt, folder, "download", "-qq", *packages)
    shutil.rmtree(with_apt)


def unpack(debs: Path, folder: Path) -> None:
    """The files of all packages in ``debs``, as they would lie under /."""
    for deb in sorted(debs.glob("*.deb")):
        _run(["dpkg-deb", "--extract", str(deb), str(folder)])


def _configured(folder: Path) -> None:
    """An apt of its own, which knows one release and nothing that is installed."""
    for name in ("etc/apt.conf.d", "etc/preferences.d", "state/lists/partial", "cache"):
        (folder / name).mkdir(parents=True)
    (folder / "cache" / "archives" / "partial").mkdir(parents=True)
    (folder / "status").touch()
    source = f"deb [signed-by={KEYS} arch=amd64,arm64] {_mirror()} {RELEASE} main\n"
    (folder / "etc" / "sources.list").write_text(source)
    (folder / "apt.conf").write_text(_CONFIGURATION.replace("@", str(folder.resolve())))


def _mirror() -> str:
    """The archive of Debian as this machine reaches it."""
    wanted = "$(ORIGIN)|$(LABEL)|$(COMPONENT)|$(REPO_URI)"
    for row in _run(["apt-get", "indextargets", "--format", wanted]).splitlines():
        origin, label, component, uri = row.split("|")
        if (origin, label, component) == ("Debian", "Debian", "main"):
            return uri
    raise Refused(
        "apt knows no archive of Debian here (or has not read it yet: apt-get update); "
        "the emulator and the ARM libraries come from Debian's packages"
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
