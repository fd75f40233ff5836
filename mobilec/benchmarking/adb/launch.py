"""The app's benchmark, started and followed until it ends."""

import time
from collections import deque
from dataclasses import dataclass
from pathlib import PurePosixPath

from exporters.errors import Refused
from mobilec.benchmarking.adb.client import Adb
from mobilec.benchmarking.adb.crash import meaning, relevant
from mobilec.benchmarking.adb.log import TAG, Line, finished, why_failed
from mobilec.benchmarking.adb.logcat import MOST_LINES, Logcat, followed
from mobilec.benchmarking.adb.start import start
from mobilec.benchmarking.adb.target import Target
from mobilec.benchmarking.device import Crashed, Heard
from mobilec.benchmarking.job import Job
from mobilec.benchmarking.progress_line import told

POLL_S = 2.0
QUIET_S = 15.0
"""Without a word for so long, the phone is asked whether its app still runs or has its result.
Sooner it is not: that takes time of the cores that are measured."""
RETURN_S = 20.0
"""A loose cable comes back, and the app has gone on."""
LAST_LINES_S = 2.0
"""A crash is written to the log a moment after the process is gone."""
_UNHEARD = "measuring; the phone keeps the app's words from its log"


@dataclass(frozen=True)
class Patience:
    """Seconds. ``start``: until its process is there; ``silence``: between two words of it."""

    start: float = 60.0
    silence: float = 600.0


@dataclass(frozen=True)
class Order:
    """One process: ``bundle`` is a folder of the phone, ``result`` the file that it writes."""

    job: Job
    target: Target
    bundle: str
    result: PurePosixPath

    @property
    def output(self) -> str:
        return self.result.name

    @property
    def unfinished(self) -> PurePosixPath:
        """What the app keeps beside it of a process that dies at its end."""
        return self.result.with_name(f"{self.result.stem}.unfinished.json")

    @property
    def extras(self) -> list[str]:
        """Of the intent, by the types that the activity reads them with."""
        protocol = self.job.protocol
        return [
            *("--es", "bundle", self.bundle),
            *("--es", "engine", self.job.engine),
            *("--es", "output", self.output),
            *("--ei", "threads", str(self.job.threads)),
            *("--ei", "warmups", str(protocol.warmups)),
            *("--ei", "runs", str(protocol.runs)),
            *("--ef", "seconds", str(protocol.seconds)),
            *("--ef", "sustained", str(protocol.sustained_minutes)),
            *("--ei", "order", str(self.job.seed)),
        ]


@dataclass(frozen=True)
class Ended:
    """How a process ended. ``status``: that it said; None where its words were kept from the log,
    or it died. ``result``: what it has written. ``why``: it failed or died, or ""."""

    status: int | None
    result: PurePosixPath
    why: str = ""

    @property
    def how(self) -> str:
        said = f"with status {self.status}" if self.status is not None else "without a word"
        return f"{said}: {self.why}" if self.why else said


def launched(adb: Adb, order: Order, heard: Heard, patience: Patience) -> Ended:
    """Starts a fresh process and returns what it says when it has ended.

    ``Crashed`` with the lines of the log that matter, where the app dies.
    """
    adb.shell("am", "force-stop", order.target.package)
    adb.shell("rm", "-f", str(order.result), str(order.unfinished))
    with followed(adb) as log:
        start(adb, order.target, order.extras)
        return _Following(adb, order, heard, patience, log).ended()


class _Following:
    """One process, from its start to its end."""

    def __init__(
        self, adb: Adb, order: Order, heard: Heard, patience: Patience, log: Logcat
    ) -> None:
        self._adb, self._order, self._heard = adb, order, heard
        self._patience, self._log = patience, log
        self.seen: deque[Line] = deque(maxlen=MOST_LINES)
        self._began = self._last_word = self._asked = time.monotonic()
        self._lived = self._spoke = self._lost = False
        self._crash: tuple[str, ...] = ()

    def ended(self) -> Ended:
        while True:
            ended = self._listened(POLL_S)
            if ended:
                return ended
            if not self._is_quiet():
                continue
            self._asked = time.monotonic()
            self._refuse_gone()
            if self._has(self._order.result):
                return Ended(None, self._order.result)
            if not self._runs():
                return self._ending()
            self._refuse_silence()

    def _listened(self, seconds: float) -> Ended | None:
        for line in self._log.lines(seconds):
            self.seen.append(line)
            status = finished(line, self._order.output)
            if status is not None:
                return Ended(status, self._order.result, why_failed(self.seen))
            said = told(line.text) if line.tag == TAG else None
            if said:
                self._last_word, self._lived, self._spoke = time.monotonic(), True, True
                self._heard(said.share, said.what)
        return None

    def _is_quiet(self) -> bool:
        """Whether asking the phone disturbs nothing that is measured, or cannot be put off."""
        known = (relevant(self.seen, self._order.target.package), self._log.ended)
        news, (self._crash, self._lost) = known != (self._crash, self._lost), known
        return news or time.monotonic() - max(self._last_word, self._asked) > QUIET_S

    def _runs(self) -> bool:
        """A process that was not there yet is waited for."""
        if self._adb.tried("pidof", self._order.target.package).strip():
            if not self._spoke:
                self._heard(0.0, _UNHEARD)
            self._lived = True
            return True
        slow = time.monotonic() - self._began > self._patience.start
        return not (self._lived or slow or self._crash)

    def _has(self, result: PurePosixPath) -> bool:
        """It is there whole or not at all."""
        return bool(self._adb.tried("ls", str(result)).strip())

    def _refuse_gone(self) -> None:
        if not self._log.ended:
            return
        try:
            self._adb.ran("wait-for-device", timeout_s=RETURN_S)
        except Refused as gone:
            raise Refused(
                "the connection to the phone ended while it was measuring; was its cable pulled, "
                "or did it restart?"
            ) from gone

    def _refuse_silence(self) -> None:
        protocol = self._order.job.protocol
        silence = self._patience.silence
        if not self._spoke:
            # It may be at work unheard, for as long as it was asked to.
            silence += protocol.seconds + 60 * protocol.sustained_minutes
        if time.monotonic() - self._last_word > silence:
            self._adb.tried("am", "force-stop", self._order.target.package)
            raise Crashed(f"the app said nothing for {silence:.0f} s and was stopped")

    def _ending(self) -> Ended:
        """The process is gone: either it has just finished, or it died."""
        ended = self._listened(LAST_LINES_S)
        if ended:
            return ended
        if self._has(self._order.result):
            return Ended(None, self._order.result)
        lines = relevant(self.seen, self._order.target.package)
        advice = meaning(lines)
        if self._has(self._order.unfinished):
            return Ended(None, self._order.unfinished, advice or "; ".join(lines))
        shown = "".join(f"\n    {line}" for line in lines) or " says nothing about it"
        raise Crashed(
            "the app died while it was measuring"
            f"{f' ({advice})' if advice else ''}; the log:{shown}"
        )
