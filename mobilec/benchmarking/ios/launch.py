"""The app's benchmark on an iPhone, started and followed until it ends."""

import queue
import subprocess
import threading
import time
from dataclasses import dataclass

from exporters.errors import Refused
from mobilec.benchmarking.device import Crashed, Heard
from mobilec.benchmarking.ios.console import (
    complains,
    death,
    finished,
    last_words,
    progress,
    why_failed,
)
from mobilec.benchmarking.job import Job
from mobilec.ios.devicectl import Devicectl
from mobilec.ios.failures import explained
from mobilec.ios.tools import XCRUN, following

POLL_S = 1.0


@dataclass(frozen=True)
class Patience:
    """Seconds. ``silence``: between two words of the app; the first comes when it has started,
    for which the phone may have to be prepared. ``unlocking``: until somebody unlocks the phone.
    ``cooling``: until it is no longer warm, which the app itself waits for.
    """

    silence: float = 600.0
    unlocking: float = 300.0
    cooling: float = 900.0


@dataclass(frozen=True)
class Ended:
    """What the app said at its end. ``why``: it failed, or ""."""

    status: int
    why: str


class Died(Crashed):
    """Before it had finished. ``how``: by which signal or the like."""

    def __init__(self, how: str, seen: list[str]) -> None:
        super().__init__(f"the app ended {how} and before it had finished{_shown(seen)}")
        self.how = how


@dataclass(frozen=True)
class Following:
    """What is waited for, who hears of it, and for how long."""

    output: str
    heard: Heard
    patience: Patience


def arguments(job: Job, bundle: str, output: str, cooling_s: float) -> tuple[str, ...]:
    """Of the app's launch; ``bundle``: the name of its folder there; ``cooling_s``: how long the
    phone may take to cool down first."""
    protocol = job.protocol
    units = ("--compute-units", job.compute_units) if job.compute_units else ()
    return (
        "--benchmark",
        *("--bundle", bundle),
        *("--engine", job.engine),
        *("--threads", str(job.threads)),
        *("--warmups", str(protocol.warmups)),
        *("--runs", str(protocol.runs)),
        *("--seconds", str(protocol.seconds)),
        *("--sustained", str(protocol.sustained_minutes)),
        *("--order", str(job.seed)),
        *units,
        *(("--wait-cool", str(cooling_s)) if cooling_s else ()),
        *("--output", output),
    )


def launched(devicectl: Devicectl, app_id: str, words: tuple[str, ...], asked: Following) -> Ended:
    """Starts a fresh process and returns what it says when it has ended.

    ``Died`` with its last words, where the app does; refused where it could not be started, or the
    phone is gone.
    """
    seen: list[str] = []
    with following(XCRUN, *devicectl.launch_words(app_id, words)) as process:
        status = _followed(_Console(process), seen, asked)
    return Ended(status, why_failed(seen))


def _followed(console: "_Console", seen: list[str], asked: Following) -> int:
    last_word = time.monotonic()
    while True:
        line = console.line(POLL_S)
        if line is None:
            return _ending(seen)
        if line:
            seen.append(line)
            status = finished(line, asked.output)
            if status is not None:
                return status
            said = progress(line)
            if said:
                asked.heard(said.share, said.what)
            last_word = time.monotonic()
        elif time.monotonic() - last_word > asked.patience.silence:
            raise Crashed(
                f"the app said nothing for {asked.patience.silence:.0f} s and was stopped"
                f"{_shown(seen)}"
            )


def _ending(seen: list[str]) -> int:
    """The console is closed before the app said that it had finished."""
    how = death(seen)
    if not how and complains(seen):
        words = "; ".join(last_words(seen))
        raise Refused(f"the app could not be run on the iPhone: {explained(words)}")
    ended = f"by {how}" if how.startswith("signal") else f"with {how}" if how else "without a word"
    raise Died(ended, seen)


def _shown(seen: list[str]) -> str:
    lines = last_words(seen)
    return "; its last words:" + "".join(f"\n    {line}" for line in lines) if lines else ""


class _Console:
    """The lines of a call, read beside."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, args=(process,), daemon=True).start()

    def line(self, seconds: float) -> str | None:
        """The next one; "" where none comes within ``seconds``, None where there are no more."""
        try:
            return self._lines.get(timeout=seconds)
        except queue.Empty:
            return ""

    def _read(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdout is not None, "it is a pipe"
        try:
            for raw in process.stdout:
                self._lines.put(raw.decode(errors="replace").rstrip("\r\n") or " ")
        except ValueError:
            pass  # closed while it was read: the follower has seen enough
        self._lines.put(None)
