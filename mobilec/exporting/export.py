"""From a model to a verified bundle: the main job, one step after the other."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from exporters.backend import Lowering
from exporters.bundle.bundle import Bundle
from exporters.bundle.manifest import Manifest, Precision, write_manifest
from exporters.bundle.write import prepare, write_program
from exporters.errors import VerificationFailed
from exporters.precision.rules import Precision as Rounding
from exporters.precision.rules import Rule
from exporters.progress import Progress, Silent
from exporters.stages import Stages
from exporters.trial import remember
from exporters.verify.arithmetic import refuse_inexact
from exporters.verify.finding import Finding
from exporters.verify.gates import verify
from exporters.verify.original import Original
from exporters.whole.folder import built_beside
from mobilec.checkpoint.compressed import compression_of
from mobilec.checkpoint.load import Checkpoint
from mobilec.exporting.apart import apart_notes
from mobilec.exporting.card import write_card
from mobilec.exporting.float_set import Goal, float_sets
from mobilec.exporting.job import Job, prepared_job
from mobilec.exporting.measured import QUALITY, measured_quality, parity, refuse_drop
from mobilec.exporting.narrow import HELP, advice
from mobilec.exporting.options import ExportOptions
from mobilec.exporting.plan import plan
from mobilec.provenance import created, tool, verified_here

PRECISION_GATES = frozenset({"parity", "padding", "token types", "cache", "agreement", QUALITY})
"""What more layers in float can mend; a failure of any other gate ends the search. The cache's gate
also holds one step to what 8 bits may cost; a cache that is wrong fails with every set."""


@dataclass(frozen=True)
class ExportResult:
    """The bundle that was written.

    ``findings``: what every gate measured; all have passed. ``seconds``: of each stage.
    ``notes``: what the user should know.
    """

    folder: Path
    manifest: Manifest
    findings: tuple[Finding, ...]
    seconds: dict[str, float]
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "folder": str(self.folder),
            "manifest": self.manifest.to_json(),
            "findings": [asdict(finding) for finding in self.findings],
            "seconds": self.seconds,
            "notes": list(self.notes),
        }


def export(options: ExportOptions, progress: Progress | None = None) -> ExportResult:
    """Writes a verified bundle to ``options.output``, whole or not at all.

    Raises ``Refused`` for what cannot be done and ``VerificationFailed`` for a program that is not
    the model; either way nothing stands at ``options.output`` that did not stand there before.
    """
    stages = Stages(progress or Silent())
    with stages.stage("checking"):
        plan(options)
        refuse_inexact(options.wanted_formats(), options.precision)
    job = prepared_job(options, stages)
    failed: VerificationFailed | None = None
    for kept in _float_sets(job, stages):
        try:
            return _built(job, kept, stages)
        except VerificationFailed as failure:
            failed = failure
            if not {finding.gate for finding in failure.findings} <= PRECISION_GATES:
                break
    raise failed or AssertionError("at least the empty set of float layers is tried")


def _float_sets(job: Job, stages: Stages) -> Iterable[tuple[str, ...]]:
    """One empty set, or with --max-drop on int8 the search for the smallest that is enough."""
    drop, measure = job.options.max_drop, job.captured.measure
    if drop is None or job.floats is None or not job.options.precision.is_int8:
        return ((),)
    least = job.floats.score.values[measure.headline] - drop * measure.whole
    return float_sets(job.captured, Goal(job.floats.examples, least), stages)


def _built(job: Job, kept: tuple[str, ...], stages: Stages) -> ExportResult:
    options = job.options
    rules = (*(Rule(path, quantize=False) for path in kept), *job.lowering.rules)
    with built_beside(options.output, options.overwrite) as folder:
        lowering = replace(job.lowering, rules=rules)
        made = _written(job, lowering, _precision(job, kept), folder, stages)
        write_manifest(made, folder)
        with stages.stage("verifying"):
            bundle = Bundle.open(folder)
            for file in bundle.manifest.files:
                remember(file.format, file.sha256)
            original = Original(job.captured.program, lowering)
            findings = (job.held.finding(), *verify(bundle, stages, original))
        _refuse_failed(findings, job.options.precision)
        with stages.stage("evaluating"):
            quality = measured_quality(job, bundle, stages)
        refuse_drop(options.max_drop, quality, job.captured.measure)
        made = replace(
            made,
            quality=quality,
            parity=parity(findings),
            verified_on=verified_here(file.format for file in made.files),
        )
        write_manifest(made, folder)
    with stages.stage("advising"):
        advised = advice(job, findings, made.precision.kept_float, stages)
    notes = (
        *job.held.notes,
        *job.contents.notes,
        *apart_notes(job.captured.program, job.forms, lowering),
        *advised,
    )
    return ExportResult(options.output, made, findings, stages.seconds, notes)


def _written(
    job: Job, lowering: Lowering, precision: Precision, folder: Path, stages: Stages
) -> Manifest:
    """Everything but the manifest's file is in ``folder`` afterwards."""
    checkpoint, program, contents = job.checkpoint, job.captured.program, job.contents
    forms = job.forms
    if lowering.rules != job.lowering.rules:
        forms = prepare(program, job.options.wanted_formats(), lowering)
    files = []
    for form in forms:
        with stages.stage(f"lowering to {form.end.format}"):
            files.append(write_program(form, folder, lowering, stages))
    return Manifest(
        name=checkpoint.folder.name if checkpoint.origin == "folder" else checkpoint.source,
        task=checkpoint.task,
        created=created(),
        tool=tool(),
        source=checkpoint.entry(program.family),
        files=tuple(files),
        texts=(*contents.write(folder), *write_card(checkpoint.folder, folder)),
        text=contents.text,
        limits=contents.limits,
        decoding=contents.decoding,
        compression=_compression(checkpoint),
        precision=precision,
        unique_parameters=program.unique_parameters,
        ids_held_against=job.held.against,
    )


def _compression(checkpoint: Checkpoint) -> dict[str, Any] | None:
    record = compression_of(checkpoint)
    return None if record is None else record.to_json()


def _precision(job: Job, kept: tuple[str, ...]) -> Precision:
    options, by_hand = job.options, job.options.keep_float
    why = "asked for" if by_hand else ""
    if kept:
        metric = job.captured.measure.headline
        why = f"without them {metric} falls by more than {options.max_drop} on the data"
    asked = options.precision.value
    least = options.translation.least_agreement
    return Precision(asked, (*kept, *by_hand), why, options.most_error, least)


def _refuse_failed(findings: tuple[Finding, ...], precision: Rounding) -> None:
    failed = tuple(finding for finding in findings if not finding.passed)
    if failed:
        names = ", ".join(f"{f.gate} of {f.format or 'the bundle'}" for f in failed)
        raise VerificationFailed(
            f"{len(failed)} checks failed ({names}); nothing was written{_help(failed, precision)}",
            failed,
        )


def _help(failed: tuple[Finding, ...], precision: Rounding) -> str:
    """What is left to try, where int8 alone may be at fault."""
    alone = {finding.gate for finding in failed} <= PRECISION_GATES
    return HELP if alone and precision.is_int8 else ""
