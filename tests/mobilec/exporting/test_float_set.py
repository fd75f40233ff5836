"""The search for layers that must stay in float, on a model in which one layer cannot be int8."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from exporters.errors import VerificationFailed
from exporters.precision.layers import quantized_layers
from exporters.precision.sensitivity import answers, sensitivities
from exporters.progress import Silent
from mobilec.checkpoint.load import load
from mobilec.evaluation.data import Example
from mobilec.exporting.classification import CapturedClassifier
from mobilec.exporting.export import export
from mobilec.exporting.float_set import Goal, float_sets
from mobilec.exporting.options import ExportOptions
from tests import models

FRAGILE = "model.bert.encoder.layer.1.output.dense"
TEXTS = [a + b + " " + c + d for a in "abcdef" for b in "aeiou" for c in "xyz" for d in "mn"]


def _fragile_model() -> nn.Module:
    """One input of the layer is huge, and cancelled: int8 rounds everything beside it away."""
    model = models.tiny("bert")
    layer = model.get_submodule(FRAGILE.removeprefix("model."))
    before = model.get_submodule("bert.encoder.layer.1.intermediate.dense")
    with torch.no_grad():
        before.bias[0] = 300.0
        layer.weight[:, 0] = 0.5
        layer.bias -= 0.5 * 300.0
    return model


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fragile")
    _fragile_model().save_pretrained(folder / "model")
    models.tokenizer().save_pretrained(folder / "model")
    return folder / "model"


@pytest.fixture(scope="module")
def captured(checkpoint: Path) -> CapturedClassifier:
    return CapturedClassifier(load(checkpoint), ExportOptions(lengths=(16,)))


@pytest.fixture(scope="module")
def examples(checkpoint: Path, captured: CapturedClassifier) -> list[Example]:
    """Labelled by the float model, so that its accuracy is 1."""
    answer = captured.measure.original(load(checkpoint))
    return [Example(text, int(answer(text).argmax()), at) for at, text in enumerate(TEXTS)]


def _module(captured: CapturedClassifier) -> nn.Module:
    return captured.program.methods[0].module


def test_the_fragile_layer_is_ranked_first(captured: CapturedClassifier) -> None:
    assert captured.worst_layers(TEXTS[:8], lambda _: None)[0] == (FRAGILE,)
    encoder = captured.measure.encoder
    inputs = [encoder.inputs(text) for text in TEXTS[:8]]
    ranked = sensitivities(_module(captured), inputs, lambda _: None)
    assert ranked[0].error > 4 * ranked[1].error


def test_emulation_rounds_what_it_is_told_and_nothing_else(captured: CapturedClassifier) -> None:
    every = quantized_layers(_module(captured))
    inputs = captured.measure.encoder.inputs(TEXTS[0])
    exact = answers(_module(captured), [inputs])[0].numpy()
    assert np.array_equal(captured.emulated(every)(TEXTS[0]), exact)
    assert not np.allclose(captured.emulated(())(TEXTS[0]), exact, atol=1e-3)


def test_sets_grow_from_nothing_to_everything(
    captured: CapturedClassifier, examples: list[Example]
) -> None:
    sets = list(float_sets(captured, Goal(examples, least=0.95), Silent()))
    assert sets[0] == ()
    assert sets[1][0] == FRAGILE
    assert [len(s) for s in sets] == sorted({len(s) for s in sets})
    assert len(sets[-1]) == len(quantized_layers(_module(captured)))


@pytest.fixture(scope="module")
def data(checkpoint: Path, examples: list[Example]) -> Path:
    rows = [f"{example.text}\t{example.label}" for example in examples]
    file = checkpoint.parent / "eval.tsv"
    file.write_text("\n".join(["sentence\tlabel", *rows]) + "\n")
    return file


def _options(data: Path, output: Path, max_drop: float | None) -> ExportOptions:
    return ExportOptions(
        str(data.parent / "model"),
        ("onnx",),
        lengths=(16,),
        evaluation=data,
        max_drop=max_drop,
        output=output,
    )


def test_max_drop_keeps_the_fragile_layer_in_float_and_says_so(data: Path, tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    with pytest.raises(VerificationFailed, match="parity"):
        export(_options(data, tmp_path / "careless", None))
    manifest = export(_options(data, tmp_path / "bundle", 0.05)).manifest
    assert FRAGILE in manifest.precision.kept_float
    assert len(manifest.precision.kept_float) <= 3
    assert "0.05" in manifest.precision.why
    accuracy = next(q for q in manifest.quality if q.metric == "accuracy")
    assert accuracy.float_value == 1.0
    assert accuracy.exported_value >= 0.95
