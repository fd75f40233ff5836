"""What the file looks like: few delegates, each matrix once, idle passes without effect."""

from contextlib import nullcontext
from pathlib import Path

import pytest
import torch

from exporters.backend import Lowering, backend
from exporters.executorch import interface
from exporters.executorch import lower as lowering
from exporters.precision.int8 import quantize_rows
from exporters.precision.rules import Precision
from exporters.progress import Silent
from tests.exporters.executorch.conftest import LONGEST, Lower
from tests.exporters.executorch.test_backend import FLOAT_RULES
from tests.models import tiny


@pytest.mark.parametrize("precision", [Precision.INT8, Precision.FP32])
def test_two_delegates(lower: Lower, precision: Precision) -> None:
    """One for the network, one for the head; between them the row of the first token is picked."""
    (method,) = lower("bert", precision).reading.methods
    assert method.delegate_calls == 2


def test_a_shared_layer_is_stored_once(lower: Lower) -> None:
    few, many = (lower("albert", Precision.INT8, layers=n).reading for n in (1, 2))
    assert sum(t.size_bytes for t in few.tensors) == sum(t.size_bytes for t in many.tensors)
    assert many.operators[0].count > few.operators[0].count


def test_tables_hold_the_rows_of_quantize_rows(lower: Lower) -> None:
    lowered = lower("bert", Precision.INT8)
    rows, _ = quantize_rows(tiny("bert").bert.embeddings.word_embeddings.weight)
    assert rows.numpy().tobytes() in lowered.path.read_bytes()


def test_all_bytes_of_layers_are_int8(lower: Lower) -> None:
    """Float remain: scales (one a row), biases, norms; int64: positions."""
    lowered = lower("bert", Precision.INT8)
    int8 = sum(t.size_bytes for t in lowered.reading.tensors if t.dtype == "int8")
    matrices = [p for p in tiny("bert").parameters() if p.dim() == 2]
    assert int8 == sum(p.numel() for p in matrices)


def test_idle_passes_change_no_byte(
    lower: Lower, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = lower("bert", Precision.INT8, layers=1, rules=FLOAT_RULES)
    monkeypatch.setattr(lowering, "needed_passes", nullcontext)
    options = Lowering(Precision.INT8, (LONGEST,), FLOAT_RULES)
    backend("executorch").lower(without.quantized, tmp_path / "all.pte", options, Silent())
    assert (tmp_path / "all.pte").read_bytes() == without.path.read_bytes()


def test_the_file_describes_its_inputs(lower: Lower) -> None:
    lowered = lower("bert", Precision.INT8)
    document = interface.describe(lowered.quantized, LONGEST, tables=0)
    assert document in lowered.path.read_bytes()


def test_the_arena_is_planned_for_the_longest_length(lower: Lower) -> None:
    (method,) = lower("bert", Precision.INT8).reading.methods
    one_activation = LONGEST * 64 * torch.float32.itemsize
    assert method.arena_bytes is not None
    assert one_activation <= method.arena_bytes <= 4 * one_activation
