"""Instructions of a whole process, counted by Linux's perf on a machine that is ARM64 itself.

perf sees no marks. So a process that makes the same calls twice as often is set beside one, and
what the second has more is what the calls execute (perf-stat(1), its output by -x).
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from exporters.errors import Refused
from mobilec.arm.process import ArmProcess
from mobilec.arm.runner_files import PREBUILT

EVENT = "instructions:u"
Call = tuple[str, list[np.ndarray]]
"""A method and its inputs, in the file's order."""
_SERVER = Path(__file__).parents[1] / "runner" / "onnx_server.py"
_LAST_S = 60.0


def refuse_missing() -> None:
    """Before the slow work: is perf there, and may it count?"""
    if shutil.which("perf") is None:
        raise Refused(
            "on ARM64 itself Linux's perf counts instructions, and it is not on the PATH: install "
            "it (on Debian: apt-get install linux-perf)"
        )
    _counted(["true"])


def started(format_name: str, path: Path) -> ArmProcess:
    """The same process as ``total`` counts, uncounted."""
    return ArmProcess(_program(format_name, path), _environment())


def total(format_name: str, path: Path, calls: Sequence[Call]) -> int:
    """Of a process that loads a program and makes these calls, its start and end included."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "perf"
        process = ArmProcess([*_words(output), *_program(format_name, path)], _environment())
        try:
            for method, inputs in calls:
                process.call(method, inputs)
        finally:
            process.close(_LAST_S)
        return parsed(output)


def parsed(output: Path) -> int:
    """The number in what perf wrote; Refused where it has none."""
    lines = output.read_text().splitlines() if output.is_file() else []
    for line in lines:
        value, _, rest = line.partition(",")
        if EVENT in rest and value.isdigit():
            return int(value)
    said = "; ".join(line for line in lines if line.strip() and not line.startswith("#"))
    raise Refused(
        f"perf counted no {EVENT} ({said or 'it wrote nothing'}): the processor's counters may be "
        "closed to users (sysctl kernel.perf_event_paranoid=2) or not there in a virtual machine"
    )


def version() -> str:
    """As perf says it."""
    return subprocess.run(["perf", "--version"], capture_output=True, text=True).stdout.strip()


def _words(output: Path) -> list[str]:
    return ["perf", "stat", "-x", ",", "-e", EVENT, "-o", str(output), "--"]


def _counted(command: Sequence[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "perf"
        subprocess.run([*_words(output), *command], capture_output=True)
        return parsed(output)


def _program(format_name: str, path: Path) -> list[str]:
    """The same runners that are emulated elsewhere, on the libraries that are installed here."""
    if format_name == "executorch":
        return [str(PREBUILT / "runner"), "--one-thread", str(path)]
    files = sorted(path.glob("*.onnx")) if path.is_dir() else [path]
    return [sys.executable, str(_SERVER), *map(str, files)]


def _environment() -> dict[str, str]:
    found = find_spec("executorch")
    places = list(found.submodule_search_locations or ()) if found else []
    libraries = ":".join(str(Path(place) / "lib") for place in places)
    path = str(Path(shutil.which("perf") or "perf").parent)
    return {
        "PATH": f"{path}:/usr/bin:/bin",
        "LD_LIBRARY_PATH": libraries,
        "PYTHONHASHSEED": "0",
        "OPENBLAS_NUM_THREADS": "1",
    }
