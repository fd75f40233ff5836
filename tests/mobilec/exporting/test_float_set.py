"""The search for layers that must stay in float, on a model in which one layer cannot be int8."""

from pathlib import Path

import pytest
import torch
from torch import nn

from exporters.capture.capture import CaptureOptions, capture
from exporters.errors import VerificationFailed
from exporters.precision.emulate import emulated
from exporters.precision.rules import quantized_layers
from exporters.precision.sensitivity import answers, sensitivities
from exporters.program import Program
from exporters.progress import Silent
from mobilec.evaluation.data import Example
from mobilec.exporting.encoding import Encoder
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
def program() -> Program:
    return capture(_fragile_model(), "text-classification", CaptureOptions(16))


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(models.tokenizer().backend_tokenizer, 16)


@pytest.fixture(scope="module")
def examples(program: Program, encoder: Encoder) -> list[Example]:
    """Labelled by the float model, so that its accuracy is 1."""
    logits = answers(program.methods[0].module, [encoder.inputs(text) for text in TEXTS])
    labels = logits.argmax(dim=1).tolist()
    return [
        Example(text, label, at) for at, (text, label) in enumerate(zip(TEXTS, labels, strict=True))
    ]


def test_the_fragile_layer_is_ranked_first(program: Program, encoder: Encoder) -> None:
    inputs = [encoder.inputs(text) for text in TEXTS[:8]]
    ranked = sensitivities(program.methods[0].module, inputs, lambda _: None)
    assert ranked[0].path == FRAGILE
    assert ranked[0].error > 4 * ranked[1].error


def test_emulation_rounds_what_it_is_told_and_nothing_else(
    program: Program, encoder: Encoder
) -> None:
    module, inputs = program.methods[0].module, [encoder.inputs(TEXTS[0])]
    exact = answers(module, inputs)
    assert torch.equal(answers(emulated(module, frozenset()), inputs), exact)
    every = frozenset(quantized_layers(module))
    assert not torch.allclose(answers(emulated(module, every), inputs), exact, atol=1e-3)


def test_sets_grow_from_nothing_to_everything(
    program: Program, encoder: Encoder, examples: list[Example]
) -> None:
    sets = list(float_sets(program, encoder, Goal(examples, 3, least=0.95), Silent()))
    assert sets[0] == ()
    assert sets[1][0] == FRAGILE
    assert [len(s) for s in sets] == sorted({len(s) for s in sets})
    assert len(sets[-1]) == len(quantized_layers(program.methods[0].module))


@pytest.fixture(scope="module")
def on_disk(tmp_path_factory: pytest.TempPathFactory, examples: list[Example]) -> Path:
    folder = tmp_path_factory.mktemp("fragile")
    _fragile_model().save_pretrained(folder / "model")
    models.tokenizer().save_pretrained(folder / "model")
    rows = [f"{example.text}\t{example.label}" for example in examples]
    (folder / "eval.tsv").write_text("\n".join(["sentence\tlabel", *rows]) + "\n")
    return folder


def _options(on_disk: Path, output: Path, max_drop: float | None) -> ExportOptions:
    return ExportOptions(
        str(on_disk / "model"),
        ("onnx",),
        lengths=(16,),
        evaluation=on_disk / "eval.tsv",
        max_drop=max_drop,
        output=output,
    )


def test_max_drop_keeps_the_fragile_layer_in_float_and_says_so(
    on_disk: Path, tmp_path: Path
) -> None:
    pytest.importorskip("onnxruntime")
    with pytest.raises(VerificationFailed, match="parity"):
        export(_options(on_disk, tmp_path / "careless", None))
    manifest = export(_options(on_disk, tmp_path / "bundle", 0.05)).manifest
    assert FRAGILE in manifest.precision.kept_float
    assert len(manifest.precision.kept_float) <= 3
    assert "0.05" in manifest.precision.why
    accuracy = next(q for q in manifest.quality if q.metric == "accuracy")
    assert accuracy.float_value == 1.0
    assert accuracy.exported_value >= 0.95
