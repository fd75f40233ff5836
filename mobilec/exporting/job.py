"""All that an export knows before its first file is written."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from exporters.backend import Lowering
from exporters.bundle.golden import Golden, Lengths, make_golden
from exporters.bundle.write import Prepared, prepare
from exporters.capture.capture import CaptureOptions, capture
from exporters.precision.rules import Rule
from exporters.program import Program
from exporters.progress import Progress
from exporters.verify.tolerance import TOLERANCES
from mobilec.checkpoint.load import Checkpoint, load
from mobilec.evaluation.data import Example, read_labelled, read_texts
from mobilec.evaluation.score import Score, score
from mobilec.exporting.encoding import Encoder
from mobilec.exporting.options import ExportOptions
from mobilec.exporting.plan import asked_model
from mobilec.exporting.reference import Reference

CALIBRATION_TEXTS = 256
"""More texts move the ranges little; each costs one float run."""


@dataclass(frozen=True)
class Job:
    """``forms``: the program as each back end wants it under ``lowering``, calibrated where asked.
    ``float_score``: of the PyTorch model on ``examples``; None without evaluation data.
    """

    options: ExportOptions
    checkpoint: Checkpoint
    program: Program
    encoder: Encoder
    golden: Golden
    lowering: Lowering
    forms: tuple[Prepared, ...]
    examples: tuple[Example, ...]
    float_score: Score | None


def prepared_job(options: ExportOptions, progress: Progress) -> Job:
    """Loads, captures, and asks PyTorch. Every back end has had its chance to refuse."""
    with progress.stage("loading"):
        checkpoint = load(asked_model(options), options.task)
        examples = _examples(options, checkpoint)
    encoder = Encoder(checkpoint.tokenizer, options.lengths[-1])
    with progress.stage("capturing"):
        program = capture(checkpoint.model, checkpoint.task, CaptureOptions(options.lengths[-1]))
        lowering = _lowering(options, encoder)
        forms = prepare(program, options.wanted_formats(), lowering)
    with progress.stage("asking PyTorch"):
        reference = Reference(checkpoint)
        golden = _golden(reference, checkpoint, program, options)
        float_score = _float_score(reference, encoder, examples, checkpoint)
    return Job(
        options, checkpoint, program, encoder, golden, lowering, forms, examples, float_score
    )


def _examples(options: ExportOptions, checkpoint: Checkpoint) -> tuple[Example, ...]:
    if options.evaluation is None:
        return ()
    return tuple(read_labelled(options.evaluation, checkpoint.labels))


def _lowering(options: ExportOptions, encoder: Encoder) -> Lowering:
    texts: Sequence[str] = ()
    if options.calibration is not None:
        texts = read_texts(options.calibration)[:CALIBRATION_TEXTS]
    samples: list[tuple[torch.Tensor, ...]] = [encoder.inputs(text) for text in texts]
    return Lowering(
        precision=options.precision,
        lengths=options.lengths,
        rules=tuple(Rule(pattern, quantize=False) for pattern in options.keep_float),
        samples=samples,
        ios=options.ios,
    )


def _golden(
    reference: Reference, checkpoint: Checkpoint, program: Program, options: ExportOptions
) -> Golden:
    shortest = program.method("forward").dimensions["length"].minimum
    return make_golden(
        lambda ids: reference.logits(ids).tolist(),
        checkpoint.tokenizer,
        checkpoint.labels,
        Lengths(shortest, options.lengths[-1]),
        dict.fromkeys(options.wanted_formats(), TOLERANCES[options.precision].relative),
    )


def _float_score(
    reference: Reference,
    encoder: Encoder,
    examples: Sequence[Example],
    checkpoint: Checkpoint,
) -> Score | None:
    if not examples:
        return None
    labels = len(checkpoint.labels)
    return score(lambda text: reference.logits(encoder.ids(text)), examples, labels)
