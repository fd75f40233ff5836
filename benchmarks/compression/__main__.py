"""Every method of compression on the shipped models: sizes, latency, quality before and after a
fine-tuning of equal length.

    python -m benchmarks.compression --data FOLDER --task translation [--only NAME ...] [--steps N]
    python -m benchmarks.compression --data FOLDER --task sentiment --model DENSE
    python -m benchmarks.compression --latency [--rounds 30]

FOLDER holds sst2/train.tsv and dev.tsv, tatoeba_en-de/train.tsv, test.en and test.de. Each variant
is a process of its own, on one thread; what is done already in --folder is not done again, so a
run that was stopped goes on. --latency times the files that are kept there. Both write
results/compression.json and print it as a table. DENSE: the folder of a classifier that is not
compressed; the card of the shipped one says how it is made.
"""

import argparse
import json
import os
import subprocess
import sys
from dataclasses import replace
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

import torch

from benchmarks.compression.latency import measured
from benchmarks.compression.table import table
from benchmarks.compression.tasks import TASKS, Task
from benchmarks.compression.variant import settings
from benchmarks.compression.variants import variants
from exporters.errors import Refused

ROOT = Path(__file__).parents[2]
RESULT = Path(__file__).parents[1] / "results" / "compression.json"
DATA = {"sentiment": "sst2", "translation": "tatoeba_en-de"}
"""Task to its folder in --data."""
LATENCY = "latency.json"


def main() -> None:
    """Reads the command line."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--data", type=Path, help="without it nothing new is made")
    arguments.add_argument("--task", action="append", choices=TASKS)
    arguments.add_argument("--only", action="append", metavar="NAME", help="of variants")
    arguments.add_argument("--steps", type=int, help="of fine-tuning, instead of the task's own")
    arguments.add_argument("--model", help="a dense one; with one --task")
    arguments.add_argument("--folder", type=Path, default=Path("build/compression"))
    arguments.add_argument("--latency", action="store_true")
    arguments.add_argument("--rounds", type=int, default=30)
    arguments.add_argument("--output", type=Path, default=RESULT)
    asked = arguments.parse_args()
    tasks = [TASKS[name] for name in asked.task or TASKS]
    if asked.model and len(tasks) > 1:
        arguments.error("--model is of one task: name it by --task")
    tasks = [replace(task, model=asked.model or task.model) for task in tasks]
    if asked.data and any(task.model is None for task in tasks):
        arguments.error(
            "the shipped classifier is compressed already: make a dense one as its card says, and "
            "name it by --task sentiment --model FOLDER"
        )
    failed = _made(tasks, asked) if asked.data else []
    found = {}
    for task in tasks:
        kept = results(asked.folder / task.name, task, asked.steps or task.steps)
        if kept and asked.latency:
            torch.set_num_threads(1)
            times = measured(asked.folder / task.name, list(kept), asked.rounds)
            (asked.folder / task.name / LATENCY).write_text(json.dumps(times) + "\n")
        if kept:
            found[task.name] = {"variants": kept} | _timed(asked.folder / task.name)
    asked.output.write_text(json.dumps(found, indent=1) + "\n")
    print(table(found))
    if failed:
        sys.exit(f"not made: {', '.join(failed)}; the reasons stand above")


def results(folder: Path, task: Task, steps: int) -> dict[str, Any]:
    """Those that are kept, by name. Refused: of other settings, which compare with nothing."""
    wanted, found = settings(task, steps), {}
    for name in variants(task.name):
        file = folder / f"{name}.json"
        if not file.is_file():
            continue
        found[name] = json.loads(file.read_text())
        made = found[name]["settings"]
        if differ := [key for key in wanted if made.get(key) != wanted[key]]:
            raise Refused(f"{file} differs in {', '.join(differ)}; name another --folder")
    return found


def _made(tasks: list[Task], asked: argparse.Namespace) -> list[str]:
    """Makes what is not there, the tasks by turns. Returns the names of those that failed."""
    failed = []
    queue = zip_longest(*([(task, name) for name in variants(task.name)] for task in tasks))
    for task, name in filter(None, chain(*queue)):
        steps = asked.steps or task.steps
        done = results(asked.folder / task.name, task, steps)
        if name in done or name not in (asked.only or [name]):
            continue
        words = [sys.executable, "-m", "benchmarks.compression.variant", task.name, name]
        words += ["--data", str(asked.data / DATA[task.name]), "--steps", str(steps)]
        words += ["--folder", str(asked.folder.resolve()), "--model", str(task.model)]
        if subprocess.run(words, cwd=ROOT, env=os.environ | {"OMP_NUM_THREADS": "1"}).returncode:
            failed.append(f"{task.name} {name}")
    return failed


def _timed(folder: Path) -> dict[str, Any]:
    file = folder / LATENCY
    return {"latency": json.loads(file.read_text())} if file.is_file() else {}


if __name__ == "__main__":
    main()
