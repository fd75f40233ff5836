"""One command in a fork of this process, which has imported what it needs, and how it ended."""

import gc
import importlib
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from exporters import trial

_LIMIT = "MOBILEC_HOSTILE_LIMIT_S"
LIMIT_S = float(os.environ.get(_LIMIT, "20"))
"""What takes longer hangs; on a machine that others use as well it may be told to wait."""
MOST_BYTES = 6 << 30
_BROKEN = 70
"""Status where something came out of the command that is no end of it."""


@dataclass(frozen=True)
class Ended:
    """``status``: None where a signal ended it, or nothing did within the limit (``hung``)."""

    status: int | None
    signal: int
    hung: bool
    seconds: float
    said: str


def warm() -> None:
    """Imports what every command would import anew, and lets no child collect it. What is tried in
    a process of its own is tried in a fork."""
    for name in (
        *("torch", "transformers", "onnxruntime", "onnx", "rich.table", "mobilec.cli.main"),
        *("exporters.onnx.run", "exporters.onnx.read", "exporters.executorch.trial"),
        *("exporters.executorch.read", "exporters.verify.gates", "mobilec.exporting.plan"),
        *("mobilec.evaluation.classify", "mobilec.evaluation.translate", "mobilec.cli.progress"),
        *("mobilec.inspecting.inspect", "mobilec.reporting.report", "mobilec.sizing.size"),
        *("mobilec.verifying.verify", "mobilec.benchmarking.session", "mobilec.bundling.bundle"),
    ):
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    trial.child = _tried


def _tried(format: str, path: Path) -> int:
    """As ``exporters.trial.child``, by a fork: no runtime has been used in this process, and to
    import it anew takes seconds."""
    child = os.fork()
    if child == 0:
        try:
            nowhere = os.open(os.devnull, os.O_RDWR)
            for stream in range(3):
                os.dup2(nowhere, stream)
            importlib.import_module(f"exporters.{format}.trial").tried(path)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def run(words: Sequence[object], surroundings: Mapping[str, str] | None = None) -> Ended:
    """``words``: behind `mobilec`. Within ``LIMIT_S`` and ``MOST_BYTES`` of its own data."""
    with tempfile.TemporaryFile() as heard:
        began = time.monotonic()
        child = os.fork()
        if child == 0:
            _act([str(word) for word in words], heard.fileno(), surroundings or {})
        status, hung = _awaited(child)
        heard.seek(0)
        said = heard.read().decode(errors="replace")
    by_signal = 0 if status is None else os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    known = None if hung or by_signal or status is None else os.waitstatus_to_exitcode(status)
    return Ended(known, by_signal, hung, time.monotonic() - began, said)


def _awaited(child: int) -> tuple[int | None, bool]:
    end = time.monotonic() + LIMIT_S
    while time.monotonic() < end:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return status, False
        time.sleep(0.005)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None, True


def _act(words: list[str], heard: int, surroundings: Mapping[str, str]) -> None:
    status = _BROKEN
    try:
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDONLY)
        for place, source in enumerate((nothing, heard, heard)):
            os.dup2(source, place)
        sys.stdin = open(0, encoding="utf-8", closefd=False)
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_DATA, (MOST_BYTES, MOST_BYTES))
        os.environ.update(surroundings)
        status = _spoken(words)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(status)


def _spoken(words: list[str]) -> int:
    from mobilec.cli import main

    sys.argv = ["mobilec", *words]
    try:
        main.main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        return _BROKEN
    return 0


def is_inside(path: Path, said: str) -> bool:
    """Whether what was said names something of a path."""
    return any(part in said for part in (str(path), path.name))
