"""The emulator that takes plugins: built from the source that Debian has of it.

Debian's own qemu-user is one static program, which loads none.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from exporters.errors import Refused
from exporters.progress import Progress
from mobilec.arm import debian
from mobilec.fetching import pypi
from mobilec.fetching.debian import Release, fetch, fetch_source, refuse_missing, unpack

PROGRAM, LIBRARIES, INCLUDE = "qemu-aarch64", "lib", "include"
"""In the finished folder: the emulator, glib as it was linked, and what a plugin is compiled
against."""
HEADER = "qemu-plugin.h"
_TOOLS = ("gcc", "ninja", "pkg-config", "tar", "strip")
_PACKAGES = "apt-get install gcc ninja-build pkg-config tar xz-utils binutils"
_MESON = (
    pypi.Package(
        "meson", "1.5.0", "52b34f4903b882df52ad0d533146d4b992c018ea77399f825579737672ae7b20"
    ),
    pypi.Package(
        "pycotap", "1.3.1", "1c3a25b3ff89e48f4e00f1f71dbbc1642b4f65c65d416524d07e73492fff25ea"
    ),
)
"""What qemu 10 is built by, and asks for."""
_GLIB = {"bookworm": "libglib2.0-0", "trixie": "libglib2.0-0t64"}
"""Release of Debian to its package of glib: what is linked here must fit this machine's libc."""
_HEADERS = ("libglib2.0-dev", "libpcre2-dev", "libpcre2-8-0", "libffi-dev", "zlib1g-dev", "zlib1g")
_STRIPPED = ("pc-bios/meson.build", "tests/functional/meson.build")
"""They name files that Debian leaves out of the source, and that this build does not use."""
_OPTIONS = (
    *("--target-list=aarch64-linux-user", "--enable-plugins", "--without-default-features"),
    *("--disable-system", "--disable-tools", "--disable-docs", "--disable-download"),
    # glib beside the program, also where glib itself looks for its libraries.
    r"--extra-ldflags=-Wl,--disable-new-dtags,-rpath,$ORIGIN/lib",
)
_RELEASE = Path("/etc/os-release")
_SAID = 400


def refuse_unfit() -> None:
    """Says what this machine lacks to build it, before anything is fetched."""
    missing = [tool for tool in _TOOLS if shutil.which(tool) is None]
    if missing:
        raise Refused(
            f"an emulator that counts is built here, and {', '.join(missing)} "
            f"{'is' if len(missing) == 1 else 'are'} missing: {_PACKAGES}"
        )
    refuse_missing("the emulator's source comes from Debian's packages")
    if not _has_glib() and _codename() not in _GLIB:
        raise Refused(
            "an emulator that counts is built here, and glib's headers are missing: install "
            "them (on Debian and Ubuntu: apt-get install libglib2.0-dev zlib1g-dev)"
        )


def build(folder: Path, progress: Progress) -> str:
    """Fills ``folder`` with PROGRAM, LIBRARIES and INCLUDE; says which version it is."""
    refuse_unfit()
    work = folder / "work"
    work.mkdir()
    settings = _with_glib(work, progress)
    python = _with_meson(work)
    source = _source(work, progress)
    progress.doing("configuring qemu")
    words = ["../configure", f"--python={python}", *_OPTIONS]
    (source / "build").mkdir()
    _run(words, source / "build", settings, "qemu could not be configured")
    _compile(source / "build", settings, progress)
    _keep(source, folder, settings)
    version = (source / "VERSION").read_text().strip()
    shutil.rmtree(work)
    return f"qemu {version}, built here with plugins"


def _has_glib() -> bool:
    words = ["pkg-config", "--exists", "glib-2.0", "gmodule-no-export-2.0", "zlib"]
    return subprocess.run(words, capture_output=True).returncode == 0


def _codename() -> str:
    rows = _RELEASE.read_text().splitlines() if _RELEASE.is_file() else []
    return next((r.partition("=")[2] for r in rows if r.startswith("VERSION_CODENAME=")), "")


def _with_glib(work: Path, progress: Progress) -> dict[str, str]:
    """The environment in which pkg-config finds glib: as installed, or fetched into ``work``."""
    if _has_glib():
        return {}
    debs, root = work / "debs", work / "root"
    debs.mkdir()
    progress.doing("glib's headers of Debian, 4 MB")
    release = Release(_codename(), ("amd64",))
    fetch((*_HEADERS, _GLIB[release.name]), debs, release)
    unpack(debs, root)
    found = root / "usr/lib/x86_64-linux-gnu"
    _link_here(root / "lib/x86_64-linux-gnu", found)
    return {"PKG_CONFIG_SYSROOT_DIR": str(root), "PKG_CONFIG_LIBDIR": str(found / "pkgconfig")}


def _link_here(older: Path, found: Path) -> None:
    """Debian 12 has some libraries in /lib, to which links in /usr/lib lead."""
    for library in older.glob("*.so.*") if older.is_dir() else ():
        target = found / library.name
        if not target.exists():
            shutil.copy(library, target)
    for link in found.glob("*.so"):
        if not link.exists():
            name = Path(os.readlink(link)).name
            link.unlink()
            link.symlink_to(name)


def _with_meson(work: Path) -> Path:
    """A Python with meson, which qemu's configure takes instead of fetching one."""
    wheels = work / "wheels"
    wheels.mkdir()
    files = [str(pypi.fetch(package, wheels)) for package in _MESON]
    refusal = "the Python that qemu is built with could not be made"
    _run([sys.executable, "-m", "venv", str(work / "python")], work, {}, refusal)
    python = work / "python" / "bin" / "python"
    _run([str(python), "-m", "pip", "install", "-q", "--no-deps", *files], work, {}, refusal)
    return python


def _source(work: Path, progress: Progress) -> Path:
    fetched = work / "source"
    fetched.mkdir()
    progress.doing("qemu's source of Debian, 40 MB")
    archive = fetch_source("qemu", fetched, debian.RELEASE)
    progress.doing(f"unpacking {archive.name}")
    _run(["tar", "--extract", "--file", archive.name], fetched, {}, "qemu's source is damaged")
    source = next(path for path in fetched.iterdir() if (path / "configure").is_file())
    for name in _STRIPPED:
        (source / name).write_text("")
    return source


def _compile(folder: Path, settings: dict[str, str], progress: Progress) -> None:
    process = subprocess.Popen(
        ["ninja", PROGRAM],
        cwd=folder,
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None, "it is a pipe"
    said, told = "", -1
    try:
        for line in process.stdout:
            said = (said + line)[-_SAID:]
            step = re.match(r"\[(\d+)/(\d+)\]", line)
            percent = 100 * int(step[1]) // int(step[2]) if step else told
            if percent // 10 > told // 10:
                told = percent
                progress.doing(f"compiling qemu, {percent} % of some minutes")
        if process.wait():
            raise Refused(f"qemu could not be compiled: {said.strip()}")
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _keep(source: Path, folder: Path, settings: dict[str, str]) -> None:
    """What is needed later, out of all that was built."""
    program = folder / PROGRAM
    (source / "build" / PROGRAM).rename(program)
    _run(["strip", str(program)], folder, {}, "the emulator could not be stripped")
    (folder / LIBRARIES).mkdir()
    root = settings.get("PKG_CONFIG_SYSROOT_DIR")
    if root:
        for name in ("libglib-2.0.so.0", "libgmodule-2.0.so.0", "libpcre2-8.so.0", "libz.so.1"):
            shutil.copy(next(Path(root).rglob(name)), folder / LIBRARIES / name)
    include = folder / INCLUDE
    include.mkdir()
    shutil.copy(source / "include" / "qemu" / HEADER, include / HEADER)
    asked = ["pkg-config", "--cflags-only-I", "glib-2.0"]
    said = _run(asked, folder, settings, "glib's headers were not found")
    for word in said.split():
        shutil.copytree(word.removeprefix("-I"), include, dirs_exist_ok=True)


def _run(words: Sequence[str], folder: Path, settings: dict[str, str], refusal: str) -> str:
    environment = {**os.environ, **settings}
    done = subprocess.run(list(words), cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip())[-_SAID:]
        raise Refused(f"{refusal}: {said}")
    return done.stdout
