"""What reading a finished file finds, against what is known of the model that it was made from."""

from pathlib import Path

import pytest
import torch
from executorch.exir import to_edge

from exporters.errors import Refused
from exporters.precision.rules import Precision
from exporters.reading import Reading, read
from tests.exporters.executorch.conftest import LONGEST, Lower

LAYERS, WIDTH, HIDDEN = 2, 64, 128


@pytest.fixture
def reading(lower: Lower) -> Reading:
    return lower("bert", Precision.INT8).reading


def test_methods_are_named_as_they_were_captured(reading: Reading) -> None:
    (method,) = reading.methods
    assert method.name == "forward"
    dynamic = (1, None)
    assert method.inputs == (
        ("input_ids", "int64", dynamic),
        ("attention_mask", "int64", dynamic),
    )
    assert method.outputs == (("logits", "float32", (1, 3)),)


def test_tensors_say_who_reads_them(reading: Reading) -> None:
    found = {t.name: t for t in reading.tensors}
    table = found["forward.embedding[0].weight"]
    assert (table.dtype, table.shape, table.size_bytes) == ("int8", (500, WIDTH), 500 * WIDTH)
    assert found["forward.embedding[1].weight"].size_bytes == 4 * 500  # the scales of its rows
    # 0 and 1 are the means of the first layer norm; 2 is the first query.
    query = found["forward.XNNFullyConnected[2].weight"]
    assert (query.dtype, query.shape, query.size_bytes) == ("int8", (WIDTH, WIDTH), WIDTH**2)
    assert found["forward.XNNFullyConnected[2].weight.scales"].shape == (WIDTH,)
    assert found["forward.XNNFullyConnected[2].bias"].dtype == "float32"


def test_each_blob_once_and_only_a_small_graph_beside(reading: Reading) -> None:
    assert len({t.name for t in reading.tensors}) == len(reading.tensors)
    assert 0 < reading.graph_bytes < 50_000


def test_sizes_are_those_of_dtype_and_shape(reading: Reading) -> None:
    for tensor in reading.tensors:
        itemsize = getattr(torch, tensor.dtype).itemsize
        assert tensor.size_bytes == torch.Size(tensor.shape).numel() * itemsize, tensor.name


def test_multiply_adds_at_the_longest_length(reading: Reading) -> None:
    work = {use.operator: use.multiply_adds for use in reading.operators}
    layer = 4 * WIDTH**2 + 2 * WIDTH * HIDDEN
    norm = 2 * WIDTH
    head = WIDTH**2 + 3 * WIDTH
    whole = (LAYERS - 1) * (layer + 2 * norm) + norm
    keys_and_values = 2 * WIDTH**2
    first = layer - keys_and_values + 2 * norm  # the last layer, for the first token alone
    expected = LONGEST * (whole + keys_and_values) + first + head
    assert work["XNNFullyConnected"] == expected
    attention = 2 * WIDTH * LONGEST
    assert work["XNNBatchMatrixMultiply"] == ((LAYERS - 1) * LONGEST + 1) * attention


def test_what_stays_outside_has_a_reason(reading: Reading) -> None:
    outside = {use.operator: use for use in reading.operators if not use.inside}
    assert "gather" in outside["aten::embedding"].reason
    assert outside["aten::embedding"].count == 2 * 3  # rows and their scales
    assert all(use.reason and not use.multiply_adds for use in outside.values())
    assert all(not use.reason for use in reading.operators if use.inside)


def test_static_weights_are_int8_too(lower: Lower) -> None:
    int8 = {
        precision: sum(
            t.size_bytes for t in lower("bert", precision).reading.tensors if t.dtype == "int8"
        )
        for precision in (Precision.INT8, Precision.INT8_STATIC)
    }
    assert int8[Precision.INT8] == int8[Precision.INT8_STATIC] > 100_000


def test_nothing_is_int8_in_float(lower: Lower) -> None:
    dtypes = {t.dtype for t in lower("bert", Precision.FP32).reading.tensors}
    assert dtypes == {"float32", "int64"}


class _Product(torch.nn.Module):
    """(4, 5) by a constant (5, 6)."""

    def __init__(self) -> None:
        super().__init__()
        self.matrix = torch.nn.Parameter(torch.randn(5, 6), requires_grad=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.mm(x, self.matrix) * x.sum()


def test_a_foreign_file_without_delegates_is_read_too(tmp_path: Path) -> None:
    """The product stays outside here, and its work is counted all the same."""
    path = tmp_path / "foreign.pte"
    exported = torch.export.export(_Product(), (torch.randn(4, 5),))
    path.write_bytes(to_edge(exported).to_executorch().buffer)
    reading = read("executorch", path)
    assert reading.methods[0].inputs == (("0", "float32", (4, 5)),)
    assert [(t.name, t.size_bytes) for t in reading.tensors] == [("forward.mm[0].mat2", 120)]
    product = next(use for use in reading.operators if use.operator == "aten::mm")
    assert (product.inside, product.multiply_adds) == (False, 4 * 5 * 6)
    assert product.reason


@pytest.mark.parametrize("kept_bytes", [100, 20_000, 100_000])
def test_a_truncated_file_is_refused(lower: Lower, tmp_path: Path, kept_bytes: int) -> None:
    path = tmp_path / "cut.pte"
    path.write_bytes(lower("bert", Precision.INT8).path.read_bytes()[:kept_bytes])
    with pytest.raises(Refused, match="cut.pte is damaged or cut off"):
        read("executorch", path)


@pytest.mark.parametrize("content", [b"", b"<html>not found</html>"])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "page.pte"
    path.write_bytes(content)
    with pytest.raises(Refused, match="page.pte is not a program of ExecuTorch"):
        read("executorch", path)


def test_reading_prints_nothing(lower: Lower, capfd: pytest.CaptureFixture[str]) -> None:
    read("executorch", lower("bert", Precision.INT8).path)
    assert capfd.readouterr() == ("", "")
