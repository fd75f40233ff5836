"""What the log tells about the end of the app's process, and of no other's."""

import re
from collections.abc import Iterable, Sequence

from mobilec.benchmarking.adb.log import TAG, Line

_SHOWN = 12
_OF_THE_PROCESS = ("AndroidRuntime", "libc")
"""Written by the process that dies, so with its number."""
_OF_A_WITNESS = "DEBUG"
"""Written by the system's crash_dump, with a number of its own; one line names the dead."""
_END = re.compile(r"\bdied\b|[Kk]ill|\bANR in\b|[Cc]rash")
_ASKED_FOR = re.compile(r"Force stopping|: stop ")
"""A process is stopped before each measurement, and that is no failure."""


def relevant(lines: Iterable[Line], package: str) -> tuple[str, ...]:
    """What tells why the app died, the last lines of it."""
    seen = tuple(lines)
    own = _own(seen, package)
    told = [line for line in seen if line.tag != TAG and _tells(line, own, package)]
    return tuple(f"{line.tag}: {line.text}" for line in told[-_SHOWN:])


def _own(lines: Sequence[Line], package: str) -> frozenset[int]:
    """The numbers of the app's processes, and of the witnesses that speak of one of them."""
    own = {line.pid for line in lines if line.tag == TAG}
    for line in lines:
        started = re.match(rf"Start proc ([0-9]{{1,10}}):{re.escape(package)}[/:]", line.text)
        if started:
            own.add(int(started[1]))
    named = rf"\bpid:? ({'|'.join(map(str, sorted(own)))})\b" if own else r"(?!)"
    speaks = re.compile(f"{named}|{_name(package)}")
    also = {
        line.pid
        for line in lines
        if line.tag in (*_OF_THE_PROCESS, _OF_A_WITNESS) and speaks.search(line.text)
    }
    return frozenset(own | also)


def _tells(line: Line, own: frozenset[int], package: str) -> bool:
    if line.tag in (*_OF_THE_PROCESS, _OF_A_WITNESS):
        return line.pid in own
    if not re.search(_name(package), line.text) or _ASKED_FOR.search(line.text):
        return False
    return _END.search(line.text) is not None


def _name(package: str) -> str:
    """The package, and no longer one that begins or ends like it."""
    return rf"(?<![\w.]){re.escape(package)}(?![\w.])"


def meaning(lines: Iterable[str]) -> str:
    """What is known about such an end, or ""."""
    text = "\n".join(lines)
    if "SIGILL" in text or "signal 4" in text:
        return (
            "the runtime used an instruction that this processor has not; measure --format onnx, "
            "or another phone"
        )
    if "OutOfMemory" in text or "lowmemorykiller" in text or "lmkd" in text:
        return "the phone had too little memory free; close other apps, or take a smaller model"
    if "UnsatisfiedLinkError" in text:
        return "the APK lacks a native library; build it with this engine: mobilec bundle --format"
    if "SIGSEGV" in text or "signal 11" in text or "SIGABRT" in text or "signal 6" in text:
        return (
            "the runtime's own code failed on this phone; measure the other engine, --format onnx "
            "or executorch, and tell its makers the phone and these lines"
        )
    return ""
