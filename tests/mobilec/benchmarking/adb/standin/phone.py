"""The phone itself: its files, its state, its log, its apps."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

PACKAGE = "dev.mobilec.demo"
PID = 4242


class App(Protocol):
    """What runs when the benchmark is started. It ends by itself, or when ``stop`` is called."""

    def run(self, phone: "Phone", extras: dict[str, str]) -> None: ...

    def stop(self) -> None: ...


@dataclass
class Phone:
    """``root``: folder of this machine that is the phone's /. ``state``: device, unauthorized or
    offline. ``install_answer``: of the package manager. ``full``: its storage takes nothing more.
    ``thermal``: the statuses that it has one after the other, the last for good.
    """

    root: Path
    app: App | None = None
    state: str = "device"
    install_answer: str = "Success\n"
    installs: App | None = None
    full: bool = False
    damages: bool = False
    level: int = 80
    decicelsius: int = 300
    thermal: list[int] = field(default_factory=lambda: [0])
    low_power: int = 0
    asked: list[str] = field(default_factory=list)
    stopped: int = 0
    installed: bytes = b""
    _log: list[tuple[float, str]] = field(default_factory=list)
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _running: threading.Thread | None = None

    def path(self, name: str) -> Path:
        assert name.startswith("/") and ".." not in name.split("/"), name
        return self.root / name.lstrip("/")

    def stored(self, path: Path, content: bytes) -> str:
        """ "" where it was, else why not."""
        if self.full:
            return "couldn't write: No space left on device"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content[:-1] if self.damages else content)
        return ""

    def install(self, apk: bytes) -> str:
        if self.install_answer.startswith("Success"):
            self.installed = apk
            self.app = self.installs or self.app
        return self.install_answer

    def start(self, extras: dict[str, str]) -> None:
        assert self.app is not None
        self._running = threading.Thread(target=self.app.run, args=(self, extras), daemon=True)
        self._running.start()

    def stop(self) -> None:
        """`am force-stop`."""
        self.stopped += 1
        if self.app is not None and self.running:
            self.app.stop()
            assert self._running is not None
            self._running.join(timeout=30)

    @property
    def running(self) -> bool:
        return self._running is not None and self._running.is_alive()

    def says(self, tag: str, text: str, level: str = "I", pid: int = PID) -> None:
        """A line in the log, in the form `brief`."""
        with self._changed:
            self._log.append((time.time(), f"{level}/{tag:<8}({pid:5d}): {text}\n"))
            self._changed.notify_all()

    def log(self, since: float, gone: Callable[[], bool]) -> Iterator[str]:
        """The lines from a time on (seconds since 1970), then each as it comes, until nobody
        listens any more."""
        at = 0
        while not gone():
            new = self._from(at)
            at += len(new)
            yield from (line for when, line in new if when >= since)

    def _from(self, at: int) -> list[tuple[float, str]]:
        """The lines from a place on; waits a moment where there are none."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._log) > at, timeout=0.1)
            return self._log[at:]
