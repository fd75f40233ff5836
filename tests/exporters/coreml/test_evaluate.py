"""The evaluator on whole programs: states, float16, large tables, operators without values."""

from pathlib import Path

import coremltools as ct
import numpy as np
import pytest
import torch
from torch import nn

from exporters.backend import Lowering
from exporters.coreml.bars import quiet_conversion
from exporters.coreml.convert import Conversion, convert, input_type, output_type
from exporters.coreml.evaluate import Evaluated
from exporters.coreml.functions import signatures
from exporters.coreml.package import open_package
from exporters.errors import Refused
from exporters.precision.rules import Precision
from exporters.program import TensorSpec


class Memory(nn.Module):
    """Writes a row into a table that it keeps, and returns the table through an activation."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("rows", torch.zeros(3, 4))
        self.gate = nn.Linear(4, 4)

    def forward(self, row: torch.Tensor, at: torch.Tensor) -> torch.Tensor:
        """row (1, 4), at (1, 3) one-hot to (3, 4)."""
        place = at.to(torch.float32).reshape(3, 1)
        self.rows.copy_(self.rows * (1 - place) + row * place)
        return nn.functional.silu(self.gate(self.rows))


class Scattered(nn.Module):
    def forward(self, values: torch.Tensor, rows: torch.Tensor) -> torch.Tensor:
        """values (5, 4), rows (2,) to values with two rows set to one."""
        return values.index_put((rows,), torch.ones(2, 4)) * 2


FLOAT = torch.float32


def _evaluated(
    module: nn.Module, inputs: tuple[TensorSpec, ...], output: TensorSpec, path: Path
) -> Evaluated:
    """A module in float16, converted, written, and read back."""
    conversion = Conversion(
        module=module.eval(),
        example=tuple(torch.zeros(s.sizes({}), dtype=s.dtype) for s in inputs),
        inputs=tuple(input_type(s, s.sizes({})) for s in inputs),
        outputs=(output_type(output),),
    )
    with quiet_conversion():
        convert(conversion, path, Lowering(Precision.FP16))
    package = open_package(path)
    return Evaluated(package, signatures(package)[0])


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> tuple[Memory, Evaluated]:
    torch.manual_seed(0)
    module = Memory()
    inputs = (TensorSpec("row", FLOAT, (1, 4)), TensorSpec("at", torch.int64, (1, 3)))
    path = tmp_path_factory.mktemp("state") / "memory.mlpackage"
    return module, _evaluated(module, inputs, TensorSpec("rows_out", FLOAT, (3, 4)), path)


def _write(program: Evaluated, row: float, at: int) -> np.ndarray:
    one_hot = (np.arange(3) == at).astype(np.int32)[None]
    return program({"row": np.full((1, 4), row, np.float32), "at": one_hot})["rows_out"]


def test_states_are_kept_between_calls_and_reset(memory: tuple[Memory, Evaluated]) -> None:
    module, program = memory
    program.reset()
    _write(program, 2.0, 0)
    found = _write(program, -1.0, 2)
    table = torch.tensor([[2.0] * 4, [0.0] * 4, [-1.0] * 4])
    expected = nn.functional.silu(module.gate(table)).detach()
    np.testing.assert_allclose(found, expected, atol=2e-3)  # float16 of numbers up to 2

    program.reset()
    alone = nn.functional.silu(module.gate(torch.tensor([[0.0] * 4, [1.0] * 4, [0.0] * 4])))
    np.testing.assert_allclose(_write(program, 1.0, 1), alone.detach(), atol=2e-3)


def test_rows_are_scattered(tmp_path: Path) -> None:
    inputs = (TensorSpec("values", FLOAT, (5, 4)), TensorSpec("rows", torch.int64, (2,)))
    output = TensorSpec("out", FLOAT, (5, 4))
    program = _evaluated(Scattered(), inputs, output, tmp_path / "s.mlpackage")
    values = np.arange(20, dtype=np.float32).reshape(5, 4)
    found = program({"values": values, "rows": np.array([3, 0], np.int32)})["out"]
    expected = values * 2
    expected[[3, 0]] = 2
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("rows", [40_000, 70_000])
def test_ids_beyond_16_bits_find_their_rows(rows: int, tmp_path: Path) -> None:
    """coremltools makes ids int16 or uint16 where the table is short enough for that."""
    table = nn.Embedding(rows, 2)
    table.weight.data = torch.arange(rows).repeat(2, 1).T / 2.0**17
    spec = TensorSpec("input_ids", torch.int64, (1, 3))
    output = TensorSpec("row", FLOAT, (1, 3, 2))
    program = _evaluated(table, (spec,), output, tmp_path / "t.mlpackage")
    ids = np.array([[1, rows - 1, rows // 2]], np.int32)
    found = program({"input_ids": ids})["row"]
    np.testing.assert_array_equal(found, table.weight.detach().half().float()[ids])


def test_results_are_rounded_to_float16(tmp_path: Path) -> None:
    class Sum(nn.Module):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return (x + 1.0) - 1.0

    spec, output = TensorSpec("x", FLOAT, (1, 1)), TensorSpec("y", FLOAT, (1, 1))
    program = _evaluated(Sum(), (spec,), output, tmp_path / "r.mlpackage")
    found = program({"x": np.full((1, 1), 2.0**-12, np.float32)})["y"]
    assert found.item() == 0.0  # 1 + 2^-12 is 1 in float16; in float32 nothing would be lost


def test_an_operator_without_values_is_refused_by_name(tmp_path: Path) -> None:
    spec = TensorSpec("x", FLOAT, (1, 2, 8))
    output = TensorSpec("y", FLOAT, (1, 3, 6))
    program = _evaluated(nn.Conv1d(2, 3, 3), (spec,), output, tmp_path / "c.mlpackage")
    with pytest.raises(Refused, match="conv"):
        program({"x": np.zeros((1, 2, 8), np.float32)})


def test_what_coremltools_does_not_know_is_refused_with_its_words(tmp_path: Path) -> None:
    class Bessel(nn.Module):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return torch.special.bessel_j0(x)

    spec, output = TensorSpec("x", FLOAT, (1, 1)), TensorSpec("y", FLOAT, (1, 1))
    with pytest.raises(Refused, match="bessel_j0"):
        _evaluated(Bessel(), (spec,), output, tmp_path / "b.mlpackage")


def test_coremltools_draws_its_bars_again_afterwards() -> None:
    from coremltools.converters.mil.mil.passes import pass_pipeline

    bar = pass_pipeline.tqdm
    with quiet_conversion():
        assert list(pass_pipeline.tqdm([1, 2], desc="", unit="")) == [1, 2]
        assert pass_pipeline.tqdm is not bar
    assert pass_pipeline.tqdm is bar
    assert ct.__version__
