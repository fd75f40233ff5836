"""What int8 programs execute on ARM64 processors: our files beside what the usual tools make.

    python -m benchmarks.arm_cost [--cpu cortex-a76 ...]

A BERT of MiniLM's shape, as benchmarks/classifier.py exports it, of 64 tokens; each file is counted
in an emulated process of its own, on one thread. Writes results/arm_cost.json, which
benchmarks/arm_cost.md shows. Nothing is timed, so the machine may be busy.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from transformers import PreTrainedModel

from benchmarks import peers
from benchmarks.classifier import DYNAMO, ONNX, PT2E, PTE, STATIC, TORCHSCRIPT, minilm, sentences
from benchmarks.machine import machine
from exporters.backend import Lowering, backend
from exporters.capture.capture import CaptureOptions, capture
from exporters.progress import Silent
from exporters.quiet import quiet
from mobilec.arm.counting.counts import Counts
from mobilec.arm.counting.places import largest
from mobilec.arm.counting.program import CountedProgram
from mobilec.arm.processors import DEFAULT, PROCESSORS, Processor

RESULT = Path(__file__).parent / "results" / "arm_cost.json"
REDUCED = f"{ONNX}, --reduce-range"
LONGEST = 128
WARM_UPS, PASSES = 2, 2


@dataclass(frozen=True)
class File:
    """``additive``: whether its mask is (1, 1, 1, time) of 0."""

    name: str
    format: str
    path: Path
    additive: bool = False

    def inputs(self, ids: np.ndarray) -> list[np.ndarray]:
        """Of a sentence without padding, (1, time)."""
        zeros = np.zeros((1, 1, 1, ids.shape[1]), np.float32)
        return [ids, zeros if self.additive else np.ones_like(ids)]


def files(model: PreTrainedModel, folder: Path) -> Iterator[File]:
    """Each is exported as it is asked for."""
    for format_name, name, file in (
        ("executorch", PTE, "ours.pte"),
        ("onnx", ONNX, "ours.onnx"),
        ("onnx", REDUCED, "reduced.onnx"),
    ):
        path = folder / file
        ours(model, format_name, path, reduce_range=name == REDUCED)
        yield File(name, format_name, path)
    path = folder / "pt2e.pte"
    peers.pt2e(model, path, STATIC)
    yield File(PT2E, "executorch", path, additive=True)
    for name, dynamo in ((DYNAMO, True), (TORCHSCRIPT, False)):
        path = folder / f"{'dynamo' if dynamo else 'torchscript'}.onnx"
        peers.quantize_dynamic_of(model, path, dynamo)
        yield File(name, "onnx", path)


def ours(model: PreTrainedModel, format_name: str, path: Path, reduce_range: bool = False) -> None:
    """From the model to the int8 file, the proof of the capture included."""
    options = Lowering(lengths=(LONGEST,), reduce_range=reduce_range)
    back_end = backend(format_name)
    program = capture(model, "text-classification", CaptureOptions(LONGEST))
    back_end.lower(back_end.quantize(program, options), path, options, Silent())


def counted(file: File, processor: Processor, ids: np.ndarray) -> dict[str, Any]:
    """A row: a sentence, loading, and where the sentence's instructions go."""
    with CountedProgram(file.format, file.path, processor) as program:
        for _ in range(WARM_UPS + PASSES):
            program.call("forward", file.inputs(ids))
    trace = program.trace
    passes = trace.calls[-PASSES:]
    load = Counts.sum([trace.counts(interval) for interval in trace.loads])
    return {
        "file": file.name,
        "processor": processor.name,
        "tokens": ids.shape[1],
        "by": program.by,
        "size_bytes": file.path.stat().st_size,
        "sentence": asdict(Counts.mean([trace.counts(each) for each in passes])),
        "load": asdict(load),
        "places": [asdict(place) for place in largest(trace, passes[-1:])],
    }


def main() -> None:
    """Exports, counts, and keeps the rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cpu", action="append", choices=list(PROCESSORS))
    asked = parser.parse_args()
    model = minilm()
    ids = sentences(model, STATIC)[0].numpy()
    rows = []
    with TemporaryDirectory() as folder, quiet():
        for file in files(model, Path(folder)):
            for name in asked.cpu or DEFAULT:
                rows.append(counted(file, PROCESSORS[name], ids))
                print(file.name, name, rows[-1]["sentence"], flush=True)
    document = {"machine": machine(), "rows": rows}
    RESULT.write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
