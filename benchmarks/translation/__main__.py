"""Greedy translation, 24 tokens to 32: our int8 files beside PyTorch and CTranslate2's int8.

    python -m benchmarks.translation [--shape tiny] [--threads 1] [--rounds 15] [--folder FOLDER]

Each contender has a process of its own; they translate the same sentence in turn, in a new order
each round. Writes results/translation.json.
"""

import argparse
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import torch

from benchmarks.machine import machine
from benchmarks.translation.files import files
from benchmarks.translation.report import report
from benchmarks.translation.shapes import SHAPES
from benchmarks.translation.table import table

RESULT = Path(__file__).parents[1] / "results" / "translation.json"


def main() -> None:
    """Reads the command line."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--shape", action="append", choices=SHAPES)
    arguments.add_argument("--threads", action="append", type=int)
    arguments.add_argument("--rounds", type=int, default=15)
    arguments.add_argument("--calls", type=int, default=2, help="in a row, in each round")
    arguments.add_argument("--folder", type=Path, help="keeps the files, and uses what is there")
    arguments.add_argument("--output", type=Path, default=RESULT)
    asked = arguments.parse_args()
    torch.set_num_threads(1)
    with TemporaryDirectory() as temporary:
        found = _found(asked, asked.folder or Path(temporary))
    asked.output.write_text(json.dumps(found, indent=1) + "\n")
    print(table(json.loads(asked.output.read_text())))


def _found(asked: argparse.Namespace, folder: Path) -> dict[str, object]:
    before = machine()
    threads = tuple(asked.threads or (1, 2))
    shapes = {
        name: report(files(SHAPES[name], folder), threads, asked.rounds, asked.calls)
        for name in asked.shape or SHAPES
    }
    after = machine()["load_average"]
    return {"machine": before, "load_average_after": after, "shapes": shapes}


if __name__ == "__main__":
    main()
