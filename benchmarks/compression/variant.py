"""One variant, in a process of its own: compressed, measured, fine-tuned, measured, exported.

    python -m benchmarks.compression.variant TASK NAME --data FOLDER --folder FOLDER --steps N
        --model MODEL

Each stage leaves its folder, so that a run that was killed goes on after the last whole one. The
result is FOLDER/TASK/NAME.json, which is written when all of it is known.
"""

import argparse
import json
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import torch
import yaml

from benchmarks.compression.material import Material
from benchmarks.compression.tasks import BATCH, SEED, TASKS, Task
from benchmarks.compression.variants import Variant, variants
from benchmarks.machine import machine
from exporters.bundle.manifest import Manifest, read_manifest
from exporters.errors import VerificationFailed
from exporters.formats import FACTS, FORMATS
from exporters.quiet import quiet
from mobilec.compression.compress import compress
from mobilec.compression.options import CompressOptions
from mobilec.exporting.export import export
from mobilec.exporting.options import ExportOptions

NICE = 10
"""A run takes hours: it leaves the processor to whoever else wants it."""
LENGTH = 64
"""The longest text of the files; of a .mlpackage the only one, as three take thrice as long."""
_TARGET = {name: facts.target for name, facts in FACTS.items()}
Found = TypeVar("Found")


class Making:
    """The stages of one variant, in ``folder``. ``seconds``: of the processor, by stage."""

    def __init__(self, task: Task, variant: Variant, folder: Path, material: Material) -> None:
        self.task, self.variant, self.folder, self.material = task, variant, folder, material
        self.seconds: dict[str, float] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def result(self, steps: int) -> dict[str, Any]:
        """Everything about the variant, from its folders or by making them."""
        task, test = self.task, self.material.test
        small = self._timed("compress", self._small)
        before = self._kept("before", lambda: task.measured(small, test))
        tuned = self._timed("finetune", lambda: self._tuned(small))
        after = self._kept("after", lambda: task.measured(tuned, test))
        report = json.loads((Path(tuned) / "compression-report.json").read_text())
        # Learning changes no size and no latency, and int8 need not forgive the few steps of it.
        file_of = small if self.variant.step is None else tuned
        return {
            "task": task.name,
            "name": self.variant.name,
            "title": self.variant.title,
            "budget": self.variant.budget,
            "step": self.variant.step,
            "arithmetic": report["steps"][-1]["plan"]["options"]["arithmetic"],
            "settings": settings(task, steps) | {"test_rows": self.material.rows},
            "totals": report["after"],
            "before": before,
            "after": after,
            "files": self._timed("export", lambda: self._files(file_of)),
            "cpu_s": self.seconds,
            "machine": machine(),
        }

    def _small(self) -> str:
        assert self.task.model is not None, "the command line names one where none ships"
        if self.variant.step is None:
            return self.task.model
        return self._compressed(self.task.model, "small", self.variant.step)

    def _tuned(self, small: str) -> str:
        return self._compressed(small, "tuned", self.task.finetuning(self.material))

    def _compressed(self, model: str, name: str, step: dict[str, Any]) -> str:
        output, recipe = self.folder / name, self.folder / f"{name}.yaml"
        if not output.is_dir():
            recipe.write_text(yaml.safe_dump([step], sort_keys=False))
            options = CompressOptions(model, recipe, output, data=self.material.corpus, seed=SEED)
            compress(options)
        return str(output)

    def _files(self, tuned: str) -> dict[str, Any]:
        """Format to bytes; to the words of the failed check where a file was not written. Each by
        itself: of layers in one bundle the form must do for all its formats."""
        found: dict[str, Any] = {}
        for format_name in FORMATS:
            found |= self._alone(tuned, format_name)
        return found

    def _alone(self, tuned: str, format_name: str) -> dict[str, Any]:
        try:
            manifest = self._exported(tuned, f"bundle-{format_name}", (_TARGET[format_name],))
        except VerificationFailed as failed:
            findings = (each for each in failed.findings if not each.passed)
            return {format_name: {"failed": [f"{f.gate}: {f.message}" for f in findings]}}
        return _sizes(manifest)

    def _exported(self, tuned: str, name: str, targets: tuple[str, ...]) -> Manifest:
        output = self.folder / name
        if not output.is_dir():
            with quiet():
                export(
                    ExportOptions(
                        tuned,
                        targets,
                        lengths=(LENGTH,),
                        output=output,
                        translation=self.task.search,
                    )
                )
        return read_manifest(output)

    def _kept(self, name: str, measure: Callable[[], dict[str, float]]) -> dict[str, float]:
        file = self.folder / f"{name}.json"
        if not file.is_file():
            file.write_text(json.dumps(self._timed(f"measure {name}", measure)))
        found: dict[str, float] = json.loads(file.read_text())
        return found

    def _timed(self, stage: str, work: Callable[[], Found]) -> Found:
        print(f"{self.task.name} {self.variant.name}: {stage}", flush=True)
        began = time.process_time()
        done = work()
        self.seconds[stage] = round(time.process_time() - began, 1)
        return done


def settings(task: Task, steps: int) -> dict[str, Any]:
    """What all variants have in common, and what makes results comparable. Without a model that of
    the results is taken, whatever it is."""
    return {
        **({"model": Path(task.model).name} if task.model else {}),
        "steps": steps,
        "batch": BATCH,
        "seed": SEED,
        **task.learning,
    }


def _sizes(manifest: Manifest) -> dict[str, Any]:
    return {
        file.format: {"size_bytes": file.size_bytes, "stored_bytes": file.stored_bytes}
        for file in manifest.files
    }


def main() -> None:
    """Reads the command line."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("task", choices=TASKS)
    arguments.add_argument("name")
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--folder", type=Path, required=True)
    arguments.add_argument("--steps", type=int, required=True)
    arguments.add_argument("--model", required=True)
    asked = arguments.parse_args()
    os.nice(NICE)
    torch.set_num_threads(1)
    task, folder = replace(TASKS[asked.task], model=asked.model), asked.folder / asked.task
    material = task.material(asked.data, folder / "material", asked.steps * BATCH)
    variant = variants(task.name)[asked.name]
    making = Making(task, variant, folder / variant.name, material)
    found = making.result(asked.steps)
    beside = folder / f"{variant.name}.json.partial"
    beside.write_text(json.dumps(found, indent=1) + "\n")
    beside.rename(folder / f"{variant.name}.json")
    # The fine-tuned one and its bundle are what the figures are of.
    shutil.rmtree(making.folder / "small", ignore_errors=True)


if __name__ == "__main__":
    main()
