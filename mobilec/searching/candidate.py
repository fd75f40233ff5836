"""One recipe, measured: compressed, exported, asked for the user's data, timed beside the dense."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from statistics import median
from typing import Any

import yaml

from exporters.bundle.bundle import Bundle
from exporters.formats import FACTS
from exporters.progress import Progress
from mobilec.checkpoint.load import load
from mobilec.compression.compress import compress
from mobilec.compression.options import CompressOptions
from mobilec.compression.plan.plan import CompressionPlan, plan_compression
from mobilec.evaluation.measure import Answer, Example, Measure, answered
from mobilec.evaluation.pytorch import examples_of, measure_of
from mobilec.exporting.export import export
from mobilec.exporting.options import ExportOptions
from mobilec.exporting.task_options import TranslationOptions
from mobilec.searching.options import SearchOptions
from mobilec.tasks.registry import task_of

PART = 4
"""A part of the data of one in so many, on which PyTorch tells early what is hopeless."""
TEXTS = 24
"""Timed, in turn by the dense program and the other."""
ROUNDS = 3


@dataclass(frozen=True)
class Figures:
    """``bytes``: of the int8 program. ``latency``: its time by that of the dense one, the median
    over texts that both answer in turn on this machine. ``score``: of the program on the data."""

    score: float
    bytes: int
    latency: float
    parameters: int

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


class Candidates:
    """Measures recipes of one search; ``work`` holds what each of them leaves, one at a time."""

    def __init__(self, options: SearchOptions, work: Path, progress: Progress) -> None:
        self._options, self._work, self._progress = options, work, progress

    @cached_property
    def dense(self) -> "Opened":
        """The model as it is. Refused: one that cannot be exported, and data that does not fit."""
        with self._progress.stage("the dense model"):
            source = load(self._options.model, self._options.task, self._options.languages)
            examples_of(source, self._options.evaluation)
            return self._exported(self._options.model, "dense")

    @cached_property
    def examples(self) -> Sequence[Example]:
        """The data that programs are measured on."""
        return self.dense.measure.read(self._options.evaluation)

    @cached_property
    def dense_figures(self) -> Figures:
        """Its latency is 1."""
        bundle = self.dense.bundle
        score = self._score(self.dense)
        return Figures(score, self._bytes(bundle), 1.0, bundle.manifest.unique_parameters)

    def plan(self, steps: list[dict[str, Any]]) -> CompressionPlan:
        """What the recipe would make. Refused: what it cannot do."""
        return plan_compression(self._compression(steps))

    def compressed(self, steps: list[dict[str, Any]]) -> Path:
        """The folder of the smaller model."""
        options = self._compression(steps)
        compress(options, self._progress)
        return options.output

    def early(self, folder: Path) -> float:
        """The score of PyTorch on a part of the data."""
        checkpoint = load(folder, self._options.task, self._options.languages)
        measure = measure_of(checkpoint)
        part = self.examples[::PART]
        answers = answered(measure.original(checkpoint), part)
        return float(measure.score(part, answers).values[measure.headline])

    def measured(self, folder: Path) -> Figures:
        """The exported program's."""
        opened = self._exported(str(folder), "candidate")
        with self._progress.stage("measuring"):
            score = self._score(opened)
            latency = ratio(opened.answer, self.dense.answer, self.examples)
        made = opened.bundle
        return Figures(score, self._bytes(made), latency, made.manifest.unique_parameters)

    def _score(self, opened: "Opened") -> float:
        measure = opened.measure
        answers = answered(opened.answer, self.examples)
        return float(measure.score(self.examples, answers).values[measure.headline])

    def _bytes(self, bundle: Bundle) -> int:
        return bundle.manifest.program(self._options.measured_format).size_bytes

    def _compression(self, steps: list[dict[str, Any]]) -> CompressOptions:
        options = self._options
        recipe = self._work / "recipe.yaml"
        recipe.write_text(yaml.safe_dump({"steps": steps}, sort_keys=False), encoding="utf-8")
        return CompressOptions(
            model=options.model,
            recipe=recipe,
            output=self._work / "compressed",
            task=options.task,
            data=options.data,
            train=options.train,
            evaluation=options.evaluation if options.train else None,
            source_language=options.source_language,
            target_language=options.target_language,
            seed=options.seed,
            overwrite=True,
        )

    def _exported(self, model: str, name: str) -> "Opened":
        options = self._options
        asked = ExportOptions(
            model=model,
            task=options.task,
            targets=(FACTS[options.measured_format].target,),
            formats=(options.measured_format,),
            output=self._work / name,
            overwrite=True,
        )
        if options.source_language or options.target_language:
            languages = TranslationOptions(
                source_language=options.source_language, target_language=options.target_language
            )
            asked = replace(asked, translation=languages)
        export(asked, self._progress)
        return Opened(Bundle.open(asked.output), options.measured_format)


class Opened:
    """A bundle whose program is loaded when it is first asked."""

    def __init__(self, bundle: Bundle, format_name: str) -> None:
        self.bundle, self._format = bundle, format_name
        kind: type[Measure] = task_of(bundle.manifest.task).measure()
        self.measure = kind.of_bundle(bundle)

    @cached_property
    def answer(self) -> Answer:
        return self.measure.exported(self.bundle, self._format)


def ratio(
    candidate: Answer,
    dense: Answer,
    examples: Sequence[Example],
    clock: Callable[[], float] = time.process_time,
) -> float:
    """The time of ``candidate`` by that of ``dense``, the median over texts, each of which both
    answer in turn ``ROUNDS`` times; of these the least counts, as others use the machine too."""
    found = []
    for example in examples[:: max(1, len(examples) // TEXTS)][:TEXTS]:
        times: dict[Answer, list[float]] = {candidate: [], dense: []}
        for _ in range(ROUNDS):
            for answer in (dense, candidate):
                begun = clock()
                answer(example.asked)
                times[answer].append(clock() - begun)
        found.append(min(times[candidate]) / min(times[dense]))
    return median(found)
