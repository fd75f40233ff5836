"""The commands that mobilec asks a phone's shell for, and no others."""

import hashlib
import re
import shlex
import shutil
import time
from collections.abc import Callable

from tests.mobilec.benchmarking.adb.standin.phone import DENIED, PID, Phone
from tests.mobilec.benchmarking.adb.standin.storage import SHELL

ACTIVITY = "dev.mobilec.app.BenchmarkActivity"
_STDERR = 2
_TYPES = {"--es": str, "--ei": int, "--ef": float, "--ez": bool}


class Shell:
    """``out``: takes text, and 2 behind it where it goes to standard error. ``gone``: whether the
    client has closed."""

    def __init__(self, phone: Phone, out: Callable[..., None], gone: Callable[[], bool]) -> None:
        self._phone, self._sent, self._gone = phone, out, gone

    def _out(self, text: str, kind: int = 1) -> None:
        """A phone that gives each shell a terminal ends its lines so."""
        self._sent(text.replace("\n", "\r\n") if self._phone.returns else text, kind)

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
        if not re.fullmatch(r"\d+\.000", words[4]):
            self._out(f"logcat: -T {words[4]!r} is no time\n", _STDERR)
            return 1
        for line in self._phone.log(float(words[4]), self._gone):
            self._out(line)
        return 0

    def _date(self, form: str) -> None:
        assert form == "+%s"
        self._out(f"{int(time.time())}\n")

    def _am(self, verb: str, *words: str) -> int:
        phone = self._phone
        if verb == "get-current-user":
            self._out(f"{phone.user}\n")
            return 0
        if verb == "force-stop":
            phone.stop()
            return 0
        if verb == "start" and words[:3] == ("-a", "android.intent.action.VIEW", "-d"):
            return self._view(*words[3:])
        name = f"{phone.package}/{ACTIVITY}"
        assert verb == "start" and words[:2] == ("--user", phone.user), words
        assert words[2] == "-n", words
        self._out(f"Starting: Intent {{ cmp={words[3]} }}\n")
        if phone.app is None or words[3] != name:
            self._out("Error type 3\n", _STDERR)
            self._out(f"Error: Activity class {{{words[3]}}} does not exist.\n", _STDERR)
            return 1
        phone.start(_extras(words[4:]))
        return 0

    def _view(self, address: str) -> int:
        """The browser, where there is one."""
        self._out(f"Starting: Intent {{ act=android.intent.action.VIEW dat={address} }}\n")
        if self._phone.no_browser:
            self._out("Error: Activity not started, unable to resolve Intent\n", _STDERR)
            return 1
        self._phone.shown.append(address)
        return 0

    def _pm(self, *words: str) -> int:
        phone = self._phone
        assert words[:3] == ("path", "--user", phone.user), words
        if phone.app is None or words[3] != phone.package:
            return 1
        self._out(f"package:/data/app/{phone.package}/base.apk\n")
        return 0

    def _pidof(self, package: str) -> int:
        if not self._phone.running or package != self._phone.package:
            return 1
        self._out(f"{PID}\n")
        return 0

    def _mkdir(self, *words: str) -> int:
        for name in words[1:]:
            if self._refused("mkdir", name):
                return 1
            path = self._phone.path(name)
            if not path.is_dir():
                self._phone.storage.made(SHELL, name)
            path.mkdir(parents=True, exist_ok=True)
        return 0

    def _rm(self, option: str, *names: str) -> int:
        for name in names:
            if self._refused("rm", name):
                return 1
            path = self._phone.path(name)
            if path.is_dir():
                shutil.rmtree(path)
            path.unlink(missing_ok=True)
        return 0

    def _cat(self, name: str) -> int:
        path = self._phone.path(name)
        if self._refused("cat", name) or self._missing("cat", name):
            return 1
        self._out(path.read_text())
        return 0

    def _ls(self, name: str) -> int:
        if self._refused("ls", name) or self._missing("ls", name):
            return 1
        self._out(f"{name}\n")
        return 0

    def _sha256sum(self, *names: str) -> int:
        status = 0
        for name in names:
            if self._refused("sha256sum", name) or self._missing("sha256sum", name):
                status = 1
                continue
            content = self._phone.path(name).read_bytes()
            self._out(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
        return status

    def _refused(self, command: str, name: str) -> bool:
        """Whether the storage keeps this file from the shell, as toybox says it."""
        if self._phone.may(SHELL, name):
            return False
        self._out(f"{command}: {name}: {DENIED}\n", _STDERR)
        return True

    def _missing(self, command: str, name: str) -> bool:
        if self._phone.path(name).is_file():
            return False
        self._out(f"{command}: {name}: No such file or directory\n", _STDERR)
        return True

    def _dumpsys(self, service: str) -> int:
        phone = self._phone
        if service == "battery":
            known = f"  level: {phone.level}\n  scale: 100\n  temperature: {phone.decicelsius}\n"
            self._out("Current Battery Service state:\n  USB powered: true\n")
            self._out(f"{phone.battery or known}  technology: Li-ion\n")
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
