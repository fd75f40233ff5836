"""The phone itself: its files, its state, its log, its apps."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tests.mobilec.benchmarking.adb.standin.honest import Honest
from tests.mobilec.benchmarking.adb.standin.storage import APP, OWNER, SHELL, Storage
from tests.mobilec.benchmarking.adb.standin.wire import Stream

PACKAGE = "dev.mobilec.demo"
PID = 4242
DENIED = "Permission denied"


class App(Protocol):
    """What runs when the benchmark is started. It ends by itself, or when ``stop`` is called."""

    def run(self, phone: "Phone", extras: dict[str, str]) -> None: ...

    def stop(self) -> None: ...


@dataclass
class Phone:
    """``root``: folder of this machine that is the phone's /. ``state``: device, unauthorized or
    offline. ``install_answer``: of the package manager. ``full``: its storage takes nothing more.
    ``thermal``: the statuses that it has one after the other, the last for good. ``user``: who is
    in front. ``home``: the folder that the app names where that is not the version's own.
    ``old_app``: it does not know the question for its folder. ``hushed``: the maker keeps the lines
    of apps from the log. ``returns``: lines end as on a terminal. ``battery``: what dumpsys says in
    place of level, scale and temperature. ``no_reverse``: no port of it leads to the computer;
    ``reversed``: those that do. ``shown``: addresses that its browser was asked for;
    ``no_browser``: it has none. ``dial``: opens a service of the computer. ``cut_after``: bytes of
    a pushed file after which the cable is pulled. ``mouth``: what it says goes by here.
    """

    root: Path
    app: App | None = None
    api: int = 34
    package: str = PACKAGE
    user: str = OWNER
    home: str = ""
    old_app: bool = False
    hushed: bool = False
    returns: bool = False
    state: str = "device"
    install_answer: str = "Success\n"
    installs: App | None = None
    full: bool = False
    damages: bool = False
    cut_after: int | None = None
    level: int = 80
    decicelsius: int = 300
    battery: str = ""
    thermal: list[int] = field(default_factory=lambda: [0])
    low_power: int = 0
    asked: list[str] = field(default_factory=list)
    stopped: int = 0
    installed: bytes = b""
    mouth: Honest = field(default_factory=Honest)
    unplug: Callable[[], None] = lambda: None
    no_reverse: bool = False
    reversed: dict[str, str] = field(default_factory=dict)
    shown: list[str] = field(default_factory=list)
    no_browser: bool = False
    dial: Callable[[str], Stream] | None = None
    _log: list[tuple[float, str]] = field(default_factory=list)
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _running: threading.Thread | None = None

    def __post_init__(self) -> None:
        self.storage = Storage(self.api, self.package, self.user)

    def path(self, name: str) -> Path:
        """Where a file of the phone lies on this machine, whoever may touch it there."""
        assert name.startswith("/") and ".." not in name.split("/"), name
        return self.root / self.storage.real(name).lstrip("/")

    def place(self) -> str:
        """The folder that the app shares with adb."""
        return self.home or self.storage.home()

    def may(self, who: str, name: str) -> bool:
        return self.storage.may(who, name)

    def read(self, name: str) -> Path:
        """A file for the app; as Java says it where it may not."""
        if not self.may(APP, name):
            raise PermissionError(f"{name}: open failed: EACCES ({DENIED})")
        return self.path(name)

    def stored(self, name: str, content: bytes, who: str = SHELL) -> str:
        """ "" where it was, else why not."""
        if not self.may(who, name):
            return f"couldn't create file: {DENIED}"
        if self.full:
            return "couldn't write: No space left on device"
        path = self.path(name)
        if not path.parent.is_dir():
            self.storage.made(who, name.rpartition("/")[0])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content[:-1] if self.damages else content)
        return ""

    def get(self, port: int, path: str) -> bytes:
        """What a browser of the phone gets from one of its own ports: the whole answer."""
        assert self.dial is not None, "it is connected"
        stream = self.dial(self.reversed[f"tcp:{port}"])
        asked = f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n"
        stream.send(asked.encode())
        return stream.rest()

    def install(self, apk: bytes) -> str:
        if self.install_answer.startswith("Success"):
            self.installed = apk
            self.app = self.installs or self.app
        return self.install_answer

    def start(self, extras: dict[str, str]) -> None:
        self._running = threading.Thread(target=self._run, args=(extras,), daemon=True)
        self._running.start()

    def _run(self, extras: dict[str, str]) -> None:
        assert self.app is not None
        if "ready" not in extras:
            self.app.run(self, extras)
        elif self.old_app:
            self.says("mobilec", 'failed the extra "bundle" is missing', "E")
            self.says("mobilec", "finished 1 -")
        else:
            self._get_ready(extras["ready"])

    def _get_ready(self, name: str) -> None:
        """What the app answers when it is asked for its folder."""
        home = self.place()
        why = self.stored(f"{home}/runs/{name}", name.encode(), APP)
        if why:
            self.says("mobilec", f"failed no folder takes a file: {home}: {why}", "E")
            self.says("mobilec", f"finished 1 {name}")
            return
        self.path(f"{home}/bundles").mkdir(parents=True, exist_ok=True)
        self.says("mobilec", f"ready {name} {home}")

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
        if self.hushed and tag == "mobilec":
            return
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
