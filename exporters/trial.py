"""Programs from elsewhere run in a process of their own first, once on a machine.

A runtime in C++ takes damaged bytes for addresses, and its checks see no more than the form of a
file: 28 of 1,980 .pte with a few other bits or words ended the process that loaded or ran them
(python -m tests.hostile --only program). A format of which this is known has a module ``trial`` in
its folder, which loads a file and calls all of it; the others are not tried. What ran to its end is
remembered by its sha256, and so is what was made here.
"""

import os
import subprocess
import sys
from contextlib import suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from signal import Signals

from exporters.errors import Refused
from exporters.formats import FACTS
from exporters.whole.file import write_whole

LIMIT_S = 300.0
"""For loading a program and calling each of its methods twice."""
_MOST = 2000
"""Programs that are remembered; then the older half is forgotten."""


def refuse_deadly(format: str, path: Path, sha256: str) -> None:
    """Refuses a program that ends the process which opens it, or never comes to an end."""
    if not _dies(format) or sha256 in _known(format):
        return
    try:
        status = child(format, path)
    except subprocess.TimeoutExpired as late:
        raise Refused(
            f"{path} was tried in a process of its own and did not end within {LIMIT_S:.0f} s; "
            "make it again"
        ) from late
    if status < 0:
        raise Refused(
            f"{path} is damaged: {FACTS[format].title} dies of it ({_named(-status)}), as was "
            "tried in a process of its own; make it again"
        )
    if status == 0:
        remember(format, sha256)


def remember(format: str, sha256: str) -> None:
    """It is not tried, or not again. Where nothing can be kept, it is tried each time."""
    known = _known(format)
    if not _dies(format) or sha256 in known:
        return
    with suppress(OSError):
        if len(known) >= _MOST:
            write_whole("".join(f"{each}\n" for each in known[len(known) // 2 :]), _file(format))
        _file(format).parent.mkdir(parents=True, exist_ok=True)
        with _file(format).open("a", encoding="ascii") as file:
            file.write(f"{sha256}\n")


def child(format: str, path: Path) -> int:
    """How a process ends that tries it: 0 where it came to an end, in whatever words; a signal as
    a number below 0."""
    surroundings = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", _module(format), str(path)]
    nowhere = subprocess.DEVNULL
    return subprocess.run(
        command, stdin=nowhere, stdout=nowhere, stderr=nowhere, env=surroundings, timeout=LIMIT_S
    ).returncode


def _dies(format: str) -> bool:
    return find_spec(_module(format)) is not None


def _module(format: str) -> str:
    return f"exporters.{format}.trial"


def _known(format: str) -> list[str]:
    try:
        return _file(format).read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return []


def _file(format: str) -> Path:
    """Of this version of the runtime: another may die of other files."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    package = FACTS[format].package
    return Path(home) / "mobilec" / "tried" / f"{package}-{version(package)}"


def _named(number: int) -> str:
    with suppress(ValueError):
        return Signals(number).name
    return f"signal {number}"
