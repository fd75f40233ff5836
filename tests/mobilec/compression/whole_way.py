"""A method on a model: plan, apply, save, load, export, verify; test_methods_of_*.py ask for it.

The export runs all gates of verification on each finished file: among them that it answers as the
compressed model does, that padding changes nothing, and that shared factors are stored once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from exporters.bundle.bundle import Bundle
from exporters.errors import Refused
from exporters.precision.rules import Precision
from mobilec.checkpoint.load import load
from mobilec.compression.compress import compress
from mobilec.compression.options import CompressOptions
from mobilec.compression.plan.plan import plan_compression
from mobilec.compression.registry import TRAINING
from mobilec.exporting.export import export
from mobilec.exporting.options import ExportOptions
from tests import models, translation_models
from tests.mobilec.compression.conftest import written

STEPS: dict[str, dict[str, object]] = {
    "reduce-vocabulary": {},
    # Whichever a machine finds faster would make another model on each.
    "finetune": {"epochs": 1, "batch_size": 12, "arithmetic": "fp32"},
    "albert-embedding": {"width": 16},
    "svd": {"rank": 0.5},
    "prune-heads": {"keep": 0.5},
    "prune-width": {"feed_forward": 0.75, "width": 0.75},
    "fixed-attention": {"patterns": ["right-context", "end"]},
    "theseus": {"encoder": [2, 1, 1], "epochs": 2, "batch_size": 12, "arithmetic": "fp32"},
    "drop-layers": {"encoder": 2},
    "share-layers": {"stacks": ["encoder"]},
    "prune-weights": {"keep": 0.5},
    "distill": {"epochs": 1, "batch_size": 12, "arithmetic": "fp32"},
    "quantize-aware": {"epochs": 1, "batch_size": 12, "format": "onnx"},
    "variational-dropout": {"epochs": 1, "batch_size": 12, "arithmetic": "fp32"},
    "define-embedding": {"width": 16, "depth": 2, "groups": 2},
    "tensor-train": {"rank": 8},
    "dextra-embedding": {"width": 16, "depth": 2, "groups": 2},
    "tucker": {"rank": 24},
    "banded-embedding": {"cutoffs": [150], "widths": [24, 8]},
    "shared-tucker": {"form": "III", "width": 48},
}
"""Method to its keys."""

TOGETHER = (
    ("reduce-vocabulary", "prune-width", "define-embedding", "svd"),
    (
        "variational-dropout",
        "dextra-embedding",
        "shared-tucker",
        "distill",
        "finetune",
        "quantize-aware",
    ),
    ("prune-heads", "prune-weights", "albert-embedding", "tensor-train"),
    ("theseus", "drop-layers", "share-layers", "fixed-attention", "banded-embedding", "tucker"),
)
"""Methods that go the whole way in one model, as lowering takes the time."""

DEEP = frozenset({"drop-layers", "share-layers", "theseus"})
"""Methods that want several layers."""
SAME_SIZE = frozenset(
    {"distill", "finetune", "prune-weights", "quantize-aware", "variational-dropout"}
)
"""Methods that leave every parameter there."""
SENSELESS = {
    ("albert", "share-layers"): "are one layer already",
    ("albert", "theseus"): "are one layer: there is none",
}
"""What a method is refused for on a model."""

MODELS = ("bert", "albert", "marian")
TARGETS = {"android": "executorch", "onnx": "onnx", "ios": "coreml"}
"""Target to the format of its file."""
PRECISIONS = (Precision.FP32, Precision.INT8)
LENGTHS = (models.LONGEST,)


@dataclass(frozen=True)
class Way:
    """One file of one compressed model."""

    methods: tuple[str, ...]
    target: str
    precision: Precision

    def __str__(self) -> str:
        return f"{'+'.join(self.methods)}-{self.target}-{self.precision.value}"


def pairs(model: str) -> tuple[Way, ...]:
    """The ways of a model that every change goes: with those of the other models, each two of
    methods, model, target and precision meet in one."""
    place = MODELS.index(model)
    return tuple(
        Way(methods, list(TARGETS)[(row + place) % 3], PRECISIONS[(row + place) % 2])
        for row, methods in enumerate(TOGETHER)
    )


def product(model: str) -> tuple[Way, ...]:
    """All others."""
    every = (Way(m, t, p) for m in TOGETHER for t in TARGETS for p in PRECISIONS)
    return tuple(way for way in every if way not in pairs(model))


def suits(model: str, methods: tuple[str, ...]) -> tuple[str, ...]:
    """Those of ``methods`` that a model takes."""
    return tuple(method for method in methods if (model, method) not in SENSELESS)


def saved(model: str, folder: Path, deep: bool = False) -> Path:
    """The dense checkpoint.

    One layer where layers differ, two where they are shared: what a back end sees of more is the
    same again, and takes as long again. Four in a deep one's encoder.
    """
    if model == "marian":
        layers = {"encoder_layers": 4 if deep else 1, "decoder_layers": 1}
        made = translation_models.tiny("marian", **layers)
        made.generation_config.update(max_length=12, num_beams=1)
        tokenizer = translation_models.tokenizer("marian")
    else:
        made = models.tiny(model, num_hidden_layers=4 if deep else 1 + (model == "albert"))
        tokenizer = models.tokenizer(made.config.pad_token_id)
    made.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


Asked = Callable[..., CompressOptions]
"""Methods to what is asked of ``compress``."""


def asked_of(dense: Path, data: Path, folder: Path, methods: tuple[str, ...]) -> CompressOptions:
    """``dense``: a folder with both checkpoints."""
    learns = TRAINING & {*methods}
    return CompressOptions(
        model=str(dense / ("deep" if DEEP & {*methods} else "flat")),
        recipe=written(folder, *({"method": m, **STEPS[m]} for m in methods)),
        output=folder / "small",
        data=data,
        train=str(data) if learns else None,
        evaluation=data if learns else None,
    )


def check_method(method: str, model: str, asked: CompressOptions) -> None:
    """What was planned is what is applied, saved and loaded."""
    if reason := SENSELESS.get((model, method)):
        with pytest.raises(Refused, match=reason):
            plan_compression(asked)
        return
    plan = plan_compression(asked)
    result = compress(asked)
    assert (plan.before, plan.after) == (result.before, result.after)
    for planned, applied in zip(plan.steps, result.steps, strict=True):
        assert planned.plan.seats == applied.plan.seats
        assert planned.plan.edits == applied.plan.edits
    loaded = load(asked.output)
    assert sum(p.numel() for p in loaded.model.parameters()) == result.after.parameters
    if method not in SAME_SIZE and (model, method) != ("albert", "drop-layers"):
        assert result.after.parameters < result.before.parameters


def check_way(way: Way, model: str, asked: CompressOptions, output: Path) -> None:
    plan = plan_compression(asked)
    assert plan.after == compress(asked).after
    bundle = _exported(way, model, asked.output, output)
    assert [file.format for file in bundle.manifest.files] == [TARGETS[way.target]]
    record = bundle.manifest.compression
    assert record and tuple(step["method"] for step in record["steps"]) == suits(model, way.methods)


def _exported(way: Way, model: str, small: Path, output: Path) -> Bundle:
    """Verified: a failed gate raises.

    Factored, as ``auto`` multiplies such small factors out. What DeFINE fits
    to random rows has terms that cancel, which int8 does not forgive: there the rows are finished.
    ALBERT's one layer rounds the factors of its trains at every use: 0.33 of what random logits
    differ by was seen, where 0.25 is allowed, so in int8 they are multiplied out too.
    """
    trains = "tensor-train" in way.methods and model == "albert"
    lossy = "define-embedding" in way.methods or trains
    execution = "auto" if lossy and way.precision is Precision.INT8 else "factored"
    asked = ExportOptions(
        str(small),
        (way.target,),
        way.precision,
        lengths=LENGTHS,
        output=output,
        execution=execution,
    )
    return Bundle.open(export(asked).folder)
