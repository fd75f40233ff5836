"""Runs the programs of a bundle over a labelled file, beside the model that they came from."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from exporters.bundle.bundle import Bundle
from exporters.errors import Refused
from exporters.progress import Progress, Silent
from mobilec.checkpoint.load import load
from mobilec.evaluation.data import Example, read_labelled
from mobilec.evaluation.score import Score, score
from mobilec.exporting.encoding import Encoder
from mobilec.exporting.measured import answering
from mobilec.exporting.reference import Reference


@dataclass(frozen=True)
class EvaluateResult:
    """``scores``: format to its score. ``reference``: of the float model, None where it could not
    be had, and then ``reference_note`` says why.
    """

    folder: Path
    data: Path
    rows: int
    scores: dict[str, Score]
    reference: Score | None
    reference_note: str

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "folder": str(self.folder), "data": str(self.data)}


def evaluate(
    folder: Path, data: Path, reference: str | None = None, progress: Progress | None = None
) -> EvaluateResult:
    """``reference``: the float model (hub id, folder, shipped name) where it is not the one that
    the manifest names or cannot be found by that name.
    """
    watcher = progress or Silent()
    with watcher.stage("opening"):
        bundle = Bundle.open(folder)
        examples = read_labelled(data, bundle.manifest.text.labels)
    encoder = Encoder(bundle.tokenizer, bundle.manifest.limits.longest)
    scores = {}
    for file in bundle.manifest.files:
        with watcher.stage(f"{file.path} on {len(examples)} rows"):
            answer = answering(bundle.runner(file.format), encoder)
            scores[file.format] = score(answer, examples, len(bundle.manifest.text.labels))
    with watcher.stage("the float model"):
        float_score, note = _reference(bundle, reference, encoder, examples)
    return EvaluateResult(folder, data, len(examples), scores, float_score, note)


def _reference(
    bundle: Bundle, asked: str | None, encoder: Encoder, examples: Sequence[Example]
) -> tuple[Score | None, str]:
    """A float model that was asked for by name must be there; the manifest's may be elsewhere."""
    source = bundle.manifest.source
    try:
        checkpoint = load(asked or source.model)
    except Refused as reason:
        if asked:
            raise
        return None, f"the float model {source.model!r} is not here ({reason}); name it"
    if not asked and checkpoint.digest != source.sha256:
        return None, f"{source.model!r} has other weights than those the bundle was made from"
    if checkpoint.labels != bundle.manifest.text.labels:
        raise Refused(f"{asked} has the labels {checkpoint.labels}, the bundle others")
    torch_answer = Reference(checkpoint)
    labels = len(checkpoint.labels)
    return score(lambda t: torch_answer.logits(encoder.ids(t)), examples, labels), ""
