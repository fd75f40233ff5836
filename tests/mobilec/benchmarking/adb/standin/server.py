"""The real adb, with a server of its own, that is as quick with a stand-in phone as it can be."""

import os
import platform
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from filelock import FileLock

from exporters.errors import Refused
from mobilec.fetching import debian
from mobilec.fetching.cache import user_cache

_PACKAGES = (
    "adb",
    "android-libbase",
    "android-libboringssl",
    "android-libcutils",
    "android-liblog",
    "libusb-1.0-0",
    "libudev1",
)
HURRIED: Mapping[str, float] = MappingProxyType(
    {
        "launch.POLL_S": 0.2,
        "launch.QUIET_S": 1.0,
        "launch.RETURN_S": 5.0,
        "launch.LAST_LINES_S": 1.0,
        "place.POLL_S": 0.2,
        "place.QUIET_S": 0.5,
        "place.ANSWER_S": 6.0,
    }
)
"""Of mobilec.benchmarking.adb: a stand-in's process is there, or gone, at once."""


def found() -> Path:
    """From the PATH, or Debian's package, unpacked into the user's cache."""
    on_path = shutil.which("adb")
    return Path(on_path) if on_path else _fetched()


@contextmanager
def served(program: Path) -> Iterator[int]:
    """The port of an adb server that nobody else uses; it is ended with the block."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {**os.environ, "ADB_MDNS": "0"}
    command = [str(program), "-P", str(port)]
    subprocess.run([*command, "start-server"], env=environment, check=True, capture_output=True)
    try:
        yield port
    finally:
        subprocess.run([*command, "kill-server"], env=environment, capture_output=True)


def _fetched() -> Path:
    """A script that starts adb with the libraries that were unpacked beside it."""
    if platform.machine() != "x86_64":
        raise Refused("adb is fetched for x86_64 alone; install it")
    cache, name = user_cache("adb"), "bookworm"
    cache.folder.mkdir(parents=True, exist_ok=True)
    with FileLock(cache.folder / "lock"):
        if not cache.has(name):
            debian.refuse_missing("adb comes from Debian's packages; or install it yourself")
            with cache.made(name) as folder:
                debian.fetch(_PACKAGES, folder, debian.Release(name, ("amd64",)))
                debian.unpack(folder, folder)
    root = cache.part(name)
    places = (
        "usr/lib/x86_64-linux-gnu/android",
        "usr/lib/x86_64-linux-gnu",
        "lib/x86_64-linux-gnu",
    )
    libraries = ":".join(str(root / place) for place in places)
    program = root / "usr/lib/android-sdk/platform-tools/adb"
    script = root / "adb"
    script.write_text(f'#!/bin/sh\nLD_LIBRARY_PATH={libraries} exec {program} "$@"\n')
    script.chmod(0o755)
    return script
