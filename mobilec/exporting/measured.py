"""What was measured on a finished bundle, as the manifest keeps it."""

from collections.abc import Sequence

from exporters.bundle.bundle import Bundle
from exporters.bundle.manifest import Parity, Quality
from exporters.errors import VerificationFailed
from exporters.progress import Progress
from exporters.verify.finding import Finding
from mobilec.evaluation.measure import AGREEMENT, Measure, answered
from mobilec.evaluation.rows import data_name
from mobilec.exporting.job import Job
from mobilec.provenance import machine

QUALITY = "quality"
"""The gate of ``refuse_drop``: the only one that needs data of the user's."""


def measured_quality(job: Job, bundle: Bundle, progress: Progress) -> tuple[Quality, ...]:
    """Every metric of each program beside PyTorch's, and how often they agree; nothing without
    evaluation data."""
    found: list[Quality] = []
    if job.floats is None or job.options.evaluation is None:
        return ()
    floats, measure = job.floats, job.captured.measure
    for file in bundle.manifest.files:
        progress.doing(f"{file.path} on {len(floats.examples)} rows")
        answers = answered(measure.exported(bundle, file.format), floats.examples)
        score = measure.score(floats.examples, answers)
        values = {**score.values, AGREEMENT: measure.agreement(answers, floats.answers)}
        found += [
            Quality(
                format=file.format,
                metric=metric,
                float_value=floats.score.values.get(metric, 1.0),
                exported_value=value,
                data=data_name(job.options.evaluation),
                rows=len(answers),
                signature=score.signatures.get(metric, ""),
            )
            for metric, value in values.items()
        ]
    return tuple(found)


def refuse_drop(most: float | None, quality: Sequence[Quality], measure: Measure) -> None:
    """Raises VerificationFailed when a program loses more of the headline metric than ``most``."""
    if most is None:
        return
    allowed = most * measure.whole
    for entry in quality:
        drop = entry.float_value - entry.exported_value
        if entry.metric == measure.headline and drop > allowed:
            message = (
                f"{entry.format}: {entry.metric} {entry.exported_value:.4f} on {entry.rows} rows "
                f"of {entry.data}, PyTorch {entry.float_value:.4f}: a drop of {drop:.4f}, "
                f"{allowed:g} accepted; nothing was written"
            )
            figures = {"float": entry.float_value, "exported": entry.exported_value}
            finding = Finding(QUALITY, entry.format, False, message, figures)
            raise VerificationFailed(message, (finding,))


def parity(findings: Sequence[Finding]) -> tuple[Parity, ...]:
    """The manifest's entry of each format, from what its gates measured."""
    figures: dict[str, dict[str, float]] = {}
    for finding in findings:
        if finding.gate in ("parity", "agreement"):
            numbers = {k: float(v) for k, v in finding.figures.items()}
            figures.setdefault(finding.format, {}).update(numbers)
    return tuple(
        Parity(name, got["max_abs"], got["relative"], got["agreement"], machine())
        for name, got in figures.items()
    )
