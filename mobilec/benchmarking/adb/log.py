"""Lines of the phone's log: progress, where the app's folder is, and the end."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

TAG = "mobilec"
_LINE = re.compile(r"^([VDIWEF])/(.*?)\s*\(\s*([0-9]{1,10})\): (.*)$")
_FINISHED = re.compile(r"^finished ([0-9]{1,10}) (\S+)$")
_FAILED = "failed "
_READY = "ready "
FILTERS = (
    f"{TAG}:V",
    "AndroidRuntime:E",
    "DEBUG:F",
    "libc:F",
    "ActivityManager:I",
    "lmkd:I",
    "lowmemorykiller:I",
    "*:S",
)
"""What is followed: our own lines, and all that tells of a process that died."""


@dataclass(frozen=True)
class Line:
    tag: str
    pid: int
    text: str


def parsed(raw: str) -> Line | None:
    """A line in logcat's form `brief`."""
    found = _LINE.match(raw.rstrip("\r\n"))
    return Line(found[2].strip(), int(found[3]), found[4]) if found else None


def finished(line: Line, output: str) -> int | None:
    """The exit status, where a line says that the run of ``output`` ended."""
    found = _FINISHED.match(line.text) if line.tag == TAG else None
    return int(found[1]) if found and found[2] == output else None


def ready(line: Line, name: str) -> str | None:
    """The folder that the app names when it was asked for it under ``name``."""
    start = f"{_READY}{name} "
    if line.tag != TAG or not line.text.startswith(start):
        return None
    return line.text.removeprefix(start)


def why_failed(lines: Iterable[Line]) -> str:
    """What the app says about a failure, or ""."""
    said = [line.text for line in lines if line.tag == TAG and line.text.startswith(_FAILED)]
    return said[-1].removeprefix(_FAILED) if said else ""
