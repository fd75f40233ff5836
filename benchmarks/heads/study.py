"""The figures of one model (Michel, Levy and Neubig 2019, sections 3 and 4, without training)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import PreTrainedModel

from mobilec.checkpoint.load import Checkpoint
from mobilec.compression.data.calibration import Calibration
from mobilec.compression.data.model_text import ModelText
from mobilec.compression.learning.lesson import row
from mobilec.compression.structure.choose_heads import still
from mobilec.compression.structure.heads import Gates, HeadGroup, groups_of, importance
from mobilec.training.finetuning.examples import Padding
from mobilec.training.finetuning.sources import DEV, Reading, read_examples

LONGEST = 64
BATCH = 64
POINTS = 12
"""Of a curve, between no head masked and all but one a layer."""

Batches = Sequence[dict[str, torch.Tensor]]
Head = tuple[str, int]
"""Path of a group, and the number in it."""


@dataclass(frozen=True)
class Study:
    """``metric``: accuracy, or of a translator the mean loss of a token of the reference.
    ``whole``: with all heads. ``layers``: a row for each attention, with figures by head.
    ``curves``: by what heads are masked in turn, to shares of heads with the metric then."""

    metric: str
    whole: float
    layers: list[dict[str, Any]]
    curves: dict[str, list[tuple[float, float]]]


def studied(checkpoint: Checkpoint, data: Path, dev: Path, told: Callable[[str], None]) -> Study:
    """``data``: labelled texts or pairs that the importance is taken on; ``dev``: others, that the
    metric is of. Each is cut to ``LONGEST`` tokens."""
    model, groups = checkpoint.model, groups_of(checkpoint.model)
    text = ModelText(checkpoint.folder, checkpoint.task)
    reading = Reading(checkpoint.task, text.about.labels, text.sides)
    rows = [row(text, each, LONGEST) for each in read_examples(str(dev), DEV, reading)]
    rows.sort(key=lambda each: len(each["input_ids"]))  # type: ignore[arg-type]
    padding = Padding(text.pad_id, text.start_id)
    batches = [padding(rows[at : at + BATCH]) for at in range(0, len(rows), BATCH)]
    translates = bool(model.config.is_encoder_decoder)
    gates = Gates(groups)

    def value() -> float:
        return mean_loss(model, batches) if translates else accuracy(model, batches)

    told("importance")
    given = Calibration(data, checkpoint.folder, checkpoint.task).batches
    worth = importance(model, gates, given)
    with gates.installed(model):
        whole = value()
        without = _each(groups, gates, value, told, alone=False)
        alone = _each(groups, gates, value, told, alone=True)
        sign = -1.0 if translates else 1.0
        drops = {path: sign * (whole - torch.tensor(found)) for path, found in without.items()}
        stay = {group.path: tuple(range(group.heads)) for group in groups}
        orders = {"importance": still(worth, stay, True), "masking": drops}
        curves = {
            name: _curve(groups, gates, _order(groups, scores), value, told)
            for name, scores in orders.items()
        }
    layers = [
        {
            "path": group.path,
            "role": group.role,
            "importance": [float(f"{each:.6g}") for each in worth[group.path].tolist()],
            "without": without[group.path],
            "alone": alone[group.path],
        }
        for group in groups
    ]
    return Study("loss" if translates else "accuracy", whole, layers, curves)


@torch.inference_mode()
def accuracy(model: PreTrainedModel, batches: Batches) -> float:
    """The share of texts whose label is said."""
    right = sum(
        int((model(**batch).logits.argmax(-1) == batch["labels"]).sum()) for batch in batches
    )
    return right / sum(len(batch["labels"]) for batch in batches)


@torch.inference_mode()
def mean_loss(model: PreTrainedModel, batches: Batches) -> float:
    """Of each token of a reference, in nats."""
    tokens = [int((batch["labels"] >= 0).sum()) for batch in batches]
    losses = (
        float(model(**batch).loss) * count for batch, count in zip(batches, tokens, strict=True)
    )
    return sum(losses) / sum(tokens)


def _each(
    groups: Sequence[HeadGroup],
    gates: Gates,
    value: Callable[[], float],
    told: Callable[[str], None],
    alone: bool,
) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for group in groups:
        told(f"{group.path}, {'each head alone' if alone else 'without each head'}")
        for head in range(group.heads):
            others = [each for each in range(group.heads) if each != head]
            gates.close_(group, others if alone else [head])
            found.setdefault(group.path, []).append(round(value(), 6))
            gates.open_(group)
    return found


def _order(groups: Sequence[HeadGroup], scores: dict[str, torch.Tensor]) -> list[Head]:
    """From the head that is worth least; the last of each layer is left."""
    last = {(group.path, int(scores[group.path].argmax())) for group in groups}
    heads = ((float(scores[g.path][h]), g.path, h) for g in groups for h in range(g.heads))
    return [(path, head) for _, path, head in sorted(heads) if (path, head) not in last]


def _curve(
    groups: Sequence[HeadGroup],
    gates: Gates,
    order: Sequence[Head],
    value: Callable[[], float],
    told: Callable[[str], None],
) -> list[tuple[float, float]]:
    by_path = {group.path: group for group in groups}
    total, gone, found = sum(group.heads for group in groups), 0, []
    for point in range(POINTS + 1):
        upto = round(len(order) * point / POINTS)
        for path, head in order[gone:upto]:
            gates.close_(by_path[path], [head])
        gone = upto
        told(f"{gone} of {total} heads masked")
        found.append((round(gone / total, 4), round(value(), 6)))
    for group in groups:
        gates.open_(group)
    return found


def claims(study: Study) -> Iterable[str]:
    """What the figures say, a sentence each."""
    every = [(layer, head) for layer in study.layers for head in range(len(layer["without"]))]
    worse = 1.0 if study.metric == "loss" else -1.0
    changes = [worse * (layer["without"][head] - study.whole) for layer, head in every]
    middle = sorted(changes)[len(changes) // 2] or 0.0  # and not -0.0
    yield (
        f"Without one head of {len(every)} the {study.metric} ({study.whole:.4f}) is worse by "
        f"{middle:.4f} in the median and {max(changes):.4f} at most, "
        f"and no worse for {sum(change <= 0 for change in changes)} of them."
    )
    best = max if worse < 0 else min
    for role in dict.fromkeys(layer["role"] for layer in study.layers):
        rows = [layer for layer in study.layers if layer["role"] == role]
        said = ", ".join(f"{best(layer['alone']):.4f}" for layer in rows)
        yield f"{role}: with the best head alone in a layer, from the first: {said}."
