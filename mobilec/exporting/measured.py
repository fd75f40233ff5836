"""What was measured on a finished bundle, as the manifest keeps it."""

from collections.abc import Sequence

import numpy as np

from exporters.backend import Runner
from exporters.bundle.bundle import Bundle
from exporters.bundle.manifest import Parity, Quality
from exporters.errors import VerificationFailed
from exporters.progress import Progress
from exporters.verify.finding import Finding
from mobilec.evaluation.score import Answer, score
from mobilec.exporting.encoding import Encoder
from mobilec.exporting.job import Job
from mobilec.exporting.provenance import machine

QUALITY = "quality"
"""The gate of ``refuse_drop``: the only one that needs data of the user's."""


def measured_quality(job: Job, bundle: Bundle, progress: Progress) -> tuple[Quality, ...]:
    """Accuracy and F1 of each program beside PyTorch's; nothing without evaluation data."""
    found: list[Quality] = []
    if job.float_score is None or job.options.evaluation is None:
        return ()
    data, rows = job.options.evaluation.name, len(job.examples)
    for file in bundle.manifest.files:
        progress.doing(f"{file.path} on {rows} rows")
        answer = answering(bundle.runner(file.format), job.encoder)
        got, reference = score(answer, job.examples, len(job.checkpoint.labels)), job.float_score
        found += [
            Quality(file.format, "accuracy", reference.accuracy, got.accuracy, data, rows),
            Quality(file.format, "f1", reference.f1, got.f1, data, rows),
        ]
    return tuple(found)


def answering(runner: Runner, encoder: Encoder) -> Answer:
    """A program as a function of text."""

    def answer(text: str) -> np.ndarray:
        ids = np.array([encoder.ids(text)], np.int64)
        return runner.run("forward", {"input_ids": ids, "attention_mask": np.ones_like(ids)})[
            "logits"
        ][0]

    return answer


def refuse_drop(most: float | None, quality: Sequence[Quality]) -> None:
    """Raises VerificationFailed when a program loses more accuracy than ``most``."""
    if most is None:
        return
    for entry in quality:
        drop = entry.float_value - entry.exported_value
        if entry.metric == "accuracy" and drop > most:
            message = (
                f"{entry.format}: accuracy {entry.exported_value:.4f} on {entry.rows} rows of "
                f"{entry.data}, PyTorch {entry.float_value:.4f}: a drop of {drop:.4f}, "
                f"{most} accepted; nothing was written"
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
