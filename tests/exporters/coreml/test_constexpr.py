"""int8 rows in the file, also where coremltools by itself would store int4."""

from pathlib import Path

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
from exporters.coreml.read import read
from exporters.coreml.rows import with_int8_rows
from exporters.program import TensorSpec


@pytest.mark.parametrize("ios", [17, 18])
def test_a_table_of_zeros_stays_int8(ios: int, tmp_path: Path) -> None:
    """RoBERTa's token types are such a table. A row of zeros is harmless beside others too."""
    zeros, mixed = nn.Embedding(40, 8), nn.Embedding(40, 8)
    zeros.weight.data.zero_()
    mixed.weight.data[3] = 0
    module = nn.Sequential(with_int8_rows(mixed), nn.Linear(8, 8), _Plus(with_int8_rows(zeros)))
    ids = TensorSpec("input_ids", torch.int64, (1, 4))
    conversion = Conversion(
        module=module.eval(),
        example=(torch.zeros(1, 4, dtype=torch.int64),),
        inputs=(input_type(ids, (1, 4)),),
        outputs=(output_type(TensorSpec("out", torch.float32, (1, 4, 8))),),
    )
    path = tmp_path / "zeros.mlpackage"
    with quiet_conversion():
        convert(conversion, path, Lowering(ios=ios))
    tables = [t for t in read(path).tensors if t.shape == (40, 8)]
    assert [t.dtype for t in tables] == ["int8", "int8"]
    package = open_package(path)
    given = np.array([[3, 0, 39, 3]], np.int32)
    found = Evaluated(package, signatures(package)[0])({"input_ids": given})["out"]
    with torch.no_grad():
        expected = module(torch.tensor(given).long())
    np.testing.assert_allclose(found, expected, atol=2e-3)


class _Plus(nn.Module):
    """x (1, time, width) plus the first row of a table."""

    def __init__(self, table: nn.Module) -> None:
        super().__init__()
        self.table = table

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.table(torch.zeros(x.shape[:2], dtype=torch.int64))
