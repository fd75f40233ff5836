"""Phones that answer wrongly: a stand-in's words made wrong at random, through the real adb."""

import atexit
import os
import random
import re
import signal
import subprocess
import threading
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from pathlib import Path

from exporters.errors import Refused
from tests.hostile import mutate
from tests.hostile.bases import Bases
from tests.hostile.cases import Case
from tests.mobilec.benchmarking.adb.standin import apps, server
from tests.mobilec.benchmarking.adb.standin.adbd import Adbd
from tests.mobilec.benchmarking.adb.standin.honest import Honest
from tests.mobilec.benchmarking.adb.standin.phone import App, Phone
from tests.mobilec.benchmarking.adb.standin.wire import Closed

PARTS = (
    *("date", "am", "pm", "pidof", "mkdir", "rm", "cat", "ls", "sha256sum", "dumpsys", "settings"),
    *("logcat", "logcat", "pull", "pull", "pull", "push", "install", "stat"),
)
WAYS = (
    *("garbled", "garbled", "garbled", "numbers", "numbers", "other", "nothing", "flood"),
    *("status", "unplugged", "mute"),
)
LARGE = (b"-1", b"0", b"9" * 5000, b"99999999999999999999", b"1e9", b"NaN", "²".encode(), b"")
_HURRIED = {
    **server.HURRIED,
    "launch.QUIET_S": 0.5,
    "launch.RETURN_S": 2.0,
    "place.ANSWER_S": 4.0,
    "files.PUSH_TIMEOUT_S": 4.0,
    "install.INSTALL_TIMEOUT_S": 4.0,
    "readiness.LONGEST_WAIT_S": 1.0,
    "readiness._PAUSE_S": 0.2,
}
_CALL_S = 4.0
_MOST_BYTES = 1 << 24


def phone(bases: Bases, folder: Path, chance: random.Random) -> Case:
    """A benchmark on a phone of which one part of its answers, its app or its state is wrong."""
    program, port = _server()
    root, output = folder / "phone", folder / "runs"
    root.mkdir()
    what, made = _phone(bases, root, chance)
    process, serial = _plugged(made)
    adb = [str(program), "-P", str(port)]
    subprocess.run([*adb, "connect", serial], capture_output=True, timeout=60)

    def unplugged() -> None:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        subprocess.run([*adb, "disconnect", serial], capture_output=True, timeout=60)

    surroundings = {
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "ANDROID_ADB_SERVER_PORT": str(port),
        "ANDROID_SERIAL": serial,
    }
    words = ("bench", bases.labelling, "--device", "adb", "--format", "onnx", "--runs", "3")
    more: list[object] = ["--seconds", "0.3", "--warm-ups", "0", "-o", output]
    more += ["--apk", bases.apk] if chance.random() < 0.2 else []
    more += ["--no-wait"] if chance.random() < 0.3 else []
    return Case(
        ((*words, *more),),
        what,
        surroundings=surroundings,
        left=lambda: _wrong_in(output),
        close=unplugged,
    )


class Bad(Honest):
    """``part``: whose answers are wrong, from the ``first`` on or that one ``alone``."""

    def __init__(self, chance: random.Random) -> None:
        self.part, self.way = chance.choice(PARTS), chance.choice(WAYS)
        self._first, self._alone = chance.choice((0, 0, 1, 2, 4)), chance.random() < 0.4
        self._chance, self._seen = chance, 0
        self.unplug: Callable[[], None] = lambda: None

    def __str__(self) -> str:
        until = "alone" if self._alone else "on"
        return f"{self.part} {self.way} from {self._first} {until}"

    def said(self, asked: str, data: bytes) -> bytes:
        if self.way == "status" or not self._is_due(asked):
            return data
        if self.way in ("unplugged", "mute"):
            return self._gone()
        return self._wrong(data)[:_MOST_BYTES]

    def status(self, asked: str, status: int) -> int:
        if self.way != "status" or not self._is_due(asked):
            return status
        return self._chance.choice((1, 2, 127, 255, 137))

    def _is_due(self, asked: str) -> bool:
        name = "logcat" if "exec logcat" in asked else asked.split(maxsplit=1)[0]
        if name != self.part:
            return False
        self._seen += 1
        at = self._seen - 1
        return at == self._first if self._alone else at >= self._first

    def _gone(self) -> bytes:
        if self.way == "mute":
            threading.Event().wait()
        self.unplug()
        raise Closed

    def _wrong(self, data: bytes) -> bytes:
        if self.way == "nothing":
            return b""
        if self.way == "flood":
            return data * 10_000
        if self.way == "other":
            return self._chance.choice(mutate.TEXTS).encode(errors="replace") + b"\n"
        if self.way == "numbers":
            return re.sub(rb"-?\d+", lambda _: self._chance.choice(LARGE), data)
        if self.part == "pull" and self._chance.random() < 0.7:
            return mutate.document(data, self._chance)[0]
        return mutate.bytes_(data, self._chance)


def _phone(bases: Bases, root: Path, chance: random.Random) -> tuple[str, Phone]:
    """What is wrong with it, and the phone."""
    honest, bad = apps.Recorded(apps.answered), Bad(chance)
    if chance.random() < 0.75:
        return str(bad), Phone(root, honest, mouth=bad, hushed=chance.random() < 0.1)
    word = chance.choice(mutate.TEXTS).encode(errors="replace").decode()
    wrong: tuple[tuple[str, App], ...] = (
        ("cut off", apps.Recorded(apps.answered, kept=chance.randrange(8000))),
        ("refusing", apps.Refusing(word)),
        ("dying", apps.Dying(("libc", f"Fatal signal {chance.randrange(40)} {word}"))),
        ("dying again", apps.DyingAgain(apps.answered, ("AndroidRuntime", word))),
        ("flooding", apps.Flooding()),
        ("silent", apps.Silent()),
    )
    name, app = chance.choice(wrong)
    state = chance.choice(("device",) * 8 + ("unauthorized", "offline"))
    return f"app {name}, {state}", Phone(root, app, state=state, full=chance.random() < 0.1)


def _plugged(made: Phone) -> tuple[int, str]:
    """The phone in a process of its own, as threads and forks do not go together; its number, and
    the serial by which adb reaches it."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            with Adbd(made) as adbd:
                if isinstance(made.mouth, Bad):
                    made.mouth.unplug = adbd.unplug
                os.write(writing, adbd.serial.encode())
                os.close(writing)
                signal.pause()
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading, encoding="ascii") as told:
        return process, told.read()


def _wrong_in(output: Path) -> str:
    """What a benchmark left that is no document, or only half of one."""
    from mobilec.benchmarking.run_file import read_run

    for file in sorted(output.iterdir()) if output.is_dir() else ():
        try:
            read_run(file)
        except Refused as refused:
            return f"left {file.name}: {refused}"
    return ""


@cache
def _server() -> tuple[Path, int]:
    """adb, and a server that ends with this process; mobilec is hurried from here on."""
    import importlib

    program, stack = server.found(), ExitStack()
    port = stack.enter_context(server.served(program))
    atexit.register(stack.close)
    for name, seconds in _HURRIED.items():
        module, _, constant = name.partition(".")
        setattr(importlib.import_module(f"mobilec.benchmarking.adb.{module}"), constant, seconds)
    _hurry_calls()
    return program, port


def _hurry_calls() -> None:
    """What was bound as a default when the functions were made."""
    from mobilec.benchmarking.adb.client import Adb
    from mobilec.benchmarking.adb.device import AdbPhone
    from mobilec.benchmarking.adb.launch import Patience

    for call in (Adb.ran, Adb.said, Adb.shell):
        call.__kwdefaults__["timeout_s"] = _CALL_S
    AdbPhone.__init__.__defaults__ = (Patience(start=4.0, silence=3.0),)
