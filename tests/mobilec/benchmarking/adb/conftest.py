"""The real adb, with a server of its own, and stand-in phones that it reaches over TCP."""

import os
import platform
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from filelock import FileLock

from exporters.errors import Refused
from mobilec.benchmarking.adb.client import Adb
from mobilec.fetching import debian
from mobilec.fetching.cache import user_cache
from tests.mobilec.benchmarking.adb.standin.adbd import Adbd
from tests.mobilec.benchmarking.adb.standin.phone import Phone

Plugged = Callable[..., Adbd]
_PACKAGES = (
    "adb",
    "android-libbase",
    "android-libboringssl",
    "android-libcutils",
    "android-liblog",
    "libusb-1.0-0",
    "libudev1",
)


@pytest.fixture(scope="session")
def adb_program() -> Path:
    """From the PATH, or Debian's package, unpacked into the user's cache."""
    on_path = shutil.which("adb")
    if on_path:
        return Path(on_path)
    try:
        return _fetched()
    except Refused as refused:
        pytest.skip(f"there is no adb: {refused}")


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


@pytest.fixture(scope="session")
def server_port(adb_program: Path) -> Iterator[int]:
    """Of an adb server that these tests alone use; it is ended with them."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {**os.environ, "ADB_MDNS": "0"}
    command = [str(adb_program), "-P", str(port)]
    subprocess.run([*command, "start-server"], env=environment, check=True, capture_output=True)
    yield port
    subprocess.run([*command, "kill-server"], env=environment, capture_output=True)


@pytest.fixture
def adb(adb_program: Path, server_port: int, monkeypatch: pytest.MonkeyPatch) -> Adb:
    monkeypatch.setenv("PATH", f"{adb_program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", str(server_port))
    monkeypatch.delenv("ANDROID_SERIAL", raising=False)
    return Adb(adb_program)


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in's process is there, or gone, at once."""
    for name, seconds in {
        "launch.POLL_S": 0.2,
        "launch.QUIET_S": 1.0,
        "launch.RETURN_S": 5.0,
        "launch.LAST_LINES_S": 1.0,
        "place.POLL_S": 0.2,
        "place.QUIET_S": 0.5,
        "place.ANSWER_S": 6.0,
    }.items():
        monkeypatch.setattr(f"mobilec.benchmarking.adb.{name}", seconds)


@pytest.fixture
def plugged(adb: Adb, tmp_path: Path) -> Iterator[Plugged]:
    """``plugged(app=..., ...)``: a phone that adb sees from now on, until the test ends."""
    with ExitStack() as stack:

        def plug(**state: object) -> Adbd:
            root = tmp_path / f"phone-{len(list(tmp_path.iterdir()))}"
            root.mkdir()
            adbd = stack.enter_context(Adbd(Phone(root, **state)))  # type: ignore[arg-type]
            adb.ran("connect", adbd.serial)
            stack.callback(adb.ran, "disconnect", adbd.serial)
            return adbd

        yield plug
