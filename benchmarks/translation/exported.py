"""One file from a checkpoint, and what that took: a process of its own, so that its peak of memory
is its own.

    python -m benchmarks.translation.exported CHECKPOINT FORMAT PATH [--float] [--standalone]

Prints one line of JSON.
"""

import argparse
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from transformers import MarianMTModel

from benchmarks.memory import peak_bytes
from benchmarks.timing import cost
from benchmarks.translation.task import CAPACITY
from exporters.backend import Lowering, backend
from exporters.bundle.digest import digest
from exporters.capture.capture import CaptureOptions
from exporters.capture.translation.capture import capture_translation
from exporters.decode.state import states_of
from exporters.precision.rules import Precision
from exporters.progress import Silent
from exporters.quiet import quiet


@dataclass(frozen=True)
class Asked:
    """``standalone``: a .pte that looks its rows up itself, its table twice."""

    format: str
    precision: Precision = Precision.INT8
    standalone: bool = False


def export(checkpoint: Path, asked: Asked, path: Path) -> dict[str, object]:
    """From the checkpoint to the file, the proof of the capture included."""

    def work() -> None:
        model = MarianMTModel.from_pretrained(checkpoint).eval()
        program = capture_translation(model, CaptureOptions(CAPACITY, CAPACITY))
        options = Lowering(asked.precision, (CAPACITY,), standalone=asked.standalone)
        end = backend(asked.format)
        end.lower(end.quantize(program, options), path, options, Silent())
        states.append(states_of(program))
        parameters.append(program.unique_parameters)

    states, parameters = [], []
    with quiet():
        spent = cost(work)
    peak = peak_bytes()
    _, size_bytes = digest(path)
    return {
        "size_bytes": size_bytes,
        "unique_parameters": parameters[0],
        "states": asdict(states[0]),
        **asdict(spent),
        "peak_bytes": peak,
    }


def main() -> None:
    """Reads the command line."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("checkpoint", type=Path)
    arguments.add_argument("format")
    arguments.add_argument("path", type=Path)
    arguments.add_argument("--float", action="store_true")
    arguments.add_argument("--standalone", action="store_true")
    given = arguments.parse_args()
    torch.set_num_threads(1)
    precision = Precision.FP32 if given.float else Precision.INT8
    asked = Asked(given.format, precision, given.standalone)
    json.dump(export(given.checkpoint, asked, given.path), sys.stdout)


if __name__ == "__main__":
    main()
