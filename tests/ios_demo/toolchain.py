"""Swift 6: the one of this machine, or Debian's, unpacked once into the user's cache.

Debian 13 has it, and an older system cannot install that: it wants a newer C library. So the
packages are unpacked into a folder, and what is run there takes the folder for /. No root is
needed. The way is Debian's apt, which checks the signature and hash of each package.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from exporters.errors import Refused
from mobilec.android.toolchain import kept, part_name
from mobilec.fetching import debian
from mobilec.fetching.cache import Cache, user_cache
from mobilec.fetching.userland import host_architecture
from tests.ios_demo import inside
from tests.ios_demo.inside import Inside

ROOT = Path(__file__).parents[2]
OLDEST = 6
"""The major version whose language mode the package is written in."""
RELEASE = "trixie"
PROGRAMS, _HOME = "usr/libexec/swift/bin", "root"
_LINKER = {"amd64": "binutils-x86-64-linux-gnu", "arm64": "binutils-aarch64-linux-gnu"}
_PACKAGES = (
    *("swiftlang", "libswiftlang", "libc6", "libc6-dev", "linux-libc-dev"),
    *("libgcc-s1", "libgcc-14-dev", "libstdc++6", "libstdc++-14-dev"),
    # The linker.
    *("binutils", "binutils-common", "libbinutils", "libctf0", "libsframe1", "libjansson4"),
    # What the compiler, the package manager and Foundation are linked against.
    *("libncurses6", "libsqlite3-0", "libtinfo6", "libuuid1", "libxml2", "libzstd1", "zlib1g"),
    *("libbrotli1", "libcom-err2", "libcurl4t64", "libffi8", "libgmp10", "libgnutls30t64"),
    *("libgssapi-krb5-2", "libhogweed6t64", "libidn2-0", "libk5crypto3", "libkeyutils1"),
    *("libkrb5-3", "libkrb5support0", "libldap2", "liblzma5", "libnettle8t64", "libnghttp2-14"),
    *("libnghttp3-9", "libp11-kit0", "libpsl5t64", "librtmp1", "libsasl2-2", "libssh2-1t64"),
    *("libssl3t64", "libtasn1-6", "libunistring5"),
    # Time zones, and what a shell script wants.
    *("tzdata", "dash", "bash", "coreutils", "findutils", "grep", "sed"),
    *("libacl1", "libattr1", "libcap2", "libpcre2-8-0", "libselinux1"),
)
_UNUSED = (
    *(f"{PROGRAMS}/{name}" for name in ("clangd", "docc", "lldb*", "sourcekit-lsp")),
    *("usr/libexec/swift/lib/liblldb*", "usr/libexec/swift/lib/libsourcekitdInProc.so"),
    *("usr/libexec/swift/lib/libLTO*", "usr/libexec/swift/lib/swift_static"),
    *("usr/libexec/swift/lib/swift/embedded", "usr/share/doc", "usr/share/locale", "usr/share/man"),
)
"""Debuggers, editors' servers, what links statically: half of the disk."""
_MERGED = ("bin", "lib", "lib64", "sbin")
"""Links to folders of the same names in /usr, which Debian's base-files would bring."""
_FROM_DEBIAN = (
    "Swift comes from Debian's packages here. Run this on Debian (in a container: debian:12), or "
    "put Swift 6 on the PATH (https://www.swift.org/install)"
)


@dataclass(frozen=True)
class Swift:
    """``place``: the folder that is / for Swift's programs; None where they are on the PATH.
    ``origin``: in words, for reports."""

    place: Inside | None
    origin: str

    def run(
        self,
        *words: str,
        folder: Path = ROOT,
        settings: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """A program of Swift's in ``folder``; errors come among the other words, in their order.
        What it leaves among temporary files goes with it: Foundation and the package manager leave
        folders there."""
        with tempfile.TemporaryDirectory(prefix="swift-") as temporary:
            return subprocess.run(
                self._command(words),
                cwd=folder,
                env={**os.environ, **(settings or {}), "TMPDIR": temporary},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
            )

    def _command(self, words: Sequence[str]) -> Sequence[str]:
        if self.place is None:
            return words
        settings = (f"PATH=/{PROGRAMS}:/usr/bin:/bin", f"HOME=/{_HOME}")
        return self.place.command(("/usr/bin/env", *settings, *words))


def default_cache() -> Cache:
    """mobilec/swift in the user's cache."""
    return user_cache("swift")


def lacking() -> str:
    """Why Swift can neither be found nor set up here, or ""."""
    if _own():
        return ""
    try:
        host_architecture()
        debian.refuse_missing(_FROM_DEBIAN)
    except Refused as refused:
        return f"Swift {OLDEST} is not on the PATH, and {refused}"
    why = inside.lacking()
    return f"Swift {OLDEST} is not on the PATH, and Debian's cannot run: {why}" if why else ""


def find_swift(cache: Cache | None = None) -> Swift:
    """The Swift to use, fetched where it is not there; a second process waits for the first."""
    if version := _own():
        return Swift(None, f"Swift {version} of this machine")
    where = cache or default_cache()
    where.folder.mkdir(parents=True, exist_ok=True)
    architecture = host_architecture()
    with FileLock(where.part("lock")):
        part = part_name("debian", architecture, RELEASE, _packages(architecture), _UNUSED)
        root = kept(where, part, lambda folder: _from_debian(folder, architecture))
    shared = (ROOT, Path(tempfile.gettempdir()))
    return Swift(Inside(root, shared), f"Debian's Swift ({RELEASE}) in {root}")


def _own() -> str:
    """The version of the Swift on the PATH where it is new enough, or ""."""
    if shutil.which("swift") is None:
        return ""
    done = subprocess.run(["swift", "--version"], capture_output=True, text=True)
    found = re.search(r"Swift version (\d+)([\d.]*)", done.stdout)
    return found[1] + found[2] if found and int(found[1]) >= OLDEST else ""


def _packages(architecture: str) -> tuple[str, ...]:
    return (*_PACKAGES, _LINKER[architecture])


def _from_debian(folder: Path, architecture: str) -> None:
    debian.refuse_missing(_FROM_DEBIAN)
    debs = folder / "debs"
    debs.mkdir()
    debian.fetch(_packages(architecture), debs, debian.Release(RELEASE, (architecture,)))
    for name in _MERGED:
        (folder / "usr" / name).mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(f"usr/{name}")
    debian.unpack(debs, folder)
    for left in (debs, *(path for pattern in _UNUSED for path in folder.glob(pattern))):
        _remove(left)
    (folder / _HOME).mkdir()


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
