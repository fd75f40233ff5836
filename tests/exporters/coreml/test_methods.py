"""A program of two methods, as a translator has them: one at several lengths, one with a state."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from exporters.backend import Lowering
from exporters.dimension import Dimension
from exporters.precision.rules import Precision
from exporters.program import Method, Program, TensorSpec
from exporters.progress import Silent
from exporters.reading import read
from exporters.runtime import Runner, load
from tests.lowering.store import backend

WIDTH, ROWS = 16, 4


class Encode(nn.Module):
    def __init__(self, table: nn.Embedding) -> None:
        super().__init__()
        self.table = table

    def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
        """(1, time) to (1, width): the sum of the rows that are not padding's."""
        return (self.table(input_ids) * (input_ids != 0).float().unsqueeze(-1)).sum(1)


class Decode(nn.Module):
    """Shares the table with ``Encode`` and remembers what it was given."""

    def __init__(self, table: nn.Embedding) -> None:
        super().__init__()
        self.head = nn.Linear(WIDTH, table.num_embeddings, bias=False)
        self.head.weight = table.weight
        self.register_buffer("cache", torch.zeros(ROWS, WIDTH))

    def forward(self, hidden: torch.Tensor, at: torch.Tensor) -> torch.Tensor:
        """hidden (1, width), at (rows, 1) one-hot to (1, vocabulary)."""
        self.cache.copy_(self.cache * (1 - at) + hidden * at)
        return self.head(self.cache.sum(0, keepdim=True))


@pytest.fixture(scope="module")
def table() -> nn.Embedding:
    torch.manual_seed(0)
    return nn.Embedding(300, WIDTH)


@pytest.fixture(scope="module")
def path(table: nn.Embedding, tmp_path_factory: pytest.TempPathFactory) -> Path:
    hidden = TensorSpec("hidden", torch.float32, (1, WIDTH))
    ids = TensorSpec("input_ids", torch.int64, (1, Dimension("source", 2, 64)))
    at = TensorSpec("at", torch.float32, (ROWS, 1))
    logits = TensorSpec("logits", torch.float32, (1, 300))
    methods = (
        Method("encode", Encode(table).eval(), (ids,), (hidden,)),
        Method("decode", Decode(table).eval(), (hidden, at), (logits,)),
    )
    program = Program("translation", "tiny", methods, 0, table.weight.numel())
    options, coreml = Lowering(Precision.INT8, (4, 8)), backend("coreml")
    written = tmp_path_factory.mktemp("methods") / "two.mlpackage"
    coreml.lower(coreml.quantize(program, options), written, options, Silent())
    return written


@pytest.fixture
def runner(path: Path) -> Runner:
    return load("coreml", path)


def test_each_method_has_its_functions(path: Path) -> None:
    names = [m.name for m in read("coreml", path).methods]
    assert names == ["encode_4", "encode_8", "decode"]


def test_the_shared_table_is_stored_once(path: Path, table: nn.Embedding) -> None:
    tensors = [t for t in read("coreml", path).tensors if t.dtype == "int8"]
    assert [t.shape for t in tensors] == [tuple(table.weight.shape)]


@pytest.mark.parametrize("ids", [[5, 6], [7, 8, 9, 10], [11, 12, 13, 14, 15, 299]])
def test_encode_is_padded_to_the_next_length(
    runner: Runner, table: nn.Embedding, ids: list[int]
) -> None:
    found = runner.run("encode", {"input_ids": np.array([ids])})["hidden"]
    expected = table.weight[ids].sum(0, keepdim=True).detach()
    np.testing.assert_allclose(found, expected, atol=0.05)  # int8 rows of magnitude 3, six added


def test_decode_remembers(runner: Runner, table: nn.Embedding) -> None:
    rows = [table.weight[i : i + 1].detach() for i in (3, 40)]
    for step, row in enumerate(rows):
        at = np.eye(ROWS, dtype=np.float32)[:, step : step + 1]
        found = runner.run("decode", {"hidden": row.numpy(), "at": at})["logits"]
    expected = (rows[0] + rows[1]) @ table.weight.detach().T
    np.testing.assert_allclose(found, expected, atol=0.2)  # sums of 16 products of order 1 to 9
    assert found.argmax() == expected.argmax()


class Homonym(nn.Module):
    """Its layer has the name of its input."""

    def __init__(self) -> None:
        super().__init__()
        self.x = nn.Linear(WIDTH, WIDTH, bias=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(1, WIDTH) to the same."""
        return self.x(x)


def test_a_layer_may_have_the_name_of_an_input(tmp_path: Path) -> None:
    torch.manual_seed(1)
    x, y = (TensorSpec(name, torch.float32, (1, WIDTH)) for name in "xy")
    module = Homonym().eval()
    program = Program("text-classification", "x", (Method("forward", module, (x,), (y,)),), 0, 256)
    options, coreml, path = (
        Lowering(Precision.INT8, (4,)),
        backend("coreml"),
        tmp_path / "x.mlpackage",
    )
    coreml.lower(coreml.quantize(program, options), path, options, Silent())
    given = torch.randn(1, WIDTH)
    with torch.no_grad():
        expected = module(given).numpy()
    found = load("coreml", path).run("forward", {"x": given.numpy()})["y"]
    np.testing.assert_allclose(found, expected, atol=0.05)  # int8 weights, sums of order 1
