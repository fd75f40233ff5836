"""A wrong export must be caught, whichever way it is wrong, and nothing may be written then."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import onnx
import pytest
import torch
from torch import nn

from exporters.backend import Lowering, backend
from exporters.capture.seats import reseated
from exporters.errors import VerificationFailed
from exporters.precision.rules import Rule
from exporters.program import Program
from exporters.progress import Progress
from mobilec.exporting import classification, job
from mobilec.exporting.export import export
from tests import models
from tests.mobilec.exporting.conftest import onnx_options

Damage = Callable[[nn.Module], nn.Module]


class _Around(nn.Module):
    def __init__(self, inner: nn.Module) -> None:
        super().__init__()
        self.inner = inner


class _SwappedLabels(_Around):
    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        return self.inner(input_ids, attention_mask).flip(1)


class _IgnoredMask(_Around):
    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        return self.inner(input_ids, torch.ones_like(attention_mask) * (attention_mask >= 0))


def _transposed_weight(module: nn.Module) -> nn.Module:
    def choose(path: str, layer: nn.Module) -> nn.Module | None:
        if not path.endswith("layer.0.attention.self.query"):
            return None
        wrong = nn.Linear(layer.in_features, layer.out_features)
        wrong.weight, wrong.bias = nn.Parameter(layer.weight.T.contiguous()), layer.bias
        return wrong

    return reseated(module, choose)


@pytest.mark.parametrize(
    ("damage", "gate"),
    [
        (_transposed_weight, "parity"),
        (_SwappedLabels, "agreement"),
        (_IgnoredMask, "padding"),
    ],
)
def test_a_program_that_is_another_model_is_caught(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: Damage, gate: str
) -> None:
    _damage_capture(monkeypatch, damage)
    assert gate in _failed_gates(checkpoint, tmp_path)


def test_a_table_left_in_float_is_caught(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = type(backend("onnx"))
    honest = kind.quantize

    def forgetful(self: object, program: Program, options: Lowering) -> Program:
        return honest(self, program, replace(options, rules=(Rule("*word_embeddings", False),)))

    monkeypatch.setattr(kind, "quantize", forgetful)
    assert {"dtypes", "stored bytes"} <= _failed_gates(checkpoint, tmp_path)


def test_a_matrix_that_is_stored_twice_is_caught(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = type(backend("onnx"))
    honest = kind.lower

    def wasteful(
        self: object, program: Program, path: Path, options: Lowering, progress: Progress
    ) -> None:
        honest(self, program, path, options, progress)
        _store_largest_again(path)

    monkeypatch.setattr(kind, "lower", wasteful)
    assert "stored bytes" in _failed_gates(checkpoint, tmp_path)


def test_the_tokenizer_of_another_model_is_caught(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = models.tokenizer(pad_id=1).backend_tokenizer.to_str().encode()
    honest = job.load
    monkeypatch.setattr(job, "load", lambda *args: replace(honest(*args), tokenizer_file=other))
    assert "tokenizer" in _failed_gates(checkpoint, tmp_path)


def _damage_capture(monkeypatch: pytest.MonkeyPatch, damage: Damage) -> None:
    honest = classification.capture

    def wrong(*args: object) -> Program:
        program = honest(*args)
        return program.with_modules({m.name: damage(m.module).eval() for m in program.methods})

    monkeypatch.setattr(classification, "capture", wrong)


def _store_largest_again(path: Path) -> None:
    model = onnx.load(path)
    again = onnx.TensorProto()
    again.CopyFrom(max(model.graph.initializer, key=lambda tensor: len(tensor.raw_data)))
    again.name += "_again"
    model.graph.initializer.append(again)
    onnx.save(model, path)


def _failed_gates(checkpoint: Path, tmp_path: Path) -> set[str]:
    """The gates that failed; there must be some, and nothing may stand at the output."""
    with pytest.raises(VerificationFailed) as failure:
        export(onnx_options(checkpoint, tmp_path / "bundle"))
    assert list(tmp_path.iterdir()) == []
    return {finding.gate for finding in failure.value.findings}
