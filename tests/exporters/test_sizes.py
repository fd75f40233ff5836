"""No constant is stored once for each length, or for each pair of positions."""

from pathlib import Path

import pytest

from exporters.backend import Lowering
from exporters.capture.capture import CaptureOptions, capture
from exporters.errors import Refused
from exporters.precision.budget import budget
from exporters.precision.rules import Precision
from exporters.progress import Silent
from exporters.reading import read
from exporters.verify.stored import EXCESS
from tests import models
from tests.lowering.store import backend

LENGTHS = (32, 64)


@pytest.mark.parametrize(
    ("name", "format"), [("bert", "coreml"), ("mpnet", "onnx"), ("mpnet", "executorch")]
)
def test_a_small_model_is_stored_once(name: str, format: str, tmp_path: Path) -> None:
    """Token types for each token of each length were 8 % of this BERT, the buckets of all pairs of
    positions 10 % of this MPNet, and the gate of stored bytes refused both."""
    try:
        end = backend(format)
    except Refused as missing:
        pytest.skip(str(missing))
    model = models.tiny(name, num_hidden_layers=1)
    program = capture(model, "text-classification", CaptureOptions(LENGTHS[-1]))
    options, path = Lowering(Precision.FP32, LENGTHS), tmp_path / f"model{end.suffix(1, 18)}"
    end.lower(end.quantize(program, options), path, options, Silent())
    stored = sum(tensor.size_bytes for tensor in read(format, path).tensors)
    assert stored <= EXCESS * budget(program, Precision.FP32, ()).ideal_bytes
