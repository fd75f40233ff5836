"""Runs the programs of a bundle over a user's data, beside the model that they came from."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from exporters.bundle.bundle import Bundle
from exporters.bundle.manifest import NAME
from exporters.errors import Refused
from exporters.progress import Progress, Silent
from mobilec.checkpoint.load import load
from mobilec.checkpoint.sources.known import is_checkpoint
from mobilec.evaluation.measure import Example, Measure, answered
from mobilec.evaluation.pytorch import measure_of
from mobilec.evaluation.rows import data_name
from mobilec.evaluation.same_ids import refuse_other_ids
from mobilec.tasks.registry import task_of

PYTORCH = "pytorch"
"""What stands in the place of a format where a checkpoint was evaluated."""


@dataclass(frozen=True)
class EvaluateResult:
    """The metrics of each program, beside the float model's.

    ``scores``: format to its metrics. ``reference``: of the float model, None where it could not
    be had, and then ``reference_note`` says why. ``agreement``: format to the share of the float
    model's answers (labels, tokens) that the program repeats. ``signatures``: how a metric was
    computed, where it has settings. ``cut``: format to the number of rows that were cut: texts
    longer than a classifier reads, translations that ended where a program has no more room.
    """

    folder: Path
    data: Path
    rows: int
    scores: dict[str, dict[str, float]]
    reference: dict[str, float] | None
    reference_note: str
    agreement: dict[str, float]
    signatures: dict[str, str]
    cut: dict[str, int] = field(default_factory=dict)

    @property
    def data_name(self) -> str:
        return data_name(self.data)

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "folder": str(self.folder), "data": str(self.data)}


def evaluate(
    folder: Path, data: Path, reference: str | None = None, progress: Progress | None = None
) -> EvaluateResult:
    """Runs programs over a user's data, beside the float model.

    ``folder``: a bundle; or a checkpoint, dense or compressed, which PyTorch runs.

    ``reference``: the float model (hub id, folder, shipped name) where it is not the one that the
    manifest names or cannot be found by that name; of a checkpoint what it is compared with, if
    anything. Accuracy, F1 and agreement are shares from 0 to 1, chrF and BLEU go to 100.

    Raises ``Refused`` for a bundle that is not whole, data that it cannot read, and a reference
    that is not there or reads texts otherwise.
    """
    watcher = progress or Silent()
    if not (folder / NAME).is_file() and is_checkpoint(folder):
        return _checkpoint(folder, data, reference, watcher)
    with watcher.stage("opening"):
        bundle = Bundle.open(folder)
        kind: type[Measure] = task_of(bundle.manifest.task).measure()
        measure = kind.of_bundle(bundle)
        examples = measure.read(data)
    answers = {}
    for file in bundle.manifest.files:
        with watcher.stage(f"{file.path} on {len(examples)} rows"):
            answers[file.format] = answered(measure.exported(bundle, file.format), examples)
    with watcher.stage("the float model"):
        floats, note = _reference(bundle, measure, reference, examples)
    scores = {name: measure.score(examples, said) for name, said in answers.items()}
    return EvaluateResult(
        folder=folder,
        data=data,
        rows=len(examples),
        scores={name: dict(score.values) for name, score in scores.items()},
        reference=None if floats is None else dict(measure.score(examples, floats).values),
        reference_note=note,
        agreement={n: measure.agreement(a, floats) for n, a in answers.items() if floats},
        signatures={k: v for score in scores.values() for k, v in score.signatures.items()},
        cut={name: measure.cut(examples, said) for name, said in answers.items()},
    )


def _checkpoint(
    folder: Path, data: Path, reference: str | None, watcher: Progress
) -> EvaluateResult:
    with watcher.stage("loading"):
        checkpoint = load(folder)
        measure = measure_of(checkpoint)
        examples = measure.read(data)
    with watcher.stage(f"the model on {len(examples)} rows"):
        answers = answered(measure.original(checkpoint), examples)
    floats = None
    if reference is not None:
        with watcher.stage("the model to compare with"):
            other = load(reference, checkpoint.task)
            floats = answered(measure_of(other).original(other), examples)
    score = measure.score(examples, answers)
    return EvaluateResult(
        folder=folder,
        data=data,
        rows=len(examples),
        scores={PYTORCH: dict(score.values)},
        reference=None if floats is None else dict(measure.score(examples, floats).values),
        reference_note="",
        agreement={} if floats is None else {PYTORCH: measure.agreement(answers, floats)},
        signatures=dict(score.signatures),
        cut={PYTORCH: measure.cut(examples, answers)},
    )


def _reference(
    bundle: Bundle, measure: Measure, asked: str | None, examples: Sequence[Example]
) -> tuple[list[Any] | None, str]:
    """The float model's answers. One that was asked for by name must be there; the manifest's may
    be elsewhere."""
    source = bundle.manifest.source
    try:
        checkpoint = measure.loaded(asked or source.model, bundle)
    except Refused as reason:
        if asked:
            raise
        return None, f"the float model {source.model!r} is not here ({reason}); name it"
    if not asked and checkpoint.digest != source.sha256:
        return None, f"{source.model!r} has other weights than those the bundle was made from"
    try:
        refuse_other_ids(bundle, checkpoint)
    except Refused as reason:
        if asked:
            raise
        return None, f"the float model reads texts otherwise: {reason}"
    return answered(measure.original(checkpoint), examples), ""
