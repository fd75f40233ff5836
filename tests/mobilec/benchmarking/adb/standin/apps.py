"""What the app on a stand-in phone may do."""

import json
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from exporters.bundle.bundle import Bundle
from mobilec.benchmarking.describe import described
from tests.mobilec.benchmarking.adb.standin.phone import PID, Phone
from tests.mobilec.benchmarking.making import run

TAG = "mobilec"


def output(phone: Phone, extras: dict[str, str]) -> Path:
    """The result's file, in the folder that the app shares."""
    path = phone.read(f"{phone.place()}/runs/{extras['output']}")
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def progress(phone: Phone, done: int, total: int, what: str) -> None:
    phone.says(TAG, "progress " + json.dumps({"done": done, "total": total, "what": what}))


def answered(phone: Phone, extras: dict[str, str], **changes: object) -> object:
    """The document that the app writes when it measures what it was asked."""
    bundle = Bundle.open(phone.read(extras["bundle"]))
    variant = described(bundle, extras["engine"], int(extras["threads"]))
    return run(variant=variant, **changes).to_json()


class Kotlin:
    """The app's own core on a JVM of this machine, with ONNX Runtime. ``command``: java and its
    class path, to which bundle, output and options are added.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._process: subprocess.Popen[str] | None = None

    def run(self, phone: Phone, extras: dict[str, str]) -> None:
        assert extras["engine"] == "onnx", "the JVM has this engine alone"
        result = output(phone, extras)
        names = ("threads", "warmups", "runs", "seconds", "sustained", "order")
        options = [word for name in names for word in (f"--{name}", extras[name])]
        bundle = str(phone.read(extras["bundle"]))
        self._process = subprocess.Popen(
            [*self._command, bundle, str(result), *options],
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

    ``kept``: characters of it that reach the file. ``stays``: in front when it is done, as an
    activity does, until it is stopped.
    """

    def __init__(
        self,
        document: Callable[[Phone, dict[str, str]], object],
        kept: int | None = None,
        stays: bool = False,
    ) -> None:
        self._document, self._kept, self._stays = document, kept, stays
        self._stopped = threading.Event()

    def run(self, phone: Phone, extras: dict[str, str]) -> None:
        self._stopped.clear()
        progress(phone, 0, 4, "loading")
        progress(phone, 2, 4, "timing")
        text = json.dumps(self._document(phone, extras))
        output(phone, extras).write_text(text[: self._kept])
        phone.says(TAG, f"finished 0 {extras['output']}")
        if self._stays:
            self._stopped.wait(timeout=60)

    def stop(self) -> None:
        self._stopped.set()


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
    """Says a word and dies; the system's lines about it come a moment later, each with the number
    of the process that writes it, the app's own where none is given."""

    def __init__(self, *lines: tuple[str, str] | tuple[str, str, int]) -> None:
        self._lines = lines

    def run(self, phone: Phone, extras: dict[str, str]) -> None:
        progress(phone, 1, 4, "loading")
        for tag, text, *pid in self._lines:
            threading.Timer(0.3, phone.says, (tag, text, "F", *(pid or (PID,)))).start()

    def stop(self) -> None:
        pass


class DyingAgain:
    """Measures, keeps what it has, and dies when it loads the program a second time."""

    def __init__(
        self, document: Callable[[Phone, dict[str, str]], object], *lines: tuple[str, str]
    ) -> None:
        self._document, self._lines = document, lines

    def run(self, phone: Phone, extras: dict[str, str]) -> None:
        progress(phone, 3, 4, "timing")
        name = extras["output"].removesuffix(".json")
        kept = output(phone, {"output": f"{name}.unfinished.json"})
        kept.write_text(json.dumps(self._document(phone, extras)))
        for tag, text in self._lines:
            phone.says(tag, text, "F")

    def stop(self) -> None:
        pass


class Flooding:
    """Never speaks, while the system writes to the log without a pause."""

    def __init__(self) -> None:
        self._stopped = threading.Event()

    def run(self, phone: Phone, extras: dict[str, str]) -> None:
        self._stopped.clear()
        end = time.monotonic() + 60
        while not self._stopped.is_set() and time.monotonic() < end:
            phone.says("ActivityManager", f"Process {phone.package} has crashed too many times")
            time.sleep(0.001)

    def stop(self) -> None:
        self._stopped.set()


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
