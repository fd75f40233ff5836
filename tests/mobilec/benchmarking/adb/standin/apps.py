"""What the app on a stand-in phone may do."""

import json
import subprocess
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.mobilec.benchmarking.adb.standin.phone import PACKAGE, Phone

RUNS = f"/sdcard/Android/data/{PACKAGE}/files/runs"
TAG = "mobilec"


def progress(phone: Phone, done: int, total: int, what: str) -> None:
    phone.says(TAG, "progress " + json.dumps({"done": done, "total": total, "what": what}))


class Kotlin:
    """The app's own core on a JVM of this machine, with ONNX Runtime. ``command``: java and its
    class path, to which bundle, output and options are added.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._process: subprocess.Popen[str] | None = None

    def run(self, phone: Phone, extras: dict[str, str]) -> None:
        assert extras["engine"] == "onnx", "the JVM has this engine alone"
        output = phone.path(f"{RUNS}/{extras['output']}")
        output.parent.mkdir(parents=True, exist_ok=True)
        names = ("threads", "warmups", "runs", "seconds", "sustained", "order")
        options = [word for name in names for word in (f"--{name}", extras[name])]
        bundle = str(phone.path(extras["bundle"]))
        self._process = subprocess.Popen(
            [*self._command, bundle, str(output), *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self._process.stdout is not None
        for line in self._process.stdout:
            phone.says(TAG, line.rstrip("\n"))
        self._process.wait()

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()


class Recorded:
    """Writes a document that is made from the extras, and tells about it.

    ``kept``: characters of it that reach the file.
    """

    def __init__(
        self, document: Callable[[Phone, dict[str, str]], object], kept: int | None = None
    ) -> None:
        self._document, self._kept = document, kept

    def run(self, phone: Phone, extras: dict[str, str]) -> None:
        progress(phone, 0, 4, "loading")
        progress(phone, 2, 4, "timing")
        text = json.dumps(self._document(phone, extras))
        output: Path = phone.path(f"{RUNS}/{extras['output']}")
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text[: self._kept])
        phone.says(TAG, f"finished 0 {extras['output']}")

    def stop(self) -> None:
        pass


class Refusing:
    """Says why, and writes nothing."""

    def __init__(self, why: str) -> None:
        self._why = why

    def run(self, phone: Phone, extras: dict[str, str]) -> None:
        phone.says(TAG, f"failed {self._why}", "E")
        phone.says(TAG, f"finished 1 {extras['output']}")

    def stop(self) -> None:
        pass


class Dying:
    """Says a word and dies; the system's lines about it come a moment later."""

    def __init__(self, *lines: tuple[str, str]) -> None:
        self._lines = lines

    def run(self, phone: Phone, extras: dict[str, str]) -> None:
        progress(phone, 1, 4, "loading")
        for tag, text in self._lines:
            threading.Timer(0.3, phone.says, (tag, text, "F")).start()

    def stop(self) -> None:
        pass


class Silent:
    """Runs and says nothing. ``first``: what happens when it is started."""

    def __init__(self, first: Callable[[], None] = lambda: None) -> None:
        self._first = first
        self._stopped = threading.Event()

    def run(self, phone: Phone, extras: dict[str, str]) -> None:
        self._stopped.clear()
        progress(phone, 0, 4, "loading")
        self._first()
        self._stopped.wait(timeout=60)

    def stop(self) -> None:
        self._stopped.set()
