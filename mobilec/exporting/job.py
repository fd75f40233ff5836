"""All that an export knows before its first file is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch

from exporters.backend import Lowering
from exporters.bundle.write import Prepared, prepare
from exporters.precision.rules import Rule
from exporters.progress import Progress
from exporters.verify.tolerance import tolerance_for
from mobilec.checkpoint.ids.held import Held
from mobilec.checkpoint.load import Checkpoint, load
from mobilec.evaluation.measure import Example, Score, answered
from mobilec.exporting.lengths import settled
from mobilec.exporting.options import ExportOptions
from mobilec.exporting.plan import asked_model
from mobilec.exporting.task import Captured, Contents, Exporting
from mobilec.tasks.registry import task_of

CALIBRATION_TEXTS = 256
"""More texts move the ranges little; each costs one float run."""


@dataclass(frozen=True)
class Floats:
    """What the PyTorch model says to ``examples``, and how good that is."""

    examples: Sequence[Example]
    answers: Sequence[Any]
    score: Score


@dataclass(frozen=True)
class Job:
    """``forms``: the program as each back end wants it under ``lowering``, calibrated where asked.
    ``floats``: None without evaluation data.
    """

    options: ExportOptions
    checkpoint: Checkpoint
    captured: Captured
    held: Held
    contents: Contents
    lowering: Lowering
    forms: tuple[Prepared, ...]
    floats: Floats | None


def prepared_job(options: ExportOptions, progress: Progress) -> Job:
    """Loads, captures, and asks PyTorch. Every back end has had its chance to refuse."""
    with progress.stage("loading"):
        checkpoint = load(asked_model(options), options.task, options.translation.languages)
        options = settled(options, checkpoint)
    with progress.stage("capturing"):
        exporting: Exporting = task_of(checkpoint.task).exporting()
        captured = exporting.captured(checkpoint, options)
        held = captured.held()
        examples = captured.measure.read(options.evaluation) if options.evaluation else ()
        lowering = _lowering(options, captured)
        forms = prepare(captured.program, options.wanted_formats(), lowering)
    with progress.stage("asking PyTorch"):
        contents = captured.ask(_tolerances(options, checkpoint.task))
        floats = _floats(captured, checkpoint, examples) if examples else None
    return Job(options, checkpoint, captured, held, contents, lowering, forms, floats)


def _tolerances(options: ExportOptions, task: str) -> dict[str, float]:
    """Format to the largest error on the goldens: of the kind of model, or as was asked."""
    usual = {n: tolerance_for(task, options.precision, n) for n in options.wanted_formats()}
    return {name: of.with_most(options.most_error).relative for name, of in usual.items()}


def _lowering(options: ExportOptions, captured: Captured) -> Lowering:
    samples: Sequence[tuple[torch.Tensor, ...]] = ()
    if options.calibration is not None:
        samples = captured.samples(options.calibration)[:CALIBRATION_TEXTS]
    return Lowering(
        precision=options.precision,
        lengths=options.lengths,
        rules=tuple(Rule(pattern, quantize=False) for pattern in options.keep_float),
        samples=samples,
        ios=options.ios,
        standalone=options.translation.standalone,
        reduce_range=options.reduce_range,
    )


def _floats(captured: Captured, checkpoint: Checkpoint, examples: Sequence[Example]) -> Floats:
    answers = answered(captured.measure.original(checkpoint), examples)
    return Floats(examples, answers, captured.measure.score(examples, answers))
