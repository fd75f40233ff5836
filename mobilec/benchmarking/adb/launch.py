"""The app's benchmark, started and followed until it ends."""

import queue
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

from exporters.errors import Refused
from mobilec.benchmarking.adb.client import Adb
from mobilec.benchmarking.adb.files import RUNS
from mobilec.benchmarking.adb.install import PACKAGE
from mobilec.benchmarking.adb.log import (
    FILTERS,
    TAG,
    Line,
    finished,
    meaning,
    parsed,
    relevant,
    why_failed,
)
from mobilec.benchmarking.device import Crashed, Heard
from mobilec.benchmarking.job import Job
from mobilec.benchmarking.progress_line import told

ACTIVITY = f"{PACKAGE}/dev.mobilec.app.BenchmarkActivity"
POLL_S = 2.0
LAST_LINES_S = 2.0
"""A crash is written to the log a moment after the process is gone."""


@dataclass(frozen=True)
class Patience:
    """Seconds. ``start``: until its process is there; ``silence``: between two words of it."""

    start: float = 60.0
    silence: float = 600.0


@dataclass(frozen=True)
class Ended:
    """What the app said at its end. ``why``: it failed, or ""."""

    status: int
    why: str


def launched(
    adb: Adb, job: Job, folder: str, output: str, heard: Heard, patience: Patience
) -> Ended:
    """Starts a fresh process and returns what it says when it has ended.

    ``folder``: of the bundle on the phone; ``output``: the name of the result. ``Crashed`` with
    the lines of the log that matter, where the app dies.
    """
    adb.shell("am", "force-stop", PACKAGE)
    adb.shell("rm", "-f", str(RUNS / output))
    # From this second on, whenever the log is reached: the app may be quicker than that.
    since = f"{adb.shell('date', '+%s').strip()}.000"
    with adb.following("logcat", "-v", "brief", "-T", since, *FILTERS) as logcat:
        log = _Log(logcat)
        _start(adb, job, folder, output)
        seen: list[Line] = []
        status = _followed(adb, log, seen, Following(output, heard, patience))
        return Ended(status, why_failed(seen))


def extras(job: Job, folder: str, output: str) -> list[str]:
    """Of the intent, by the types that the activity reads them with."""
    protocol = job.protocol
    return [
        *("--es", "bundle", folder),
        *("--es", "engine", job.engine),
        *("--es", "output", output),
        *("--ei", "threads", str(job.threads)),
        *("--ei", "warmups", str(protocol.warmups)),
        *("--ei", "runs", str(protocol.runs)),
        *("--ef", "seconds", str(protocol.seconds)),
        *("--ef", "sustained", str(protocol.sustained_minutes)),
        *("--ei", "order", str(job.seed)),
    ]


def _start(adb: Adb, job: Job, folder: str, output: str) -> None:
    said = adb.tried("am", "start", "-n", ACTIVITY, *extras(job, folder, output))
    if "Error" in said:
        reason = next(line.strip() for line in said.splitlines() if "Error" in line)
        raise Refused(
            f"the app's benchmark did not start: {reason}; is the app of this version of mobilec? "
            "Install it with --apk"
        )


@dataclass(frozen=True)
class Following:
    """What is waited for, who hears of it, and for how long."""

    output: str
    heard: Heard
    patience: Patience


def _followed(adb: Adb, log: "_Log", seen: list[Line], asked: Following) -> int:
    """The exit status. Lines are added to ``seen``."""
    began = last_word = time.monotonic()
    lived = False
    while True:
        for line in log.lines(POLL_S):
            seen.append(line)
            status = finished(line, asked.output)
            if status is not None:
                return status
            said = told(line.text) if line.tag == TAG else None
            if said:
                last_word, lived = time.monotonic(), True
                asked.heard(said.share, said.what)
        if log.ended:
            raise Refused(
                "the connection to the phone ended while it was measuring; was its cable pulled, "
                "or did it restart?"
            )
        runs = _runs(adb)
        slow = time.monotonic() - began > asked.patience.start
        if not runs and (lived or slow or relevant(seen)):
            return _ending(log, seen, asked.output)
        lived = lived or runs
        silence = asked.patience.silence
        if time.monotonic() - last_word > silence:
            adb.tried("am", "force-stop", PACKAGE)
            raise Crashed(f"the app said nothing for {silence:.0f} s and was stopped")


def _runs(adb: Adb) -> bool:
    return bool(adb.tried("pidof", PACKAGE).strip())


def _ending(log: "_Log", seen: list[Line], output: str) -> int:
    """The process is gone: either it has just finished, or it died."""
    for line in log.lines(LAST_LINES_S):
        seen.append(line)
        status = finished(line, output)
        if status is not None:
            return status
    lines = relevant(seen)
    shown = "".join(f"\n    {line}" for line in lines) or " says nothing about it"
    advice = meaning(lines)
    raise Crashed(
        f"the app died while it was measuring{f' ({advice})' if advice else ''}; the log:{shown}"
    )


class _Log:
    """logcat's lines, read beside."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._lines: queue.Queue[str | None] = queue.Queue()
        self.ended = False
        threading.Thread(target=self._read, args=(process,), daemon=True).start()

    def lines(self, seconds: float) -> Iterator[Line]:
        """Those that come within ``seconds``."""
        end = time.monotonic() + seconds
        while not self.ended:
            try:
                raw = self._lines.get(timeout=max(0.01, end - time.monotonic()))
            except queue.Empty:
                return
            if raw is None:
                self.ended = True
                return
            line = parsed(raw)
            if line:
                yield line

    def _read(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdout is not None, "it is a pipe"
        try:
            for raw in process.stdout:
                self._lines.put(raw.decode(errors="replace"))
        except ValueError:
            pass  # closed while it was read: the follower has seen enough
        self._lines.put(None)
