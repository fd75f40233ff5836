"""Lines of the phone's log: progress, the end, and what a crash leaves."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mobilec.benchmarking.adb.install import PACKAGE

TAG = "mobilec"
_LINE = re.compile(r"^([VDIWEF])/(.*?)\s*\(\s*(\d+)\): (.*)$")
_FINISHED = re.compile(r"^finished (\d+) (\S+)$")
_FAILED = "failed "
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
_SHOWN = 12


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


def why_failed(lines: Iterable[Line]) -> str:
    """What the app says about a failure, or ""."""
    said = [line.text for line in lines if line.tag == TAG and line.text.startswith(_FAILED)]
    return said[-1].removeprefix(_FAILED) if said else ""


def relevant(lines: Iterable[Line]) -> tuple[str, ...]:
    """What tells why the app died, the last lines of it."""
    crash = [line for line in lines if line.tag != TAG and _tells(line)]
    return tuple(f"{line.tag}: {line.text}" for line in crash[-_SHOWN:])


def _tells(line: Line) -> bool:
    if line.tag in ("AndroidRuntime", "DEBUG", "libc"):
        return True
    return PACKAGE in line.text


def meaning(lines: Iterable[str]) -> str:
    """What is known about such an end, or ""."""
    text = "\n".join(lines)
    if "SIGILL" in text or "signal 4" in text:
        return (
            "the runtime used an instruction that this processor has not; measure --engine onnx, "
            "or another phone"
        )
    if "OutOfMemory" in text or "lowmemorykiller" in text or "lmkd" in text:
        return "the phone had too little memory free; close other apps, or take a smaller model"
    if "UnsatisfiedLinkError" in text:
        return "the APK lacks a native library; build it with this engine: mobilec bundle --engines"
    return ""
