"""logcat, read beside what else is done."""

import queue
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from mobilec.benchmarking.adb.client import Adb
from mobilec.benchmarking.adb.log import FILTERS, Line, parsed


@contextmanager
def followed(adb: Adb) -> Iterator["Logcat"]:
    """The lines from this second on, whenever the log is reached: the app may be quicker than
    that."""
    since = f"{adb.shell('date', '+%s').strip()}.000"
    with adb.following("logcat", "-v", "brief", "-T", since, *FILTERS) as process:
        yield Logcat(process)


MOST_LINES = 10_000
"""Held at once; of a phone that writes faster than they are read, the oldest are left out."""


class Logcat:
    """``ended``: no more lines will come."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._lines: queue.Queue[str | None] = queue.Queue(MOST_LINES)
        self.ended = False
        threading.Thread(target=self._read, args=(process,), daemon=True).start()

    def lines(self, seconds: float) -> Iterator[Line]:
        """Those that come within ``seconds``."""
        end = time.monotonic() + seconds
        while not self.ended and time.monotonic() < end:
            try:
                raw = self._lines.get(timeout=max(0.01, end - time.monotonic()))
            except queue.Empty:
                return
            if raw is None:
                self.ended = True
                break
            line = parsed(raw)
            if line:
                yield line
        time.sleep(max(0.0, end - time.monotonic()))

    def _read(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdout is not None, "it is a pipe"
        try:
            for raw in process.stdout:
                self._keep(raw.decode(errors="replace"))
        except ValueError:
            pass  # closed while it was read: the follower has seen enough
        self._keep(None)

    def _keep(self, line: str | None) -> None:
        while True:
            try:
                return self._lines.put_nowait(line)
            except queue.Full:
                with suppress(queue.Empty):
                    self._lines.get_nowait()
