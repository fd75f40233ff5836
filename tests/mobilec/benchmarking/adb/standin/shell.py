"""The commands that mobilec asks a phone's shell for, and no others."""

import hashlib
import shlex
import shutil
import time
from collections.abc import Callable

from tests.mobilec.benchmarking.adb.standin.phone import PACKAGE, PID, Phone

ACTIVITY = f"{PACKAGE}/dev.mobilec.app.BenchmarkActivity"
_STDERR = 2
_TYPES = {"--es": str, "--ei": int, "--ef": float, "--ez": bool}


class Shell:
    """``out``: takes text, and 2 behind it where it goes to standard error. ``gone``: whether the
    client has closed."""

    def __init__(self, phone: Phone, out: Callable[..., None], gone: Callable[[], bool]) -> None:
        self._phone, self._out, self._gone = phone, out, gone

    def run(self, command: str) -> int:
        """The exit status."""
        self._phone.asked.append(command)
        if "exec logcat" in command:
            return self._logcat(command)
        words = shlex.split(command)
        name = f"_{words[0]}"
        assert hasattr(self, name), f"the phone was asked for {command!r}, which it does not know"
        return int(getattr(self, name)(*words[1:]) or 0)

    def _logcat(self, command: str) -> int:
        words = shlex.split(command.partition("exec ")[2])
        assert words[:4] == ["logcat", "-v", "brief", "-T"], words
        for line in self._phone.log(float(words[4]), self._gone):
            self._out(line)
        return 0

    def _date(self, form: str) -> None:
        assert form == "+%s"
        self._out(f"{int(time.time())}\n")

    def _am(self, verb: str, *words: str) -> int:
        if verb == "force-stop":
            self._phone.stop()
            return 0
        assert verb == "start" and words[:2] == ("-n", ACTIVITY), words
        self._out(f"Starting: Intent {{ cmp={ACTIVITY} }}\n")
        if self._phone.app is None:
            self._out("Error type 3\nError: Activity class does not exist.\n", _STDERR)
            self._out("Error: Activity class does not exist.\n")
            return 1
        self._phone.start(_extras(words[2:]))
        return 0

    def _pm(self, *words: str) -> int:
        assert words == ("path", PACKAGE)
        if self._phone.app is None:
            return 1
        self._out(f"package:/data/app/{PACKAGE}/base.apk\n")
        return 0

    def _pidof(self, package: str) -> int:
        if not self._phone.running:
            return 1
        self._out(f"{PID}\n")
        return 0

    def _mkdir(self, *words: str) -> None:
        for name in words[1:]:
            self._phone.path(name).mkdir(parents=True, exist_ok=True)

    def _rm(self, option: str, *names: str) -> None:
        for name in names:
            path = self._phone.path(name)
            if path.is_dir():
                shutil.rmtree(path)
            path.unlink(missing_ok=True)

    def _sha256sum(self, *names: str) -> int:
        missing = 0
        for name in names:
            path = self._phone.path(name)
            if path.is_file():
                self._out(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}\n")
            else:
                missing = 1
                self._out(f"sha256sum: {name}: No such file or directory\n", _STDERR)
        return missing

    def _dumpsys(self, service: str) -> int:
        phone = self._phone
        if service == "battery":
            self._out("Current Battery Service state:\n  USB powered: true\n")
            self._out(f"  level: {phone.level}\n  scale: 100\n")
            self._out(f"  temperature: {phone.decicelsius}\n  technology: Li-ion\n")
            return 0
        assert service == "thermalservice", service
        status = phone.thermal.pop(0) if len(phone.thermal) > 1 else phone.thermal[0]
        self._out(f"IsStatusOverride: false\nThermal Status: {status}\nCached temperatures:\n")
        return 0

    def _settings(self, *words: str) -> None:
        assert words == ("get", "global", "low_power")
        self._out(f"{self._phone.low_power}\n")

    def _input(self, *words: str) -> None:
        assert words == ("keyevent", "KEYCODE_WAKEUP")

    def _wm(self, *words: str) -> None:
        assert words == ("dismiss-keyguard",)


def _extras(words: tuple[str, ...]) -> dict[str, str]:
    """Name to value; each must be of its type."""
    found = {}
    for kind, name, value in zip(words[::3], words[1::3], words[2::3], strict=True):
        _TYPES[kind](value)
        found[name] = value
    return found
