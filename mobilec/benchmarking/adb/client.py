"""The program `adb`: found, called, and its complaints in words that help."""

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from exporters.errors import Refused

TIMEOUT_S = 60.0
_HOMES = ("ANDROID_HOME", "ANDROID_SDK_ROOT")
_NAMES = ("adb", "adb.exe")
"""The second on Windows, and where Linux runs inside it."""

_EXPLAINED = {
    "unauthorized": "the phone has not allowed this computer; unlock it and accept the question",
    "device offline": "the phone does not answer; was its cable pulled? Plug it in again",
    "not found": "the phone is gone; was its cable pulled, or did it restart?",
    "no devices": "the phone is gone; was its cable pulled, or did it restart?",
    "closed": "the phone ended the connection; did it restart?",
    "No space left": "the phone's storage is full; free some",
    "Permission denied": "adb's shell may not do that in this folder of the phone",
    "cannot connect to daemon": "adb's own server did not start; try: adb kill-server",
}
"""What adb says to what it means."""


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffd]+")
_LONGEST_WORDS = 400
"""Of an answer that is shown; one that is no text may be anything."""


@dataclass(frozen=True)
class Answer:
    """What one call of adb gave."""

    status: int
    out: str
    err: str

    @property
    def words(self) -> str:
        """All that it said, on a line."""
        lines = f"{self.out}\n{self.err}".strip().splitlines()
        said = "; ".join(line.strip() for line in lines[-4:] if line.strip())
        return _CONTROL.sub("?", said)[:_LONGEST_WORDS]


def executable() -> Path:
    """adb on the PATH, or in Android's SDK."""
    on_path = shutil.which("adb")
    if on_path:
        return Path(on_path)
    for home in filter(None, map(os.environ.get, _HOMES)):
        for name in _NAMES:
            found = Path(home) / "platform-tools" / name
            if found.is_file():
                return found
    raise Refused(
        "adb is not on the PATH, nor in platform-tools of ANDROID_HOME; install Android's "
        "platform-tools, or on Debian: apt-get install adb"
    )


class Adb:
    """``serial``: of the phone that is meant; empty where none is chosen yet."""

    def __init__(self, program: Path, serial: str = "") -> None:
        self._program, self.serial = program, serial

    def of(self, serial: str) -> "Adb":
        """The same, for one phone."""
        return Adb(self._program, serial)

    def ran(self, *words: str, timeout_s: float = TIMEOUT_S) -> Answer:
        """One call, whatever it ends with."""
        command = self._command(*words)
        try:
            done = subprocess.run(command, capture_output=True, timeout=timeout_s)
        except subprocess.TimeoutExpired as late:
            raise Refused(
                f"adb {words[0]} did not end within {timeout_s:.0f} s; is the phone locked, or its "
                "cable loose?"
            ) from late
        out, err = (stream.decode(errors="replace") for stream in (done.stdout, done.stderr))
        return Answer(done.returncode, out, err)

    def said(self, *words: str, timeout_s: float = TIMEOUT_S) -> str:
        """What a call says; refused where it fails."""
        answer = self.ran(*words, timeout_s=timeout_s)
        if answer.status:
            raise Refused(f"adb {words[0]} failed: {explained(answer)}")
        return answer.out

    def shell(self, *words: str, timeout_s: float = TIMEOUT_S) -> str:
        """The same of a command on the phone; its words reach it as they are."""
        return self.said("shell", shlex.join(words), timeout_s=timeout_s)

    def tried(self, *words: str) -> str:
        """What a command on the phone says, whether it fails or not; refused where adb does."""
        return self._shell(*words).out

    def both(self, *words: str) -> str:
        """The same with what it complains of, behind it."""
        answer = self._shell(*words)
        return f"{answer.out}\n{answer.err}"

    def _shell(self, *words: str) -> Answer:
        answer = self.ran("shell", shlex.join(words))
        if answer.err.startswith(("adb:", "error:", "adb.exe:")):
            raise Refused(f"adb shell failed: {explained(answer)}")
        return answer

    @contextmanager
    def following(self, *words: str) -> Iterator["subprocess.Popen[bytes]"]:
        """A call that goes on until the block ends."""
        process = subprocess.Popen(
            self._command(*words), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()

    def _command(self, *words: str) -> list[str]:
        serial = ["-s", self.serial] if self.serial else []
        return [str(self._program), *serial, *words]


def explained(answer: Answer) -> str:
    """adb's words, with what they mean where that is known."""
    ended = f"exit status {answer.status}"
    if answer.status < 0:
        ended = f"signal {-answer.status} ended adb itself; install Android's platform-tools anew"
    said = answer.words or ended
    for part, meaning in _EXPLAINED.items():
        if part in said:
            return f"{said} ({meaning})"
    return said
