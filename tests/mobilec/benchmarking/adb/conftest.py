"""The real adb, with a server of its own, and stand-in phones that it reaches over TCP."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.benchmarking.adb.client import Adb
from tests.mobilec.benchmarking.adb.standin.adbd import Adbd
from tests.mobilec.benchmarking.adb.standin.phone import Phone
from tests.mobilec.benchmarking.adb.standin.server import HURRIED, found, served

Plugged = Callable[..., Adbd]


@pytest.fixture(scope="session")
def adb_program() -> Path:
    try:
        return found()
    except Refused as refused:
        pytest.skip(f"there is no adb: {refused}")


@pytest.fixture(scope="session")
def server_port(adb_program: Path) -> Iterator[int]:
    """Of an adb server that these tests alone use."""
    with served(adb_program) as port:
        yield port


@pytest.fixture
def adb(adb_program: Path, server_port: int, monkeypatch: pytest.MonkeyPatch) -> Adb:
    monkeypatch.setenv("PATH", f"{adb_program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", str(server_port))
    monkeypatch.delenv("ANDROID_SERIAL", raising=False)
    return Adb(adb_program)


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in's process is there, or gone, at once."""
    for name, seconds in HURRIED.items():
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
